"""Events of the first group given the margins of one or more two-by-two tables, for any common odds ratio.

The exact basis of Fisher's odds ratio and of the exact Cochran-Mantel-Haenszel test: a non-central hypergeometric law,
convolved over strata.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

Numbers = NDArray[np.float64]

_TIE = 1e-7
"""Relative slack within which two chances are the same, as in R."""
_FARTHEST = 600.0
"""Largest log odds ratio that is looked at."""


class Conditional(NamedTuple):
    """All possible sums over strata of the first group's events."""

    sums: NDArray[np.int64]
    log_ways: Numbers
    """Log chance of each at an odds ratio of 1, up to a constant."""

    def log_chance(self, log_odds: float) -> Numbers:
        """Log chance of each sum at one common log odds ratio."""
        log = self.log_ways + self.sums * log_odds
        found: Numbers = log - logsumexp(log)
        return found

    def mean(self, log_odds: float) -> float:
        """Mean sum at one common log odds ratio."""
        return float(np.exp(self.log_chance(log_odds)) @ self.sums)

    def tail(self, log_odds: float, observed: int, upper: bool) -> float:
        """Chance of a sum at least (upper) or at most the observed one."""
        log = self.log_chance(log_odds)
        return float(np.exp(log[self.sums >= observed if upper else self.sums <= observed]).sum())


def conditional(events: NDArray[np.int64], n: NDArray[np.int64]) -> Conditional:
    """The law of the first group's events, summed over strata.

    Parameters
    ----------
    events, n
        `[group, stratum]`; two groups.
    """
    start, log_ways = 0, np.zeros(1)
    for (n1, n2), hit in zip(n.T, events.sum(axis=0), strict=True):
        lowest, highest = max(0, hit - n2), min(n1, hit)
        k = np.arange(lowest, highest + 1)
        log = _log_comb(n1, k) + _log_comb(n2, hit - k)
        start, log_ways = start + int(lowest), _together(log_ways, log - log.max())
    return Conditional(start + np.arange(len(log_ways)), log_ways)


def _together(first: Numbers, second: Numbers) -> Numbers:
    """Log of the convolution of two laws given by their logs."""
    if len(first) == 1 or len(second) == 1:
        return first + second
    found = np.full(len(first) + len(second) - 1, -np.inf)
    for shift, log in enumerate(second):
        found[shift : shift + len(first)] = np.logaddexp(found[shift : shift + len(first)], first + log)
    return found


def _log_comb(n: int, k: NDArray[np.int64]) -> Numbers:
    found: Numbers = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return found


def likeliest(law: Conditional, observed: int) -> float:
    """The odds ratio whose mean sum is the observed one: the conditional maximum-likelihood estimate."""
    if len(law.sums) == 1:
        return float("nan")
    if observed == law.sums[0]:
        return 0.0
    if observed == law.sums[-1]:
        return float("inf")
    return _solved(lambda log_odds: law.mean(log_odds) - observed)


def limits(law: Conditional, observed: int, confidence: float) -> tuple[float, float]:
    """Exact limits of the odds ratio, half of the error on each side; 0 or infinity where nothing bounds it."""
    tail = (1.0 - confidence) / 2.0
    low, high = 0.0, float("inf")
    if observed > law.sums[0]:
        low = _solved(lambda log_odds: law.tail(log_odds, observed, upper=True) - tail)
    if observed < law.sums[-1]:
        high = _solved(lambda log_odds: tail - law.tail(log_odds, observed, upper=False))
    return low, high


def _solved(rising: Callable[[float], float]) -> float:
    """The odds ratio at which a rising function of its logarithm is 0."""
    from scipy.optimize import brentq  # takes long to load

    reach = 1.0
    while (rising(-reach) > 0 or rising(reach) < 0) and reach < _FARTHEST:
        reach *= 2.0
    return float(np.exp(brentq(rising, -reach, reach, xtol=1e-13, rtol=1e-13)))


def p_value(law: Conditional, observed: int, alternative: str, log_odds: float = 0.0) -> float:
    """Chance of sums as extreme: two-sided those no more probable than the observed one."""
    if alternative != "two-sided":
        return min(1.0, law.tail(log_odds, observed, upper=alternative == "greater"))
    chance = np.exp(law.log_chance(log_odds))
    own = chance[observed - law.sums[0]]
    return float(min(1.0, chance[chance <= own * (1.0 + _TIE)].sum()))
