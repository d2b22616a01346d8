"""Randomisation tests of a linear statistic: the sum of (arm's score × woman's value) over re-allocations.

Scores are doses for a trend, 1 and 0 for treated against control; values are changes, or their mid-ranks. With equally
spaced doses the trend of mid-ranks orders allocations nearly as the Jonckheere-Terpstra test does.

The test asks how many allocations give a statistic at least as far from its mean as the observed one (two-sided, by
distance). All distinct allocations count where there are at most 50,000; otherwise 1,999 hashed ones and the observed
one (Phipson and Smyth 2010). Either way P(p <= alpha) <= alpha where cells do nothing. Women of one trial are
exchanged freely, also where they were allocated in blocks: under no effect, and with no drift over calendar time, their
values are exchangeable.
"""

import numpy as np
from numpy.typing import NDArray

from antral.analysis.methods import allocations

LINEAR_TREND = "linear dose trend of the values, randomisation test"
RANK_TREND = "linear dose trend of the mid-ranks, randomisation test"
DIFFERENCE = "treated against control, randomisation test of the difference of means"
RANK_SUM = (
    "treated against control, Wilcoxon rank-sum test, randomisation distribution of mid-ranks (values below detection "
    "are ties)"
)

_TOLERANCE = 1e-9
_CELLS = 65_536
"""Statistics computed at once: half a megabyte, which stays in the processor's cache."""
_PRODUCTS = 262_144
"""Products computed at once: matrices this small are not shared out between threads, who would wait for each other."""


def in_order(terms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums over participants, added one after the other: the same bits however many trials are summed at once."""
    total: NDArray[np.float64] = np.cumsum(terms, axis=0)[-1]
    return total


def p_values(
    values: NDArray[np.float64], sizes: tuple[int, ...], arm_scores: tuple[float, ...], *, side: int = 0, seed: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.float64], bool]:
    """P-values of many trials with the same arm sizes.

    Parameters
    ----------
    values
        `[participant, trial]`, participants in order of their arms.
    sizes, arm_scores
        Women and score of each arm.
    side
        0 for both sides, 1 where only a larger statistic speaks against no effect, -1 where only a smaller one.
    seed
        Of the sampled allocations, where not all are enumerated.

    Returns
    -------
    The observed statistics about their mean `[trial]`, the p-values `[trial]`, and whether all allocations were
    enumerated. NaN where no two arms with women differ in score.
    """
    trials = values.shape[1]
    present = {score for score, size in zip(arm_scores, sizes, strict=True) if size}
    if len(present) < 2:
        return np.full(trials, np.nan), np.full(trials, np.nan), True
    centred = values - in_order(values) / len(values)
    observed_scores = np.repeat(np.asarray(arm_scores, dtype=float), sizes)
    centre = observed_scores.mean()
    observed_scores = observed_scores - centre
    observed = in_order(observed_scores[:, np.newaxis] * centred)
    slack = _TOLERANCE * np.abs(observed_scores).max() * np.abs(centred).sum(axis=0)
    bound = (np.abs(observed) if side == 0 else side * observed) - slack
    if allocations.count(sizes) <= allocations.FULL_LIMIT:
        counted, total = allocations.as_far(centred, sizes, arm_scores, centre, bound, side)
        return observed, counted / total, True
    matrix = observed_scores[allocations.shuffles(len(observed_scores), seed)]
    as_far = np.zeros(trials)
    step = max(1, min(_CELLS, _PRODUCTS // len(values)) // trials)
    for start in range(0, len(matrix), step):
        statistics = matrix[start : start + step] @ centred
        if side == 0:
            np.abs(statistics, out=statistics)
        elif side < 0:
            np.negative(statistics, out=statistics)
        as_far += np.count_nonzero(statistics >= bound, axis=0)
    return observed, (as_far + 1) / (len(matrix) + 1), False


def attained_size(
    values: NDArray[np.float64], sizes: tuple[int, ...], arm_scores: tuple[float, ...], alpha: float
) -> float:
    """The share of all allocations of one trial's values that the test rejects: its true size for these values.

    Parameters
    ----------
    values
        `[participant]`; the allocations are enumerated, so the trial must be small.
    """
    matrix = np.asarray(arm_scores, dtype=float)[allocations.every(sizes)]
    centred = values - values.mean()
    distance = np.abs((matrix - matrix[0].mean()) @ centred)
    slack = _TOLERANCE * np.abs(matrix).max() * np.abs(centred).sum()
    ordered = np.sort(distance)
    p = 1.0 - np.searchsorted(ordered, distance - slack, side="left") / len(ordered)
    return float(np.mean(p <= alpha + 1e-12))
