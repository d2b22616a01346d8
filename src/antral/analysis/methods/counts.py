"""Exact tests of how many women had an event in each arm, given how many had one in all.

Allocations of the same women to the same arm sizes make the counts multivariate hypergeometric; all outcomes are
enumerated, so p-values are exact, and so is the attained size: the chance that the test rejects where every arm has the
same true share. With 4, 4 and 4 women that chance is far below the nominal 5 %.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from antral.analysis.methods import two_groups

EXACT_TREND = "exact dose trend of counts (Cochran-Armitage statistic, conditional on their sum)"
FISHER = "Fisher's exact test"
RULES = {
    "distance": "two-sided by distance",
    "probability": "two-sided by probability",
    "larger": "one-sided",
    "smaller": "one-sided",
    **{
        rule: alternative.replace("greater", "one-sided").replace("less", "one-sided")
        for rule, (_, alternative) in two_groups.TWO_GROUPS.items()
    },
}
"""Which outcomes are as extreme as the observed one, in words."""

_TOLERANCE = 1e-7
_STATES_LIMIT = 10_000_000


class Outcomes(NamedTuple):
    """All distinguishable outcomes: events in all, and the statistic (sum of score × events)."""

    events: NDArray[np.int64]  # [outcome]
    statistic: NDArray[np.float64]  # [outcome]
    log_ways: NDArray[np.float64]  # [outcome], log of the number of sets of women with this outcome
    p_value: NDArray[np.float64]  # [outcome]


def _log_comb(n: int, k: NDArray[np.int64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return result


def _ways(
    sizes: tuple[int, ...], arm_scores: tuple[float, ...]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]] | None:
    """Events in all, statistic and log of the number of sets of women, for every outcome of some arms."""
    events, statistic, log_ways = np.zeros(1, np.int64), np.zeros(1), np.zeros(1)
    for size, score in zip(sizes, arm_scores, strict=True):
        if len(events) * (size + 1) > _STATES_LIMIT:
            return None
        k = np.arange(size + 1)
        events = np.add.outer(events, k).ravel()
        statistic = np.add.outer(statistic, score * k).ravel()
        log_ways = np.add.outer(log_ways, _log_comb(size, k)).ravel()
        events, statistic, log_ways = _merge(events, statistic, log_ways)
    return events, statistic, log_ways


@lru_cache(maxsize=64)
def outcomes(sizes: tuple[int, ...], arm_scores: tuple[float, ...], rule: str = "distance") -> Outcomes | None:
    """Every outcome with its p-value, or None where they are too many to enumerate.

    Parameters
    ----------
    rule
        Which outcomes are as extreme as the observed one: `distance` of the statistic from its mean (two-sided),
        `probability` no larger (Fisher's test as R computes it), `larger` or `smaller` statistic (one-sided).
    """
    ways = _ways(sizes, arm_scores)
    if ways is None:
        return None
    events, statistic, log_ways = ways
    p = np.ones(len(events))
    for total in range(sum(sizes) + 1):
        rows = slice(*np.searchsorted(events, [total, total + 1]))
        p[rows] = _tails(statistic[rows], log_ways[rows], _mean(sizes, arm_scores, total), rule)
    return Outcomes(events, statistic, log_ways, p)


@lru_cache(maxsize=8192)
def _given_total(
    sizes: tuple[int, ...], arm_scores: tuple[float, ...], total: int, rule: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Possible statistics in rising order, and their p-values, for one number of events in all."""
    ways = _ways(sizes[:-1], arm_scores[:-1])
    if ways is None:
        return None
    last = total - ways[0]
    possible = (last >= 0) & (last <= sizes[-1])
    _, statistic, log_ways = _merge(
        np.full(int(possible.sum()), total),
        ways[1][possible] + arm_scores[-1] * last[possible],
        ways[2][possible] + _log_comb(sizes[-1], last[possible]),
    )
    return statistic, _tails(statistic, log_ways, _mean(sizes, arm_scores, total), rule)


def _mean(sizes: tuple[int, ...], arm_scores: tuple[float, ...], total: int) -> float:
    """The statistic's mean over allocations."""
    n = sum(sizes)
    return total * float(np.dot(sizes, arm_scores)) / n if n else 0.0


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


def _tails(
    statistic: NDArray[np.float64], log_ways: NDArray[np.float64], mean: float, rule: str
) -> NDArray[np.float64]:
    """The p-value of each outcome, all having the same number of events."""
    probability = np.exp(log_ways - log_ways.max())
    probability /= probability.sum()
    if rule == "probability":
        extreme, slack = -probability, _TOLERANCE * probability
    else:
        extreme = statistic - mean
        extreme = {"larger": extreme, "smaller": -extreme}.get(rule, np.abs(extreme))
        slack = np.full(len(extreme), _TOLERANCE * max(1e-300, float(np.abs(extreme).max())))
    order = np.argsort(extreme)
    tail = np.r_[np.cumsum(probability[order][::-1])[::-1], 0.0]
    p: NDArray[np.float64] = tail[np.searchsorted(extreme[order], extreme - slack, side="left")]
    return np.minimum(p, 1.0)


def p_values(
    events: NDArray[np.int64], sizes: tuple[int, ...], arm_scores: tuple[float, ...], rule: str = "distance"
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Statistic about its mean and p-value of many trials with the same arm sizes.

    Parameters
    ----------
    events
        `[trial, arm]`, women with the event.

    Returns
    -------
    `[trial]` each; NaN where no two arms with women differ in score, or where outcomes are too many to enumerate.
    """
    (sizes, arm_scores), events = merged(sizes, arm_scores), events @ _membership(arm_scores)
    total, statistic = events.sum(axis=1), events @ np.asarray(arm_scores, dtype=float)
    about_mean = statistic - np.array([_mean(sizes, arm_scores, int(number)) for number in total])
    p = np.full(len(total), np.nan)
    if sum(size > 0 for size in sizes) < 2:
        return about_mean, p
    if rule in two_groups.TWO_GROUPS:
        return about_mean, two_groups.p_values(rule, events, sizes)
    scale = max(1.0, float(np.abs(arm_scores).max())) * max(1, sum(sizes))
    for number in np.unique(total):
        found = _given_total(sizes, arm_scores, int(number), rule)
        if found is not None:
            chosen = total == number
            p[chosen] = found[1][np.searchsorted(found[0], statistic[chosen] - 1e-8 * scale)]
    return about_mean, p


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


@lru_cache(maxsize=8192)
def size_at(
    sizes: tuple[int, ...], arm_scores: tuple[float, ...], alpha: float, share: float, rule: str = "distance"
) -> float | None:
    """The enumerated size of the test at one true share; None if not enumerable."""
    log_ways = _rejected(sizes, arm_scores, alpha, rule)
    return None if log_ways is None else _size(log_ways, share)


@lru_cache(maxsize=256)
def attained_size(
    sizes: tuple[int, ...], arm_scores: tuple[float, ...], alpha: float, share: float, rule: str = "distance"
) -> Size | None:
    """The enumerated size of the test at one true share, and its largest over all; None if not enumerable."""
    from scipy import optimize  # takes as long to load as numba's code

    log_ways = _rejected(sizes, arm_scores, alpha, rule)
    if log_ways is None:
        return None
    grid = np.linspace(0.005, 0.995, 199)
    best = float(grid[np.argmax([_size(log_ways, p) for p in grid])])
    found = optimize.minimize_scalar(
        lambda p: -_size(log_ways, p), bounds=(max(best - 0.005, 1e-6), min(best + 0.005, 1 - 1e-6)), method="bounded"
    )
    largest = max(-float(found.fun), _size(log_ways, best))
    return Size(at_share=_size(log_ways, share), largest=largest, share_of_largest=float(found.x))


@lru_cache(maxsize=4096)
def _rejected(
    sizes: tuple[int, ...], arm_scores: tuple[float, ...], alpha: float, rule: str
) -> NDArray[np.float64] | None:
    """Log of the number of sets of women that the test rejects, by how many have the event; None if not enumerable."""
    if rule in two_groups.TWO_GROUPS:
        tables, ways = two_groups.every_table(sizes)
        events, p = tables.sum(axis=1), two_groups.p_values(rule, tables, sizes)
    else:
        table = outcomes(sizes, arm_scores, rule)
        if table is None:
            return None
        events, ways, p = table.events, table.log_ways, table.p_value
    rejected = p <= alpha * (1 + 1e-12)
    log_ways = np.full(sum(sizes) + 1, -np.inf)
    np.logaddexp.at(log_ways, events[rejected], ways[rejected])
    return log_ways


def _size(log_ways: NDArray[np.float64], share: float) -> float:
    """Chance of rejection where every woman has the event with one true share."""
    if not 0 < share < 1:
        return 0.0
    k = np.arange(len(log_ways))
    return float(np.exp(log_ways + k * np.log(share) + (len(k) - 1 - k) * np.log1p(-share)).sum())
