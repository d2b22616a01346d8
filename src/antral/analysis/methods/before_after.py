"""Comparing women with themselves at the start: what a team without a control arm is tempted to do.

These tests are right about the change and say nothing of its cause; `naive` counts how often they mislead.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, ndtr, stdtr

from antral.analysis.methods.ranks import midranks

PAIRED_T = "before-after, paired t test"
SIGN = "before-after, exact sign test"
SIGNED_RANK = "before-after, Wilcoxon signed-rank test (exact up to 14 women who changed, else normal)"

_EXACT_LIMIT = 14


def paired_t(changes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Two-sided p-values of the mean change; `[participant, trial]` to `[trial]`, 1 where nobody changed."""
    n = changes.shape[0]
    if n < 2:
        return np.full(changes.shape[1], np.nan)
    average = np.asarray(changes.mean(axis=0), dtype=np.float64)
    deviation = np.asarray(changes.std(axis=0, ddof=1), dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = average / (deviation / np.sqrt(n))
    p: NDArray[np.float64] = np.array(2 * stdtr(n - 1, -np.abs(t)), dtype=np.float64)
    p[deviation == 0] = 1.0 * (average[deviation == 0] == 0)
    return p


def sign(changes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Two-sided exact p-values of more rises than falls; `[participant, trial]` to `[trial]`; no change is left out."""
    up, down = (changes > 0).sum(axis=0), (changes < 0).sum(axis=0)
    p: NDArray[np.float64] = np.clip(2 * bdtr(np.minimum(up, down).astype(float), up + down, 0.5), 0.0, 1.0)
    return p


@lru_cache(maxsize=16)
def _signs(n: int) -> NDArray[np.float64]:
    """All ways to give n women a sign; `[way, woman]`."""
    bits = (np.arange(2**n)[:, np.newaxis] >> np.arange(n)) & 1
    return np.where(bits == 1, -1.0, 1.0)


def signed_rank(changes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Two-sided p-values of the signed-rank statistic; `[participant, trial]` to `[trial]`.

    Women without change are left out (Wilcoxon's way), ties share their mean rank, and all signs are enumerated for
    these ranks, so ties do not spoil exactness.
    """
    moved = changes != 0
    size = np.where(moved, np.abs(changes), np.inf)
    below = (~moved).sum(axis=0)
    ranks = np.where(moved, midranks(size), 0.0)
    statistic = (np.sign(changes) * ranks).sum(axis=0)
    number = changes.shape[0] - below
    p = np.ones(changes.shape[1])
    for n in np.unique(number[number > 0]):
        chosen = number == n
        own = np.take_along_axis(ranks, np.argsort(~moved, axis=0, kind="stable"), axis=0)[: int(n), chosen]
        distance = np.abs(statistic[chosen])
        if n <= _EXACT_LIMIT:
            as_far = np.abs(_signs(int(n)) @ own) >= distance - 1e-9
            p[chosen] = as_far.mean(axis=0)
        else:
            p[chosen] = 2 * ndtr(-distance / np.sqrt((own**2).sum(axis=0)))
    return np.minimum(p, 1.0)
