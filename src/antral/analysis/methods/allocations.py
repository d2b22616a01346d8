"""The ways women can be allocated to arms of given sizes: all of them where they are few, else a hashed sample."""

from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from antral.core import POPULATION_TRIAL, Purpose, uniforms

FULL_LIMIT = 50_000
"""Up to this many distinct allocations all are used."""
SAMPLED = 1_999
"""Number of sampled allocations; with the observed one, 2,000."""


def count(sizes: tuple[int, ...]) -> int:
    """Number of distinct allocations, such as 34,650 for 4, 4 and 4 women."""
    left, number = sum(sizes), 1
    for size in sizes:
        number *= comb(left, size)
        left -= size
    return number


@lru_cache(maxsize=64)
def every(sizes: tuple[int, ...]) -> NDArray[np.int8]:
    """All distinct allocations.

    Returns
    -------
    `[allocation, participant]`, the position of the arm; read-only.
    """
    n, arms = sum(sizes), len(sizes)
    free = np.arange(n)[np.newaxis, :]
    allocation = np.zeros((1, n), dtype=np.int8)
    for arm in range(arms - 1):
        left, size = free.shape[1], sizes[arm]
        chosen = np.array(list(combinations(range(left), size)), dtype=np.intp).reshape(comb(left, size), size)
        kept = np.ones((len(chosen), left), dtype=bool)
        np.put_along_axis(kept, chosen, False, axis=1)
        before, ways = len(free), len(chosen)
        rest = np.nonzero(kept)[1].reshape(ways, left - size)
        allocation = np.repeat(allocation, ways, axis=0)
        np.put_along_axis(allocation, free[:, chosen].reshape(before * ways, size), arm, axis=1)
        later = free[:, rest].reshape(before * ways, left - size)
        np.put_along_axis(allocation, later, arm + 1, axis=1)
        free = later
    allocation.flags.writeable = False
    return allocation


@lru_cache(maxsize=4)
def _orders(width: int, seed: int) -> NDArray[np.int32]:
    """Random orders of `width` women by their hashed numbers; `[shuffle, participant]`, read-only."""
    draws = np.arange(SAMPLED)[:, np.newaxis]
    people = np.arange(width)[np.newaxis, :]
    numbers = uniforms(seed, POPULATION_TRIAL, people, Purpose.PERMUTATION, draws)[..., 0]
    order: NDArray[np.int32] = np.argsort(numbers, axis=1).astype(np.int32)
    order.flags.writeable = False
    return order


@lru_cache(maxsize=64)
def shuffles(n: int, seed: int) -> NDArray[np.int32]:
    """Random orders of n women, the same for every trial of that size, a function of the seed alone.

    The order of the first n of more women is the order of n women, so the hash is computed once for many sizes.

    Returns
    -------
    `[shuffle, participant]`, positions; read-only.
    """
    order = _orders(max(64, 1 << (n - 1).bit_length()), seed)
    first = order[order < n].reshape(SAMPLED, n)
    first.flags.writeable = False
    return first


def as_far(
    centred: NDArray[np.float64],
    sizes: tuple[int, ...],
    arm_scores: tuple[float, ...],
    centre: float,
    bound: NDArray[np.float64],
    side: int,
) -> tuple[NDArray[np.int64], int]:
    """Of all allocations, those with a statistic at least as far from its mean as a bound; arms of one score are one.

    Parameters
    ----------
    centred
        Values about their mean. `[participant, trial]`
    centre
        Mean score over the women.
    bound, side
        As in `every_allocation.allocations_as_far`.

    Returns
    -------
    How many, `[trial]`, and the number of all.
    """
    # loads the compiler, which a sampled or exact test does not need
    from antral.analysis.methods.every_allocation import allocations_as_far

    distinct = tuple(sorted(set(arm_scores)))
    women = tuple(sum(size for size, score in zip(sizes, arm_scores, strict=True) if score == one) for one in distinct)
    return allocations_as_far(centred, women, tuple(score - centre for score in distinct), bound, side)
