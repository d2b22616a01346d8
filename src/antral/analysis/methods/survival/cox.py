"""Hazard ratios adjusted for covariates and strata (Cox 1972), also where one of them is infinite."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, ndtr, ndtri

from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.result import Result
from antral.analysis.methods.survival.kaplan_meier import CENSORING
from antral.analysis.methods.survival.partial_likelihood import TIES, Data, Peak, maximise, moments, partial_likelihood
from antral.analysis.methods.survival.sample import Sample, sample
from antral.core import InputError

COX: Final = "Cox regression"
_ENDLESS: Final = 1e-3
"""A coefficient whose last step, times its covariate's standard deviation, is longer has no finite estimate."""
_FARTHEST: Final = 100
"""A coefficient times its covariate's standard deviation that is beyond has no finite value."""
_ALIASED: Final = 1e-9
"""A covariate is left out where less than this share of its information is its own."""

Numbers = NDArray[np.float64]


class Test(NamedTuple):
    """A test of all coefficients together."""

    statistic: float
    df: int
    p_value: float


@dataclass(frozen=True)
class Cox:
    """A fitted model."""

    hazard_ratios: Mapping[str, Result]
    """By covariate; `details` has the coefficient and its standard error."""
    wald: Test
    """NaN where a coefficient is infinite."""
    score: Test
    likelihood_ratio: Test
    log_likelihood: float
    log_likelihood_without: float
    """With all coefficients 0."""
    concordance: float
    """Harrell's C: share of pairs in which the woman with the higher hazard had her event first; ties count half."""
    events: int
    n: int
    left_out: int
    notes: tuple[str, ...] = field(default=())


def cox(
    time: ArrayLike,
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    *,
    stratum: ArrayLike | None = None,
    ties: str = "efron",
    level: float = 0.95,
) -> Cox:
    """Hazard ratios for a step of 1 in each covariate.

    Where all events come in one group the likelihood rises for ever: the estimate is then 0 or infinite, its limits
    come from the profile of the likelihood, one of them infinite too (both where other covariates can make up for it),
    and its p-value from the likelihood ratio. Where a covariate tells nothing (no event, constant, or a combination of
    those before it) its numbers are NaN.

    Parameters
    ----------
    time, event, stratum
        `[woman]`; event is 1 where it came, 0 where she was censored.
    covariates
        Numbers by name, `[woman]` each; a group is a covariate of 0 and 1.
    ties
        `efron`, `breslow` or `exact`.

    Raises
    ------
    InputError
        As `sample`; no covariate, one of another length, or a way with ties that does not exist.
    """
    if ties not in TIES:
        raise InputError(f"ties: wanted one of {', '.join(TIES)}; got {ties!r}.")
    if not covariates:
        raise InputError("covariates: at least one was wanted.")
    women, x = _complete(time, event, covariates, stratum)
    data = Data(x - x.mean(axis=0), moments(women.time, women.status, women.stratum), ties)
    nothing = np.zeros(x.shape[1])
    start = partial_likelihood(data, nothing)
    kept = _told_apart(start.information, np.asarray((data.covariates**2).sum(axis=0)))
    peak = maximise(data, nothing, kept)
    scale = np.maximum(x.std(axis=0), 1e-300)
    endless = kept & ((np.abs(peak.last_step) * scale > _ENDLESS) | (np.abs(peak.coefficients) * scale > _FARTHEST))
    ratios = {name: _ratio(name, at, data, peak, kept, endless, women, level) for at, name in enumerate(covariates)}
    df = int(kept.sum())
    inner = np.ix_(kept, kept)
    finite = df > 0 and not endless.any()
    b, u = peak.coefficients[kept], start.slope[kept]
    wald = float(b @ peak.value.information[inner] @ b) if finite else math.nan
    score = float(u @ np.linalg.solve(start.information[inner], u)) if df else math.nan
    gain = 2 * (peak.value.height - start.height) if df else math.nan
    return Cox(
        hazard_ratios=ratios,
        wald=_test(wald, df),
        score=_test(score, df),
        likelihood_ratio=_test(gain, df),
        log_likelihood=peak.value.height,
        log_likelihood_without=start.height,
        concordance=_concordance(women, data.covariates @ peak.coefficients),
        events=int(women.status.sum()),
        n=len(women.time),
        left_out=women.left_out,
        notes=women.notes,
    )


def _complete(
    time: ArrayLike, event: ArrayLike, covariates: Mapping[str, ArrayLike], stratum: ArrayLike | None
) -> tuple[Sample, Numbers]:
    """The women of whom everything is known, and their covariates `[woman, covariate]`."""
    times = np.asarray(time, dtype=float)
    columns = []
    for name, given in covariates.items():
        column = np.asarray(given, dtype=float)
        if column.shape != times.shape:
            raise InputError(f"covariate {name}: wanted one value for each of {len(times)} women; got {column.shape}.")
        columns.append(column)
    x = np.stack(columns, axis=1)
    if np.isinf(x).any():
        raise InputError("covariates: wanted finite values; got an infinite one.")
    known = ~np.isnan(x).any(axis=1)
    women = sample(np.where(known, times, np.nan), event, None, stratum)
    if women.left_out == 0:
        return women, x
    number = sample(np.where(known, times, np.nan), event, np.arange(len(times)), stratum)  # who they are
    return women, x[[int(name) for name in number.names]][number.group]


def _told_apart(information: Numbers, own: Numbers) -> NDArray[np.bool_]:
    """Covariates that tell something that those before them do not."""
    kept = np.zeros(len(own), dtype=bool)
    for at in range(len(own)):
        inner = np.ix_(kept, kept)
        rest = information[at, at]
        if kept.any():
            rest = rest - information[at, kept] @ np.linalg.solve(information[inner], information[kept, at])
        kept[at] = rest > _ALIASED * max(own[at], 1e-300) / len(own)
    return kept


def _ratio(
    name: str,
    at: int,
    data: Data,
    peak: Peak,
    kept: NDArray[np.bool_],
    endless: NDArray[np.bool_],
    women: Sample,
    level: float,
) -> Result:
    """The hazard ratio of one covariate."""
    z = float(ndtri(1 - (1 - level_of(level)) / 2))
    coefficient = error = low = high = p = math.nan
    interval, notes = "Wald interval", women.notes
    if not kept[at]:
        why = "there is no event" if not data.moments else "it does not vary, or follows from those before it"
        notes = (*notes, f"{name} tells nothing: {why}")
    elif endless[at]:
        coefficient = math.copysign(math.inf, peak.coefficients[at])
        low, high, p = _profile(at, data, peak, kept, z)
        interval = "profile likelihood interval, p-value by likelihood ratio"
        notes = (
            *notes,
            "the likelihood rises for ever, as all events come at one end: no finite estimate",
        )
    else:
        inner = np.flatnonzero(kept & ~endless)
        place = int(np.searchsorted(inner, at))
        variance = np.linalg.inv(peak.value.information[np.ix_(inner, inner)])[place, place]
        coefficient, error = float(peak.coefficients[at]), math.sqrt(variance)
        low, high = coefficient - z * error, coefficient + z * error
        p = 2 * float(ndtr(-abs(coefficient / error)))
    return Result(
        method=f"{COX}, {TIES[data.ties]}, {interval}",
        effect=f"hazard ratio for a step of 1 in {name}",
        estimate=_exp(coefficient),
        low=_exp(low),
        high=_exp(high),
        p_value=p,
        confidence=level,
        statistic=coefficient / error if math.isfinite(error) else math.nan,
        n={"women": len(women.time), "events": int(women.status.sum())},
        left_out=women.left_out,
        assumptions=(CENSORING, "hazards in a constant ratio", "enough events for a normal limit"),
        notes=notes,
        details={"coefficient": coefficient, "standard error": error},
    )


def _exp(value: float) -> float:
    return math.inf if value > 700 else math.exp(value)


def _profile(at: int, data: Data, peak: Peak, kept: NDArray[np.bool_], z: float) -> tuple[float, float, float]:
    """Limits and p-value of a coefficient that has no finite estimate, from the profile of the likelihood."""
    others = kept.copy()
    others[at] = False
    side = math.copysign(1.0, peak.coefficients[at])

    warm = np.zeros(len(others))

    def below(coefficient: float) -> float:
        """How far the profile lies below the peak, less what an interval allows."""
        found = []
        for start in (np.zeros(len(others)), warm):  # from nothing, and from where the last search ended
            start[at] = coefficient
            found.append(maximise(data, start, others))
        best = max(found, key=lambda one: one.value.height)
        warm[:] = best.coefficients
        return peak.value.height - best.value.height - z * z / 2

    step = 1.0 / max(float(data.covariates[:, at].std()), 1e-300)
    near, far, farthest = 0.0, 0.0, _FARTHEST * step
    while below(near) > 0 and abs(near) < farthest:  # ever nearer to the peak, then ever farther from it
        near += side * step
    far = near
    while below(far) <= 0 and abs(far - near) < farthest:
        far -= side * step
    p = float(chdtrc(1, max(2 * (below(0.0) + z * z / 2), 0.0)))
    if below(near) > 0 or below(far) <= 0:  # other coefficients make up for any value of this one
        return -math.inf, math.inf, p
    from scipy.optimize import brentq  # takes long to load

    finite = float(brentq(below, min(near, far), max(near, far), xtol=1e-10 * step))
    return (finite, math.inf, p) if side > 0 else (-math.inf, finite, p)


def _test(statistic: float, df: int) -> Test:
    return Test(statistic, df, float(chdtrc(df, statistic)) if df else math.nan)


def _concordance(women: Sample, score: Numbers) -> float:
    """Pairs of one stratum whose order is known: the first had the event, the other was followed longer."""
    time, event = women.time, women.status == 1
    later = (time[np.newaxis, :] > time[:, np.newaxis]) | ((time[np.newaxis, :] == time[:, np.newaxis]) & ~event)
    pairs = event[:, np.newaxis] & later & (women.stratum[:, np.newaxis] == women.stratum)
    gap = np.where(np.abs(score[:, np.newaxis] - score) < 1e-9, 0.0, score[:, np.newaxis] - score)
    good, even, all_of_them = (pairs & (gap > 0)).sum(), (pairs & (gap == 0)).sum(), pairs.sum()
    return float((good + even / 2) / all_of_them) if all_of_them else math.nan
