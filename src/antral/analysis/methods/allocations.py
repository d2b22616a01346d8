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


def shuffles(n: int, seed: int) -> NDArray[np.int32]:
    """Random orders of n women, the same for every trial of that size, a function of the seed alone.

    The order of the first n of more women is the order of n women, so the hash is computed once for many sizes.

    Returns
    -------
    `[shuffle, participant]`, positions.
    """
    order = _orders(max(64, 1 << (n - 1).bit_length()), seed)
    return order[order < n].reshape(SAMPLED, n)


def scores(sizes: tuple[int, ...], arm_scores: tuple[float, ...], seed: int) -> tuple[NDArray[np.float64], bool]:
    """Each woman's centred score under each allocation, and whether the allocations are all there are.

    Returns
    -------
    `[allocation, participant]`, mean zero over participants; and True where enumerated, False where sampled.
    """
    if count(sizes) <= FULL_LIMIT:
        return _enumerated(sizes, arm_scores), True
    observed = np.repeat(np.asarray(arm_scores, dtype=float), sizes)
    observed -= observed.mean()
    return observed[shuffles(len(observed), seed)], False


@lru_cache(maxsize=48)
def one_of_each_pair(sizes: tuple[int, ...], arm_scores: tuple[float, ...]) -> NDArray[np.float64]:
    """Centred scores under all allocations, one of each two that mirror each other; read-only.

    Where the scores lie evenly about their middle and mirrored arms are of one size, exchanging the arms turns the sign
    of every statistic: a count of distances from zero needs only half of the allocations. Else all are given.
    """
    scores_of = np.asarray(arm_scores, dtype=float)
    mirrored = [np.flatnonzero(np.isclose(scores_of.min() + scores_of.max() - scores_of, one)) for one in scores_of]
    if any(len(found) != 1 for found in mirrored):
        return _enumerated(sizes, arm_scores)
    partner = np.array([found[0] for found in mirrored])
    if any(sizes[arm] != sizes[partner[arm]] for arm in range(len(sizes))):
        return _enumerated(sizes, arm_scores)
    order = np.sign(partner - np.arange(len(sizes)))[every(sizes)]  # 1 where she is in the lower of two mirrored arms
    first = np.argmax(order != 0, axis=1)
    result: NDArray[np.float64] = _enumerated(sizes, arm_scores)[order[np.arange(len(order)), first] > 0]
    result.flags.writeable = False
    return result


@lru_cache(maxsize=48)
def _enumerated(sizes: tuple[int, ...], arm_scores: tuple[float, ...]) -> NDArray[np.float64]:
    """Centred scores under all allocations; read-only."""
    by_arm = np.asarray(arm_scores, dtype=float)
    result: NDArray[np.float64] = (by_arm - np.repeat(by_arm, sizes).mean())[every(sizes)]
    result.flags.writeable = False
    return result
