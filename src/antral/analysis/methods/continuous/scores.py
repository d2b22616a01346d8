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
    chance = np.zeros((size + 1, sum(scores[len(scores) - size :]) + 1))
    chance[0, 0] = 1.0
    taken = np.arange(size + 1)[:, np.newaxis]
    for seen, score in enumerate(scores):
        # each woman enters with the chance that is left to the group: no number becomes large
        entering = chance * np.clip((size - taken) / (len(scores) - seen), 0.0, 1.0)
        chance -= entering
        chance[1:, score:] += entering[:-1, : chance.shape[1] - score]
    found: Numbers = chance[size]
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
