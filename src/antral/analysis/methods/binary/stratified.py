"""Two groups compared within strata: Cochran-Mantel-Haenszel test, common odds ratio, common difference of shares."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri

from antral.analysis.methods.binary import conditional as exact
from antral.analysis.methods.binary.tables import Counts, counts, disagreement, side_of, told
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.result import Result
from antral.core import InputError

MANTEL_HAENSZEL_ODDS = "common odds ratio of Mantel and Haenszel (Robins-Breslow-Greenland interval)"
MANTEL_HAENSZEL_DIFFERENCE = "common difference of shares of Mantel and Haenszel (Sato interval)"
COCHRAN_MANTEL_HAENSZEL = "Cochran-Mantel-Haenszel test"
EXACT_MANTEL_HAENSZEL = "common odds ratio, conditional maximum likelihood with exact interval and exact test"

_ONE_LAW = "women are independent; within a stratum each group has one true share"


def mantel_haenszel(
    *,
    events: ArrayLike,
    n: ArrayLike,
    measure: str = "odds_ratio",
    corrected: bool = False,
    confidence: float = 0.95,
) -> Result:
    """One effect over all strata, for large samples in all (strata may be small).

    Source: Cochran 1954; Mantel and Haenszel 1959, J Natl Cancer Inst 22:719. Odds ratio's variance: Robins, Breslow
    and Greenland 1986, Biometrics 42:311; difference's: Sato, Greenland and Robins 1989, Biometrics
    45:1323.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, stratum]`; two groups.
    measure
        `odds_ratio` or `difference`; the test is the same.
    corrected
        Whether the test has the continuity correction: 1/2, never beyond the difference itself (R's `mantelhaen.test`
        leaves it out where the difference is smaller, so that its p-value jumps there).
    """
    x, size = _strata(events, n)
    if measure not in ("odds_ratio", "difference"):
        raise InputError(f"measure = {measure!r}: odds_ratio or difference was wanted.")
    used = size.min(axis=0) > 0
    x, size = x[:, used], size[:, used]
    statistic = _statistic(x, size, corrected)
    of = _common_odds if measure == "odds_ratio" else _common_difference
    estimate, low, high, error = of(x, size, level_of(confidence))
    what = "odds ratio" if measure == "odds_ratio" else "difference of shares"
    name = MANTEL_HAENSZEL_ODDS if measure == "odds_ratio" else MANTEL_HAENSZEL_DIFFERENCE
    notes = [] if np.all(used) else [f"{int((~used).sum())} strata with women of one group only say nothing"]
    if math.isnan(statistic):
        notes.append("in no stratum could the event have fallen otherwise: nothing can be tested")
    elif math.isnan(low):
        notes.append(
            "in every stratum one group had no event or only events: the common odds ratio is 0 or infinite and has no "
            "interval here; the test stands, and exact_mantel_haenszel gives limits"
        )
    elif low == high:
        notes.append("within every stratum all women of a group fared alike: the interval has no width")
    else:
        on_zero = (math.log(low), math.log(high)) if measure == "odds_ratio" else (low, high)
        notes += disagreement(float(chdtrc(1, statistic)), *on_zero, confidence, "two-sided")
    return Result(
        method=f"{name}; p-value by {COCHRAN_MANTEL_HAENSZEL}{', continuity corrected' if corrected else ''}",
        effect=f"common {what}, first group against second",
        estimate=estimate,
        low=low,
        high=high,
        p_value=float(chdtrc(1, statistic)),
        confidence=confidence,
        statistic=statistic,
        df=1.0,
        n=told(size.sum(axis=1).tolist()),
        assumptions=(_ONE_LAW, "the effect is the same in all strata", "enough women in all for the normal law"),
        notes=tuple(notes),
        details={
            "standard error of the log" if measure == "odds_ratio" else "standard error": error,
            "strata": float(used.sum()),
        },
    )


def exact_mantel_haenszel(
    *, events: ArrayLike, n: ArrayLike, alternative: str = "two-sided", confidence: float = 0.95
) -> Result:
    """The common odds ratio, conditional on all margins of all strata; as R's `mantelhaen.test(exact = TRUE)`.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, stratum]`; two groups.
    """
    x, size = _strata(events, n)
    side = side_of(alternative)
    law = exact.conditional(x, size)
    seen = int(x[0].sum())
    low, high = exact.limits(law, seen, level_of(confidence))
    nothing = len(law.sums) == 1
    p = math.nan if nothing else exact.p_value(law, seen, side)
    notes = ["in no stratum could the event have fallen otherwise: nothing can be tested"] if nothing else []
    from_one, to_one = (math.log(limit) if limit > 0 else -math.inf for limit in (low, high))
    notes += disagreement(p, from_one, to_one, confidence, side)
    return Result(
        method=EXACT_MANTEL_HAENSZEL,
        effect="common odds ratio, first group over second",
        estimate=exact.likeliest(law, seen),
        low=low,
        high=high,
        p_value=p,
        confidence=confidence,
        sides=2 if side == "two-sided" else 1,
        n=told(size.sum(axis=1).tolist()),
        assumptions=(_ONE_LAW, "the odds ratio is the same in all strata; conditional on every stratum's margins"),
        notes=tuple(notes),
    )


def _strata(events: ArrayLike, n: ArrayLike) -> tuple[Counts, Counts]:
    x, size = counts(events, n, 2)
    if x.ndim != 2 or not x.shape[1]:
        raise InputError(f"events of the shape {x.shape}: `[group, stratum]` with two groups was wanted.")
    return x, size


def _statistic(x: Counts, n: Counts, corrected: bool) -> float:
    total, hit = n.sum(axis=0).astype(float), x.sum(axis=0)
    several = total > 1
    gap = abs(float((x[0] - n[0] * hit / np.maximum(total, 1)).sum()))
    parts = (n[0] * n[1] * hit * (total - hit))[several] / (total**2 * (total - 1))[several]
    variance = float(parts.sum())
    if not variance > 0:
        return math.nan
    return (gap - min(0.5, gap) * corrected) ** 2 / variance


def _common_odds(x: Counts, n: Counts, confidence: float) -> tuple[float, float, float, float]:
    """Estimate, limits, and the standard error of its logarithm."""
    a, b, total = x[0].astype(float), (n[0] - x[0]).astype(float), n.sum(axis=0).astype(float)
    c, d = x[1].astype(float), (n[1] - x[1]).astype(float)
    r, s = a * d / total, b * c / total
    p, q = (a + d) / total, (b + c) / total
    top, bottom = float(r.sum()), float(s.sum())
    if not top and not bottom:
        return math.nan, math.nan, math.nan, math.nan
    if not top or not bottom:
        return (math.inf if top else 0.0), math.nan, math.nan, math.nan
    variance = (
        float((p * r).sum()) / (2 * top**2)
        + float((p * s + q * r).sum()) / (2 * top * bottom)
        + float((q * s).sum()) / (2 * bottom**2)
    )
    log, error = math.log(top / bottom), math.sqrt(variance)
    half = float(ndtri(1 - (1 - confidence) / 2)) * error
    return math.exp(log), math.exp(log - half), math.exp(log + half), error


def _common_difference(x: Counts, n: Counts, confidence: float) -> tuple[float, float, float, float]:
    """Estimate, limits and standard error."""
    total = n.sum(axis=0).astype(float)
    weight = n[0] * n[1] / total
    whole = float(weight.sum())
    if not whole:
        return math.nan, math.nan, math.nan, math.nan
    estimate = float(((x[0] * n[1] - x[1] * n[0]) / total).sum()) / whole
    n1, n2 = n.astype(float)
    slope = (n1**2 * x[1] - n2**2 * x[0] + n1 * n2 * (n2 - n1) / 2) / total**2
    level = (x[0] * (n2 - x[1]) + x[1] * (n1 - x[0])) / (2 * total)
    error = math.sqrt(max(0.0, estimate * float(slope.sum()) + float(level.sum()))) / whole
    half = float(ndtri(1 - (1 - confidence) / 2)) * error
    return estimate, estimate - half, estimate + half, error
