"""Laws of a count of women: of one study, and of the sum of several."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, gammaln

from antral.core import InputError
from antral.evidence.pooling.sample import Numbers


@dataclass(frozen=True)
class Law:
    """How likely each count is."""

    chance: Numbers
    """Of 0, 1, ... events; `[count]`, the sum is one."""
    replicates: int | None = None
    """Simulated trials that it was counted from; None where it is exact."""

    @property
    def mean(self) -> float:
        """Expected events."""
        return float(self.chance @ np.arange(len(self.chance)))

    def at_least(self, count: int) -> float:
        """Chance of this many events or more."""
        return float(self.chance[max(0, count) :].sum())


def law_of(counts: ArrayLike, n: int) -> Law:
    """The law of simulated counts.

    Parameters
    ----------
    counts
        Events of each simulated trial of the study, `[trial]`.
    n
        Women, the largest possible count.
    """
    found = np.asarray(counts)
    if found.ndim != 1 or not len(found) or found.min() < 0 or found.max() > n or np.any(found != found.astype(int)):
        raise InputError(f"counts: whole numbers from 0 to {n}, one a trial, were wanted.")
    return Law(np.bincount(found.astype(int), minlength=n + 1) / len(found), len(found))


def binomial_law(n: int, share: float) -> Law:
    """Women who are independent and have one share."""
    if not 0 < share < 1:
        raise InputError(f"share: a number between 0 and 1 was wanted; it is {share:g}.")
    k = np.arange(n + 1.0)
    log = _log_ways(n, k) + k * np.log(share) + (n - k) * np.log1p(-share)
    return Law(np.exp(log))


def beta_binomial_law(n: int, first: float, second: float) -> Law:
    """Women of a study whose share is drawn from a beta law with these two shapes."""
    if not (first > 0 and second > 0):
        raise InputError(f"first and second: positive shapes were wanted; they are {first:g} and {second:g}.")
    k = np.arange(n + 1.0)
    return Law(np.exp(_log_ways(n, k) + betaln(k + first, n - k + second) - betaln(first, second)))


def sum_of(laws: Sequence[Law]) -> Law:
    """The law of the sum over studies that are independent."""
    found = np.ones(1)
    for law in laws:
        found = np.convolve(found, law.chance)
    counted = [law.replicates for law in laws if law.replicates is not None]
    return Law(found, min(counted) if counted else None)


def _log_ways(n: int, k: Numbers) -> Numbers:
    found: Numbers = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
    return found
