"""The effects of some studies and their variances, checked."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import InputError

Numbers = NDArray[np.float64]
SMALLEST: Final = 1e-18
"""Least variance as a share of the largest variance or squared difference of effects: below it sums lose the rest."""


class Sample(NamedTuple):
    """Effects of k studies."""

    yi: Numbers
    """Effect of each study, on the scale of the analysis; `[study]`."""
    vi: Numbers
    """Its sampling variance; `[study]`."""
    labels: tuple[str, ...]


def sample(yi: ArrayLike, vi: ArrayLike, labels: Sequence[object] | None = None) -> Sample:
    """Check effects and variances.

    Raises
    ------
    InputError
        Where a number is missing, or a variance is not positive or too small beside the others; the study is named.
    """
    effects, variances = np.atleast_1d(np.asarray(yi, float)), np.atleast_1d(np.asarray(vi, float))
    if effects.ndim != 1 or effects.shape != variances.shape or not len(effects):
        raise InputError(
            f"yi and vi: one effect and one variance a study were wanted; there are {effects.shape} and "
            f"{variances.shape}."
        )
    names = tuple(f"study {k + 1}" for k in range(len(effects))) if labels is None else tuple(str(x) for x in labels)
    if len(names) != len(effects):
        raise InputError(f"labels: {len(effects)} were wanted, one a study; there are {len(names)}.")
    for name, effect, variance in zip(names, effects, variances, strict=True):
        if not math.isfinite(effect) or not (math.isfinite(variance) and variance > 0):
            raise InputError(
                f"{name}: effect {effect:g} with variance {variance:g}; a number and a positive variance were wanted. "
                "Leave the study out and say so."
            )
    least, widest = int(np.argmin(variances)), max(float(variances.max()), float(np.ptp(effects)) ** 2)
    if variances[least] < SMALLEST * widest:
        raise InputError(
            f"{names[least]}: a variance of {variances[least]:g} is no sampling variance beside the other numbers; "
            "look up its unit, or whether a standard error is missing."
        )
    return Sample(effects, variances, names)


def confidence(level: float) -> float:
    """A level of confidence between 0 and 1."""
    if not 0 < level < 1:
        raise InputError(f"level: a number between 0 and 1 was wanted, such as 0.95; it is {level:g}.")
    return level
