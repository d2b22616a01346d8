"""The exact distribution of a sum of whole-number scores over the women of one group, whoever is in it.

Source: Streitberg and Röhmel 1986, Statistical Software Newsletter 12:10 (shift algorithm).
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@lru_cache(maxsize=4096)
def sums(scores: tuple[int, ...], size: int) -> Numbers:
    """Chance of each sum of the scores of `size` women drawn without replacement.

    Parameters
    ----------
    scores
        Whole numbers from 0, in rising order.

    Returns
    -------
    `[sum]`, from 0; read-only. Relative error some 1e-13.
    """
    ways = np.zeros((size + 1, sum(scores[len(scores) - size :]) + 1))
    ways[0, 0] = 1.0
    highest = 0
    for seen, score in enumerate(scores):
        # as many as can be in the group before her, and as must be if the women after her are to fill it
        most, least = min(seen, size - 1), max(0, size - len(scores) + seen)
        width = min(highest, ways.shape[1] - 1 - score) + 1
        ways[least + 1 : most + 2, score : score + width] += ways[least : most + 1, :width]
        highest = min(highest + score, ways.shape[1] - 1)
    found: Numbers = ways[size] / ways[size].sum()
    found.flags.writeable = False
    return found


def two_sided(scores: tuple[int, ...], size: int, observed: int) -> float:
    """Exact two-sided p-value: groups whose sum is at least as far from its mean as the observed one.

    Parameters
    ----------
    scores
        Whole numbers, in any order and of any sign, one a woman.
    size, observed
        Women in the group, and the sum of their scores.
    """
    least = min(scores)
    ordered = tuple(sorted(score - least for score in scores))
    chance = sums(ordered, size)
    mean = size * sum(ordered) / len(ordered)
    distance = abs(observed - size * least - mean)
    far = np.abs(np.arange(len(chance)) - mean) >= distance - 1e-6
    return float(min(chance[far].sum(), 1.0))
