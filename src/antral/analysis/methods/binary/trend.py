"""Shares over dose: the Cochran-Armitage trend, asymptotic and exact, for one sample."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from antral.analysis.methods.binary.tables import counts, disagreement, side_of
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.counts import EXACT_TREND, p_values
from antral.analysis.methods.result import Result
from antral.core import InputError

COCHRAN_ARMITAGE = "Cochran-Armitage trend test of shares over dose (asymptotic)"
WALD_SLOPE = "weighted least-squares slope of shares over dose, Wald interval"
_RULES = {"two-sided": "distance", "greater": "larger", "less": "smaller"}


def trend(
    *,
    events: ArrayLike,
    n: ArrayLike,
    doses: Sequence[float],
    exact: bool = True,
    alternative: str = "two-sided",
    confidence: float = 0.95,
) -> Result:
    """Whether the share of women with the event rises or falls over the dose.

    Source: Cochran 1954, Biometrics 10:417; Armitage 1955, Biometrics 11:375. Exact: all allocations of the women with
    the event to the groups; two-sided by distance of the statistic from its mean.

    Parameters
    ----------
    events, n, doses
        Women with the event, women in all, and dose or score of each group.
    exact
        Whether the p-value is exact; else from the normal law.
    alternative
        `two-sided`, or `greater` (rising with the dose), or `less`.

    Returns
    -------
    Change of the share for each unit of dose (weighted least squares) with a Wald interval, which does not invert the
    test and stays two-sided; a note says where the two disagree.
    """
    x, size = counts(events, n)
    dose = np.asarray(doses, dtype=float)
    if x.ndim != 1 or dose.shape != x.shape or not np.all(np.isfinite(dose)):
        raise InputError(f"doses = {doses!r}: one finite number for each of the {x.size} groups was wanted.")
    side = side_of(alternative)
    women = int(size.sum())
    mean_dose = float(size @ dose / women) if women else math.nan
    spread = float(size @ (dose - mean_dose) ** 2) if women else 0.0
    statistic, slope, half, p = math.nan, math.nan, math.nan, math.nan
    notes = []
    if spread > 0:
        share = float(x.sum() / women)
        lift = float(x @ (dose - mean_dose))
        slope = lift / spread
        each = np.where(size > 0, x / np.maximum(size, 1), 0.0)
        error = math.sqrt(float(size * each * (1 - each) @ (dose - mean_dose) ** 2)) / spread
        half = float(ndtri(1 - (1 - level_of(confidence)) / 2)) * error
        if 0 < share < 1:
            statistic = lift / math.sqrt(share * (1 - share) * spread)
        p = _exact_p(x, size, dose, side) if exact else _asymptotic_p(statistic, side)
        if math.isnan(p):
            notes.append(
                "too many outcomes to enumerate; ask for exact=False" if exact else "no woman had the event, or all had"
            )
        if half == 0:
            notes.append("no spread within any group: the Wald interval has no width")
        notes += disagreement(p, slope - half, slope + half, level_of(confidence), side)
    else:
        notes.append("women of one dose only: no trend can be estimated")
    return Result(
        method=f"{WALD_SLOPE}; p-value by {EXACT_TREND if exact else COCHRAN_ARMITAGE}",
        effect="change of the share of women with the event for each unit of dose",
        estimate=slope,
        low=slope - half,
        high=slope + half,
        p_value=p,
        confidence=confidence,
        sides=2 if side == "two-sided" else 1,
        statistic=statistic,
        n={f"{one:g}": int(number) for one, number in zip(dose, size, strict=True)},
        assumptions=("women are independent; each dose has one true share", "the share is a line over the dose"),
        notes=tuple(notes),
    )


def _exact_p(x: "np.ndarray[tuple[int], np.dtype[np.int64]]", n: ArrayLike, dose: ArrayLike, side: str) -> float:
    sizes = tuple(int(one) for one in np.asarray(n))
    scores = tuple(float(one) for one in np.asarray(dose))
    return float(p_values(x[np.newaxis], sizes, scores, _RULES[side])[1][0])


def _asymptotic_p(z: float, side: str) -> float:
    return float({"two-sided": 2 * ndtr(-abs(z)), "greater": ndtr(-z), "less": ndtr(z)}[side])
