"""Events for each woman-year (or other time): one rate, the ratio of two and their difference, many trials at once.

Events are taken as a Poisson process: independent, at one rate. A woman with many events makes the intervals too
narrow; then count first events only, with the time up to them.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv, ndtr, ndtri, pdtr

from antral.analysis.methods.binary.tables import at_most
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.proportion import clopper_pearson
from antral.analysis.methods.result import Result
from antral.core import InputError

RATE = "exposure-adjusted rate, Garwood exact Poisson interval"
RATE_RATIO = "ratio of two rates, exact conditional (binomial) interval and test"
RATE_DIFFERENCE = "difference of two rates, score interval and test (Miettinen and Nurminen)"

_STEPS = 100
_POISSON = "events are independent, at one rate in each group (Poisson); a few women with many events break this"

Numbers = NDArray[np.float64]
Limits = tuple[Numbers, Numbers]


class Compared(NamedTuple):
    """Estimate, limits and two-sided p-value of many trials; NaN where there is none."""

    estimate: Numbers
    low: Numbers
    high: Numbers
    p_value: Numbers


def poisson_limits(events: ArrayLike, time: ArrayLike, level: float = 0.95) -> Limits:
    """Exact limits of a rate; the coverage is at least `level`.

    Source: Garwood 1936, Biometrika 28:437.

    Parameters
    ----------
    events, time
        Numbers of events, and time watched in all; any shape.

    Returns
    -------
    Per unit of time; NaN where nobody was watched.
    """
    x, watched = _seen(events, time)
    tail = (1.0 - level_of(level)) / 2.0
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(x > 0, gammaincinv(np.maximum(x, 1e-300), tail), 0.0) / watched
        high = gammaincinv(x + 1.0, 1.0 - tail) / watched
    shown = watched > 0
    return np.where(shown, low, np.nan), np.where(shown, high, np.nan)


def rate(*, events: int, time: float, null: float | None = None, confidence: float = 0.95) -> Result:
    """Events for each unit of time watched.

    Parameters
    ----------
    events, time
        Number of events, and the time all women together were watched, such as in years.
    null
        True rate that the p-value tests (twice the smaller tail, which the interval inverts).
    """
    if null is not None and not 0 < null < math.inf:
        raise InputError(f"null = {null!r}: a rate above 0 was wanted.")
    low, high = (float(limit) for limit in poisson_limits(events, time, level_of(confidence)))
    p = math.nan
    if null is not None and time > 0:
        above = 1.0 - float(pdtr(events - 1, null * time)) if events else 1.0
        p = min(1.0, 2.0 * min(float(pdtr(events, null * time)), above))
    return Result(
        method=RATE,
        effect="events for each unit of time",
        estimate=events / time if time > 0 else math.nan,
        low=low,
        high=high,
        p_value=p,
        confidence=confidence,
        assumptions=(_POISSON, "the interval's coverage is at least its confidence"),
        notes=() if time > 0 else ("nobody was watched: no rate can be estimated",),
        details={"events": float(events), "time": float(time)},
    )


def rate_ratios(events: ArrayLike, time: ArrayLike, level: float = 0.95) -> Compared:
    """First rate over second, given how many events there were in all; exact.

    The first group's events are then binomial. The p-value is twice the smaller tail, which the interval inverts (R's
    `poisson.test` adds outcomes that are no more probable instead).

    Source: Przyborowski and Wilenski 1940, Biometrika 31:313; Clopper and Pearson 1934.

    Parameters
    ----------
    events, time
        `[group, ...]`; two groups.
    """
    x, watched = _seen(events, time, groups=2)
    total = x.sum(axis=0)
    low, high = clopper_pearson(x[0], total, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = watched[1] / watched[0]
        estimate = scale * x[0] / x[1]
        low, high = scale * low / (1.0 - low), scale * high / (1.0 - high)
        share = watched[0] / watched.sum(axis=0)
    shown = (watched > 0).all(axis=0)
    share = np.where(shown, share, 0.5)
    p = np.minimum(1.0, 2.0 * np.minimum(at_most(x[0], total, share), 1.0 - at_most(x[0] - 1, total, share)))
    some = shown & (total > 0)
    return Compared(
        np.where(some, estimate, np.nan),
        np.where(some, low, np.where(shown, 0.0, np.nan)),
        np.where(some, high, np.where(shown, np.inf, np.nan)),
        np.where(shown, p, np.nan),
    )


def rate_differences(events: ArrayLike, time: ArrayLike, level: float = 0.95) -> Compared:
    """First rate less second, by inverting the score test; coverage near `level`, also with no event.

    Source: Miettinen and Nurminen 1985, Stat Med 4:213 (rates).

    Parameters
    ----------
    events, time
        `[group, ...]`; two groups.
    """
    x, watched = _seen(events, time, groups=2)
    shown = (watched > 0).all(axis=0)
    watched = np.where(shown, watched, 1.0)
    estimate = x[0] / watched[0] - x[1] / watched[1]
    limit = float(ndtri(1 - (1 - level_of(level)) / 2))
    reach = (limit + np.sqrt(x.sum(axis=0)) + 1.0) ** 2 * (1 / watched).sum(axis=0) * 4
    found = []
    for side in (-1.0, 1.0):
        inside, outside = estimate.copy(), estimate + side * reach
        for _ in range(_STEPS):
            middle = (inside + outside) / 2
            accepted = np.abs(_score(x, watched, middle)) <= limit
            inside, outside = np.where(accepted, middle, inside), np.where(accepted, outside, middle)
        found.append(np.where(shown, inside, np.nan))
    p = 2.0 * ndtr(-np.abs(_score(x, watched, np.zeros_like(estimate))))
    return Compared(np.where(shown, estimate, np.nan), found[0], found[1], np.where(shown, p, np.nan))


def _score(x: Numbers, time: Numbers, difference: Numbers) -> Numbers:
    """The score statistic of one true difference; its spread is that of the rates likeliest under it."""
    whole = time.sum(axis=0)
    slope = whole * difference - x.sum(axis=0)
    second = (-slope + np.sqrt(np.maximum(slope**2 + 4 * whole * x[1] * difference, 0.0))) / (2 * whole)
    second = np.maximum(second, np.maximum(0.0, -difference))
    variance = np.maximum(second + difference, 0.0) / time[0] + second / time[1]
    gap = x[0] / time[0] - x[1] / time[1] - difference
    with np.errstate(divide="ignore", invalid="ignore"):
        z = gap / np.sqrt(variance)
    return np.where(np.abs(gap) < 1e-14, 0.0, np.where(variance > 0, z, np.copysign(np.inf, gap)))


def rate_ratio(*, events: ArrayLike, time: ArrayLike, confidence: float = 0.95) -> Result:
    """First rate over second of one sample; `events` and `time` two each."""
    found = rate_ratios(*_pair(events, time), level_of(confidence))
    return _told(RATE_RATIO, "ratio of rates, first group over second", found, events, time, confidence)


def rate_difference(*, events: ArrayLike, time: ArrayLike, confidence: float = 0.95) -> Result:
    """First rate less second of one sample, per unit of time; `events` and `time` two each."""
    found = rate_differences(*_pair(events, time), level_of(confidence))
    return _told(RATE_DIFFERENCE, "difference of rates, first group less second", found, events, time, confidence)


def _told(method: str, effect: str, found: Compared, events: ArrayLike, time: ArrayLike, confidence: float) -> Result:
    x, watched = _pair(events, time)
    estimate, low, high, p = (float(each) for each in found)
    notes = ["a group that was not watched: nothing can be compared"] * bool(watched.min() <= 0)
    notes += ["no event in either group"] * bool(x.sum() == 0)
    return Result(
        method=method,
        effect=effect,
        estimate=estimate,
        low=low,
        high=high,
        p_value=p,
        confidence=confidence,
        assumptions=(_POISSON,),
        notes=tuple(notes),
        details={
            "events_first": float(x[0]),
            "events_second": float(x[1]),
            "time_first": float(watched[0]),
            "time_second": float(watched[1]),
        },
    )


def _pair(events: ArrayLike, time: ArrayLike) -> tuple[Numbers, Numbers]:
    x, watched = _seen(events, time, groups=2)
    if x.ndim != 1:
        raise InputError(f"events = {events!r}: two numbers were wanted, one for each group.")
    return x, watched


def _seen(events: ArrayLike, time: ArrayLike, groups: int | None = None) -> tuple[Numbers, Numbers]:
    """Events and time as arrays of one shape, or an `InputError`."""
    x, watched = (np.asarray(each, dtype=float) for each in (events, time))
    if x.shape != watched.shape or (groups is not None and (x.ndim == 0 or len(x) != groups)):
        wanted = "the same shape" if groups is None else f"{groups} groups each"
        raise InputError(f"events have the shape {x.shape}, time {watched.shape}: {wanted} was wanted.")
    if not np.all(np.isfinite(x)) or np.any(x < 0) or np.any(x != np.rint(x)):
        raise InputError(f"events = {events!r}: numbers of events were wanted, whole and not negative.")
    if not np.all(np.isfinite(watched)) or np.any(watched < 0) or np.any((watched == 0) & (x > 0)):
        raise InputError(f"time = {time!r}: the time watched was wanted, above 0 where there were events.")
    return x, watched
