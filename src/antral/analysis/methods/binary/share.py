"""One share of women: Blaker's exact interval, Jeffreys' interval, and the result for one sample by any method."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtr

from antral.analysis.methods.binary.tables import at_most, counts
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.proportion import CLOPPER_PEARSON, WILSON, Interval, clopper_pearson, wilson
from antral.analysis.methods.result import Result
from antral.core import InputError

BLAKER = "share, Blaker exact interval"
JEFFREYS = "share, Jeffreys interval (quantiles of the posterior under a beta(1/2, 1/2) prior)"

_STEPS = 60
"""Halvings of the interval searched for a limit."""

Numbers = NDArray[np.float64]


def jeffreys(events: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Equal-tailed interval of the beta posterior; its coverage is near `level` on average.

    The plain quantiles: after no event the lower limit is above 0 (some programs set it to 0).

    Source: Brown, Cai and DasGupta 2001, Stat Sci 16:101.
    """
    x, size = np.broadcast_arrays(np.asarray(events, dtype=float), np.asarray(n, dtype=float))
    tail = (1.0 - level_of(level)) / 2.0
    low, high = (betaincinv(x + 0.5, size - x + 0.5, at) for at in (tail, 1.0 - tail))
    return np.where(size > 0, low, np.nan), np.where(size > 0, high, np.nan)


def blaker(events: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Exact interval that lies within Clopper and Pearson's; the coverage is at least `level`.

    A true share is accepted where the smaller tail, with the largest opposite tail not above it, exceeds 1 - level.
    What is accepted may have gaps; the limits are its ends, found piece by piece, since between jumps the acceptability
    falls and then rises.

    Source: Blaker 2000, Can J Stat 28:783.
    """
    x, size = np.broadcast_arrays(np.asarray(events, dtype=float), np.asarray(n, dtype=float))
    flat = np.stack([x.ravel(), size.ravel()])
    cases, which = np.unique(flat, axis=1, return_inverse=True)
    low = _lower(cases[0], cases[1], level)
    high = 1.0 - _lower(cases[1] - cases[0], cases[1], level)
    none = cases[1] == 0
    low, high = np.where(none, np.nan, low), np.where(none, np.nan, high)
    return low[which.ravel()].reshape(x.shape), high[which.ravel()].reshape(x.shape)


def _lower(x: Numbers, n: Numbers, level: float) -> Numbers:
    """The lowest accepted share."""
    alpha = 1.0 - level_of(level)
    start = clopper_pearson(x, n, level)[0]
    start = np.where((x > 0) & (n > 0), start, 0.5)
    n, k = np.maximum(n, 1.0), np.minimum(np.maximum(x, 1.0), np.maximum(n, 1.0))
    opposite = np.full(len(x), -1.0)  # largest k whose lower tail at the start is not above alpha / 2
    for one in range(int(n.max(initial=1.0))):
        opposite = np.where((one < k) & (at_most(np.full_like(n, one), n, start) <= alpha / 2), one, opposite)
    end = _crossing(lambda share: 1.0 - at_most(k - 1, n, share) - at_most(opposite + 1, n, share), start, k / n)

    def accepted(share: Numbers) -> Numbers:
        return 1.0 - at_most(k - 1, n, share) + at_most(opposite, n, share) - alpha

    inside = _crossing(accepted, start, end)
    found = np.where(accepted(end) > 0, inside, end)
    return np.where(x > 0, found, 0.0)


def _crossing(rising: Callable[[Numbers], Numbers], low: Numbers, high: Numbers) -> Numbers:
    """Where a function turns positive between two ends."""
    for _ in range(_STEPS):
        middle = (low + high) / 2
        above = rising(middle) > 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return high


def blaker_p(events: int, n: int, null: float) -> float:
    """Acceptability of one true share: the p-value that Blaker's interval inverts."""
    k = np.arange(n + 1.0)
    below = at_most(k, n, null)
    above = np.r_[1.0, 1.0 - below[:-1]]
    smaller = np.minimum(below, above)
    probability = np.diff(np.r_[0.0, below])
    return float(min(1.0, probability[smaller <= smaller[events] * (1.0 + 1e-9)].sum()))


def _central_p(events: int, n: int, null: float) -> float:
    """Twice the smaller tail: what Clopper and Pearson's interval inverts."""
    below, above = float(at_most(events, n, null)), 1.0 - float(at_most(events - 1, n, null))
    return min(1.0, 2.0 * min(below, above))


def _score_p(events: int, n: int, null: float) -> float:
    """The score test that Wilson's interval inverts."""
    return float(2.0 * ndtr(-abs(events / n - null) / math.sqrt(null * (1.0 - null) / n)))


class _Method(NamedTuple):
    name: str
    interval: Callable[[ArrayLike, ArrayLike, float], Interval]
    p_value: Callable[[int, int, float], float] | None
    coverage: str


_EXACT = "the interval's coverage is at least its confidence, whatever the true share"
_NEAR = "the interval's coverage is near its confidence on average over true shares, and below it at some"
INTERVALS: Mapping[str, _Method] = MappingProxyType(
    {
        "clopper_pearson": _Method(CLOPPER_PEARSON, clopper_pearson, _central_p, _EXACT),
        "blaker": _Method(BLAKER, blaker, blaker_p, _EXACT),
        "wilson": _Method(WILSON, wilson, _score_p, _NEAR),
        "jeffreys": _Method(JEFFREYS, jeffreys, None, f"{_NEAR}; prior: beta(1/2, 1/2)"),
    }
)
"""Intervals of one share, and the test that each inverts."""


def share(
    *,
    events: int,
    n: int,
    interval: str = "clopper_pearson",
    null: float | None = None,
    confidence: float = 0.95,
) -> Result:
    """The share of women with the event.

    Parameters
    ----------
    events, n
        Women with the event, and women in all.
    interval
        A name of `INTERVALS`.
    null
        True share that the p-value tests, by the test that the interval inverts; without it there is no p-value.
    """
    found, sizes = counts(events, n)
    if found.ndim:
        raise InputError(f"events = {events!r}: one number of women was wanted.")
    if interval not in INTERVALS:
        raise InputError(f"interval = {interval!r}: one of {', '.join(INTERVALS)} was wanted.")
    if null is not None and not 0.0 < null < 1.0:
        raise InputError(f"null = {null!r}: a share between 0 and 1 was wanted.")
    method, x, size = INTERVALS[interval], int(found), int(sizes)
    low, high = method.interval(x, size, level_of(confidence))
    tested = null is not None and size > 0 and method.p_value is not None
    notes = [] if size else ["no woman: nothing can be estimated"]
    return Result(
        method=method.name,
        effect="share of women with the event",
        estimate=x / size if size else math.nan,
        low=float(low),
        high=float(high),
        p_value=method.p_value(x, size, null) if tested and method.p_value and null is not None else math.nan,
        confidence=confidence,
        n={"women": size},
        assumptions=("women are independent and share one true share", method.coverage),
        notes=tuple(notes),
        details={} if null is None else {"null": null},
    )
