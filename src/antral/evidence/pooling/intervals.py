"""Intervals of a pooled effect, of tau2, and of the effect in a new study."""

import math
from typing import Final, Literal, NamedTuple

from scipy.special import chdtri, ndtr, ndtri, stdtr, stdtrit

from antral.core import InputError
from antral.evidence.pooling.between import generalised_q, where_q_is
from antral.evidence.pooling.sample import Numbers

Interval = Literal["HKSJ", "HKSJ_adhoc", "Wald"]
Prediction = Literal["k-1", "k-2", "z"]

INTERVALS: Final = {
    "HKSJ": "Hartung-Knapp-Sidik-Jonkman",
    "HKSJ_adhoc": "Hartung-Knapp-Sidik-Jonkman, never narrower than Wald's variance",
    "Wald": "Wald z",
}
PREDICTIONS: Final = {
    "k-1": "t with k - 1 degrees of freedom (as metafor with test = t or knha)",
    "k-2": "t with k - 2 degrees of freedom (Higgins, Thompson and Spiegelhalter 2009)",
    "z": "normal (as metafor with test = z)",
}


class Limits(NamedTuple):
    """Two limits."""

    low: float
    high: float


def reach(level: float, df: float | None) -> float:
    """How many standard errors a two-sided interval reaches: normal where df is None."""
    upper = (1 + level) / 2
    if df is None:
        return float(ndtri(upper))
    return float(stdtrit(df, upper)) if df > 0 else math.nan


def around(estimate: float, se: float, level: float, df: float | None) -> Limits:
    """A symmetric interval."""
    half = reach(level, df) * se
    return Limits(estimate - half, estimate + half)


def two_sided(estimate: float, se: float, df: float | None) -> float:
    """Two-sided p-value of zero."""
    if not se > 0:
        return math.nan
    statistic = -abs(estimate) / se
    return float(2 * (ndtr(statistic) if df is None else stdtr(df, statistic)))


def check_interval(interval: str) -> None:
    """Refuse an unknown interval."""
    if interval not in INTERVALS:
        raise InputError(f"interval: {interval!r} is not known; known are {', '.join(INTERVALS)}.")


def predicted(estimate: float, se: float, tau2: float, k: int, level: float, prediction: str) -> Limits:
    """Where the true effect of a new study may lie.

    Source: Higgins, Thompson and Spiegelhalter 2009, J R Stat Soc A 172:137. With k - 2 and fewer than three studies
    there is none.
    """
    if prediction not in PREDICTIONS:
        raise InputError(f"prediction: {prediction!r} is not known; known are {', '.join(PREDICTIONS)}.")
    df = None if prediction == "z" else float(k - int(prediction[-1]))
    return around(estimate, math.sqrt(se**2 + tau2), level, df)


def q_profile(yi: Numbers, vi: Numbers, design: Numbers, level: float) -> Limits:
    """Q-profile interval of tau2 (Viechtbauer 2007, Stat Med 26:37); both 0 where no tau2 agrees with so small a Q."""
    k, p = design.shape
    if k <= p:
        return Limits(math.nan, math.nan)
    tail = (1 - level) / 2
    return Limits(*(where_q_is(yi, vi, design, float(chdtri(k - p, share))) for share in (tail, 1 - tail)))


def too_alike(yi: Numbers, vi: Numbers, design: Numbers, level: float) -> bool:
    """Whether studies agree better than chance allows, so that the interval of tau2 is empty."""
    k, p = design.shape
    return k > p and generalised_q(yi, vi, design, 0.0) < float(chdtri(k - p, (1 + level) / 2))
