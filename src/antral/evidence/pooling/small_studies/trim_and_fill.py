"""Trim and fill: studies that would make the funnel symmetric."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.between import between
from antral.evidence.pooling.intervals import Interval
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.random_effects import random_effects
from antral.evidence.pooling.sample import Numbers, sample
from antral.evidence.pooling.small_studies.result import TOO_FEW, warned
from antral.evidence.pooling.weighted import fit, intercept

TRIM_AND_FILL: Final = "trim and fill, number of missing studies by {estimator}"
_ROUNDS: Final = 100


@dataclass(frozen=True)
class Filled:
    """A funnel made symmetric; a way to see how much it might matter, not a better estimate."""

    method: str
    pooled: Pooled
    """With the studies filled in."""
    missing: int
    side: str
    """left or right: where studies are filled in."""
    yi: Numbers
    """Of the studies filled in, `[study]`."""
    vi: Numbers
    few: bool
    notes: tuple[str, ...]


def trim_and_fill(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    estimator: Literal["L0", "R0"] = "L0",
    side: Literal["left", "right"] | None = None,
    method: str = "REML",
    interval: Interval = "HKSJ",
    level: float = 0.95,
    measure: str = "",
    labels: Sequence[object] | None = None,
) -> Filled:
    """Trim studies without a mirror image, pool the rest, and fill in the images (Duval and Tweedie 2000).

    Source: Duval and Tweedie 2000, J Am Stat Assoc 95:89; Biometrics 56:455.

    Parameters
    ----------
    yi, vi
        `[study]`; at least three.
    side
        Where studies are thought missing; by default on the side to which the effects of small studies do not lean.
    """
    if estimator not in ("L0", "R0"):
        raise InputError(f"estimator: {estimator!r} is not known; known are L0 and R0.")
    studies = sample(yi, vi, labels)
    k = len(studies.yi)
    if k < 3:
        raise InputError(f"trim and fill: at least three studies were wanted; there are {k}.")
    where = side or _side(studies.yi, studies.vi, method)
    sign = -1.0 if where == "right" else 1.0
    order = np.argsort(sign * studies.yi, kind="stable")
    effects, variances = sign * studies.yi[order], studies.vi[order]
    missing, centre = _missing(effects, variances, estimator, method)
    images = sign * (2 * centre - effects[k - missing :])
    filled = variances[k - missing :]
    names = (*studies.labels, *(f"filled {at + 1}" for at in range(missing)))
    pooled = random_effects(
        np.append(studies.yi, images),
        np.append(studies.vi, filled),
        method=method,
        interval=interval,
        level=level,
        measure=measure,
        labels=names,
    )
    told = f"{missing} studies filled in on the {where}: a look at what asymmetry may do, not a corrected estimate"
    name = TRIM_AND_FILL.format(estimator=estimator)
    return Filled(name, pooled, missing, where, images, filled, k < TOO_FEW, (told, *warned(k)))


def _side(yi: Numbers, vi: Numbers, method: str) -> Literal["left", "right"]:
    design = np.column_stack([np.ones(len(yi)), np.sqrt(vi)])
    if np.linalg.matrix_rank(design) < 2:
        raise InputError("side: all studies are of one size; say on which side studies are thought missing.")
    slope = fit(yi, 1.0 / (vi + between(yi, vi, design, method)), design).coefficients[1]
    return "right" if slope < 0 else "left"


def _missing(yi: Numbers, vi: Numbers, estimator: str, method: str) -> tuple[int, float]:
    """How many are missing on the left, and about which centre; effects in rising order."""
    k = len(yi)
    if np.ptp(yi) <= 1e-12 * np.abs(yi).max():  # equal effects have no side; signs about their centre are rounding
        return 0, float(yi[0])
    missing, before, centre = 0, -1, 0.0
    for _ in range(_ROUNDS):
        if missing == before:
            break
        before = missing
        y, v = yi[: k - missing], vi[: k - missing]
        tau2 = between(y, v, intercept(len(y)), method) if len(y) > 1 else 0.0
        centre = float(fit(y, 1.0 / (v + tau2), intercept(len(y))).coefficients[0])
        ranks = np.empty(k)
        ranks[np.argsort(np.abs(yi - centre), kind="stable")] = np.arange(1, k + 1)
        signed = np.sign(yi - centre) * ranks
        if estimator == "R0":
            below = -signed[signed < 0]
            found = k - (below.max() if len(below) else 0) - 1
        else:
            found = (4 * signed[signed > 0].sum() - k * (k + 1)) / (2 * k - 1)
        missing = min(max(0, int(np.rint(found))), k - 1)
    return missing, centre
