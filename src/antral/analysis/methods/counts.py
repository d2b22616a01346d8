"""Exact tests of how many women had an event in each arm, given how many had one in all.

Allocations of the same women to the same arm sizes make the counts multivariate hypergeometric; all outcomes are
enumerated, so p-values are exact, and so is the attained size: the chance that the test rejects where every arm has the
same true share. With 4, 4 and 4 women that chance is far below the nominal 5 %.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from scipy.special import gammaln

EXACT_TREND = "exact dose trend of counts (Cochran-Armitage statistic, conditional, two-sided by distance)"
FISHER = "Fisher's exact test (two-sided by probability)"

_TOLERANCE = 1e-7
_STATES_LIMIT = 20_000_000


class Outcomes(NamedTuple):
    """All distinguishable outcomes: events in all, and the statistic (sum of score × events)."""

    events: NDArray[np.int64]  # [outcome]
    statistic: NDArray[np.float64]  # [outcome]
    log_ways: NDArray[np.float64]  # [outcome], log of the number of sets of women with this outcome
    p_value: NDArray[np.float64]  # [outcome]


def _log_comb(n: int, k: NDArray[np.int64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return result


@lru_cache(maxsize=512)
def outcomes(sizes: tuple[int, ...], arm_scores: tuple[float, ...], rule: str = "distance") -> Outcomes | None:
    """Every outcome with its p-value, or None where they are too many to enumerate.

    Parameters
    ----------
    rule
        Which outcomes are as extreme as the observed one: `distance` of the statistic from its mean (two-sided),
        `probability` no larger (Fisher's test as R computes it), `larger` or `smaller` statistic (one-sided).
    """
    events, statistic, log_ways = np.zeros(1, np.int64), np.zeros(1), np.zeros(1)
    for size, score in zip(sizes, arm_scores, strict=True):
        if len(events) * (size + 1) > _STATES_LIMIT:
            return None
        k = np.arange(size + 1)
        events = np.add.outer(events, k).ravel()
        statistic = np.add.outer(statistic, score * k).ravel()
        log_ways = np.add.outer(log_ways, _log_comb(size, k)).ravel()
        events, statistic, log_ways = _merge(events, statistic, log_ways)
    n = sum(sizes)
    mean_score = float(np.dot(sizes, arm_scores)) / n if n else 0.0
    table = Outcomes(events, statistic, log_ways, np.ones(len(events)))
    return table._replace(p_value=_p_values(table, n, mean_score, rule))


def _merge(
    events: NDArray[np.int64], statistic: NDArray[np.float64], log_ways: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Outcomes with the same events and statistic become one; sorted by events, then statistic."""
    order = np.lexsort((statistic, events))
    events, statistic, log_ways = events[order], statistic[order], log_ways[order]
    scale = max(1.0, float(np.abs(statistic).max()))
    new = np.r_[True, (np.diff(events) > 0) | (np.diff(statistic) > 1e-9 * scale)]
    starts = np.flatnonzero(new)
    largest = np.maximum.reduceat(log_ways, starts)
    group = np.cumsum(new) - 1
    ways = np.add.reduceat(np.exp(log_ways - largest[group]), starts)
    return events[starts], statistic[starts], largest + np.log(ways)


def _p_values(table: Outcomes, n: int, mean_score: float, rule: str) -> NDArray[np.float64]:
    """The p-value of each outcome of n women, given the events in all."""
    events, statistic, log_ways, _ = table
    p = np.ones(len(events))
    for total in range(n + 1):
        rows = slice(*np.searchsorted(events, [total, total + 1]))
        probability = np.exp(log_ways[rows] - _log_comb(n, np.array([total]))[0])
        if rule == "probability":
            extreme = -probability
            slack = _TOLERANCE * probability
        else:
            extreme = statistic[rows] - total * mean_score
            extreme = {"larger": extreme, "smaller": -extreme}.get(rule, np.abs(extreme))
            slack = np.full(len(extreme), _TOLERANCE * max(1e-300, float(np.abs(extreme).max())))
        order = np.argsort(extreme)
        tail = np.r_[np.cumsum(probability[order][::-1])[::-1], 0.0]
        p[rows] = np.minimum(tail[np.searchsorted(extreme[order], extreme - slack, side="left")], 1.0)
    return p


def p_values(
    events: NDArray[np.int64], sizes: tuple[int, ...], arm_scores: tuple[float, ...], rule: str = "distance"
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Statistic about its mean and two-sided p-value of many trials with the same arm sizes.

    Parameters
    ----------
    events
        `[trial, arm]`, women with the event.

    Returns
    -------
    `[trial]` each; NaN where no two arms with women differ in score.
    """
    sizes, arm_scores, events = *merged(sizes, arm_scores), events @ _membership(arm_scores)
    total = events.sum(axis=1)
    score = np.asarray(arm_scores, dtype=float)
    mean_score = float(np.dot(sizes, score)) / max(sum(sizes), 1)
    statistic: NDArray[np.float64] = events @ score
    about_mean = statistic - total * mean_score
    table = outcomes(sizes, arm_scores, rule)
    if table is None or len({s for s, size in zip(arm_scores, sizes, strict=True) if size}) < 2:
        return about_mean, np.full(len(total), np.nan)
    # one increasing key for (events, statistic): the table is sorted by it
    width = float(table.statistic.max() - table.statistic.min()) + 1.0
    keys = table.events * (2 * width) + table.statistic
    wanted = total * (2 * width) + statistic
    nearest = np.searchsorted(keys, wanted - 1e-6 * np.maximum(1.0, np.abs(score).max()), side="left")
    return about_mean, table.p_value[np.minimum(nearest, len(keys) - 1)]


def merged(sizes: tuple[int, ...], arm_scores: tuple[float, ...]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Arms with the same score become one: they are exchangeable to the test, and fewer arms are faster."""
    together = np.asarray(sizes, dtype=np.int64) @ _membership(arm_scores)
    return tuple(int(n) for n in together), tuple(sorted(set(arm_scores)))


def _membership(arm_scores: tuple[float, ...]) -> NDArray[np.int64]:
    """Which arm has which distinct score; `[arm, score]`."""
    return np.array([[score == one for one in sorted(set(arm_scores))] for score in arm_scores], dtype=np.int64)


class Size(NamedTuple):
    """How often a discrete test rejects where every arm has the same true share."""

    at_share: float  # at the share asked for
    largest: float  # over all shares
    share_of_largest: float


def attained_size(
    sizes: tuple[int, ...], arm_scores: tuple[float, ...], alpha: float, share: float, rule: str = "distance"
) -> Size | None:
    """The enumerated size of the test at one true share, and its largest over all; None if not enumerable."""
    table = outcomes(sizes, arm_scores, rule)
    if table is None:
        return None
    n = sum(sizes)
    rejected = table.p_value <= alpha * (1 + 1e-12)
    log_ways = np.full(n + 1, -np.inf)
    np.logaddexp.at(log_ways, table.events[rejected], table.log_ways[rejected])

    def size(p: float) -> float:
        k = np.arange(n + 1)
        return float(np.exp(log_ways + k * np.log(p) + (n - k) * np.log1p(-p)).sum())

    grid = np.linspace(0.005, 0.995, 199)
    best = float(grid[np.argmax([size(p) for p in grid])])
    found = optimize.minimize_scalar(
        lambda p: -size(p), bounds=(max(best - 0.005, 1e-6), min(best + 0.005, 1 - 1e-6)), method="bounded"
    )
    at = size(share) if 0 < share < 1 else 0.0
    return Size(at_share=at, largest=max(-float(found.fun), size(best)), share_of_largest=float(found.x))
