"""Poisson and binomial counts from uniform numbers, by the inverse of the distribution."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

_LARGEST_MEAN = 500.0  # exp(-mean) stays far from underflow


def poisson(u: ArrayLike, mean: ArrayLike) -> NDArray[np.int64]:
    """The Poisson count whose distribution function first reaches `u`; a larger `u` or mean never gives fewer."""
    wanted, rate = np.broadcast_arrays(np.asarray(u, np.float64), np.asarray(mean, np.float64))
    rate = np.clip(rate, 0.0, _LARGEST_MEAN)
    term = np.exp(-rate)
    reached = term.copy()
    count = np.zeros(wanted.shape, np.int64)
    step = 0
    while True:
        short = (reached < wanted) & (term > 0.0)
        if not short.any():
            return count
        step += 1
        term = np.where(short, term * rate / step, term)
        reached = np.where(short, reached + term, reached)
        count += short


def binomial(u: ArrayLike, n: ArrayLike, p: ArrayLike) -> NDArray[np.int64]:
    """The binomial count of `n` with chance `p` whose distribution function first reaches `u`."""
    wanted, trials, chance = np.broadcast_arrays(np.asarray(u, np.float64), np.asarray(n), np.asarray(p, np.float64))
    certain = chance >= 1.0
    odds = np.where(certain, 0.0, chance / np.where(certain, 1.0, 1.0 - chance))
    term = np.where(certain, 1.0, (1.0 - chance)) ** trials
    reached = term.copy()
    count = np.zeros(wanted.shape, np.int64)
    for step in range(1, int(trials.max(initial=0)) + 1):
        short = (reached < wanted) & (count < trials)
        if not short.any():
            break
        term = np.where(short, term * odds * (trials - step + 1) / step, term)
        reached = np.where(short, reached + term, reached)
        count += short
    return np.where(certain, trials, count)
