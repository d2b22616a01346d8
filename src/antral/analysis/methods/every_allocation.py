"""How many allocations of women to arms give a linear statistic at least as far from its mean as a bound.

The statistic is the sum over women of her arm's score times her value. The women are split into two halves; the sums of
each half are kept in order, by how many of its women each arm took, and every pair of halves that together fills the
arms is counted by walking through both in order (Horowitz and Sahni 1974). Twelve women in three arms take some 1,300
sums instead of 34,650.

Importing this file loads the compiler.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.kernel import compiled_double

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]


class _Half(NamedTuple):
    """How the ordered sums of some of the women are made, one woman after the other."""

    moves: Rows
    """`[move, 6]`: woman, arm, where the sums without her lie, their number, where those with her go, how many are
    already."""
    lists: dict[tuple[int, ...], tuple[int, int]]
    """By the women of each arm, where the sums lie in the end, and their number."""
    width: int
    """The most sums at any time."""


class _Recipe(NamedTuple):
    """How the allocations to arms of some sizes are counted, whatever the values."""

    first: _Half
    second: _Half
    pairs: Rows
    """`[pair, 4]`: place and number of the sums of the first half, then of the second."""
    total: int
    """Allocations in all."""


def allocations_as_far(
    values: Numbers, sizes: tuple[int, ...], scores: tuple[float, ...], bound: Numbers, side: int
) -> tuple[Rows, int]:
    """Allocations whose statistic reaches a bound, in many trials with the same arm sizes.

    Parameters
    ----------
    values
        About their mean. `[participant, trial]`
    sizes, scores
        Women of each arm, and its score; scores are about their mean over the women.
    bound
        `[trial]`
    side
        1 counts statistics of at least the bound, -1 those of at most minus the bound, 0 both.

    Returns
    -------
    How many, `[trial]`, and the number of all allocations.
    """
    recipe = _recipe(sizes)
    counts = _counted(
        np.ascontiguousarray(values, np.float64),
        np.asarray(scores, np.float64),
        sum(sizes) // 2,
        recipe.first.moves,
        recipe.second.moves,
        recipe.pairs,
        max(recipe.first.width, recipe.second.width),
        np.ascontiguousarray(bound, np.float64),
        side,
    )
    return np.where((side == 0) & (bound <= 0.0), recipe.total, counts), recipe.total


@lru_cache(maxsize=1024)
def _recipe(sizes: tuple[int, ...]) -> _Recipe:
    """The two halves of the women, and which of their lists belong together."""
    women = sum(sizes)
    first, second = _half(sizes, women // 2), _half(sizes, women - women // 2)
    pairs, total = [], 0
    for code, one in first.lists.items():
        other = second.lists.get(tuple(size - taken for size, taken in zip(sizes, code, strict=True)))
        if other is not None:
            pairs.append((*one, *other))
            total += one[1] * other[1]
    return _Recipe(first, second, np.array(pairs, np.int64).reshape(-1, 4), total)


def _half(sizes: tuple[int, ...], women: int) -> _Half:
    """The moves for some women, into arms that hold no more than their sizes."""
    lists: dict[tuple[int, ...], tuple[int, int]] = {(0,) * len(sizes): (0, 1)}
    moves: list[tuple[int, ...]] = []
    width = 1
    for woman in range(women):
        lengths: dict[tuple[int, ...], int] = {}
        steps = []
        for code, (start, number) in lists.items():
            for arm, size in enumerate(sizes):
                if code[arm] < size:
                    other = (*code[:arm], code[arm] + 1, *code[arm + 1 :])
                    steps.append((arm, start, number, other, lengths.get(other, 0)))
                    lengths[other] = lengths.get(other, 0) + number
        ends = np.cumsum(list(lengths.values())).tolist()
        starts = dict(zip(lengths, [0, *ends[:-1]], strict=True))
        moves += [(woman, arm, start, number, starts[other], there) for arm, start, number, other, there in steps]
        lists = {code: (starts[code], number) for code, number in lengths.items()}
        width = max(width, ends[-1])
    return _Half(np.array(moves, np.int64).reshape(-1, 6), lists, width)


@compiled_double
def _counted(
    values: Numbers,
    scores: Numbers,
    middle: int,
    first: Rows,
    second: Rows,
    pairs: Rows,
    width: int,
    bound: Numbers,
    side: int,
) -> Rows:
    """The allocations of every trial that reach its bound."""
    one, other = np.zeros((2, width)), np.zeros((2, width))
    counts = np.zeros(values.shape[1], np.int64)
    for trial in range(values.shape[1]):
        for half in range(2):
            sums, moves, start = (one, first, 0) if half == 0 else (other, second, middle)
            sums[0, 0] = 0.0
            for m in range(moves.shape[0]):
                woman, arm, source, number, place, there = moves[m]
                step = scores[arm] * values[start + woman, trial]
                old, new = sums[woman % 2], sums[1 - woman % 2]
                i, j = place + there - 1, source + number - 1
                k = i + number
                while i >= place and j >= source:  # two ordered lists into one, from its end
                    here, comes = new[i], old[j] + step
                    larger = here > comes
                    new[k] = here if larger else comes
                    i -= larger
                    j -= 1 - larger
                    k -= 1
                while j >= source:
                    new[k] = old[j] + step
                    j -= 1
                    k -= 1
        mine, theirs = one[middle % 2], other[(values.shape[0] - middle) % 2]
        far = 0
        for p in range(pairs.shape[0]):
            a, na, b, nb = pairs[p]
            if side >= 0:
                j = nb
                for i in range(a, a + na):
                    while j > 0 and mine[i] + theirs[b + j - 1] >= bound[trial]:
                        j -= 1
                    far += nb - j
            if side <= 0:
                j = nb
                for i in range(a, a + na):
                    while j > 0 and mine[i] + theirs[b + j - 1] > -bound[trial]:
                        j -= 1
                    far += j
        counts[trial] = far
    return counts
