"""The pooled effect without each study in turn, and as studies came one after another."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import InputError
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.sample import sample

Pooling = Callable[[NDArray[np.float64], NDArray[np.float64], Sequence[str]], Pooled]
"""Any pooling of effects, variances and labels, such as `random_effects` with its options set."""


def leave_one_out(
    yi: ArrayLike, vi: ArrayLike, pool: Pooling, labels: Sequence[object] | None = None
) -> dict[str, Pooled]:
    """The result without each study, by the label of the study left out.

    Parameters
    ----------
    yi, vi
        `[study]`.
    """
    studies = sample(yi, vi, labels)
    k = len(studies.yi)
    if k < 2:
        raise InputError("leave one out: at least two studies were wanted.")
    if len(set(studies.labels)) < k:
        raise InputError("labels: each study needs a name of its own to be left out by.")
    found = {}
    for at, label in enumerate(studies.labels):
        rest = np.arange(k) != at
        found[label] = pool(studies.yi[rest], studies.vi[rest], [one for one in studies.labels if one != label])
    return found


def cumulative(
    yi: ArrayLike, vi: ArrayLike, order: ArrayLike, pool: Pooling, labels: Sequence[object] | None = None
) -> tuple[Pooled, ...]:
    """The result after each study, in rising `order` such as the year, `[study]`; equal ones by their place."""
    studies = sample(yi, vi, labels)
    places = np.argsort(np.asarray(order), kind="stable")
    if places.shape != studies.yi.shape:
        raise InputError(f"order: one value a study was wanted, {len(studies.yi)} in all; there are {places.shape}.")
    found = []
    for until in range(1, len(places) + 1):
        chosen = places[:until]
        found.append(pool(studies.yi[chosen], studies.vi[chosen], [studies.labels[at] for at in chosen.tolist()]))
    return tuple(found)
