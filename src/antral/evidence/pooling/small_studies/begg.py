"""Begg and Mazumdar's rank test: do effects rank with their variances?"""

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from antral.core import InputError
from antral.evidence.pooling.sample import Numbers, sample
from antral.evidence.pooling.small_studies.result import TOO_FEW, SmallStudyTest, warned

BEGG: Final = "Begg and Mazumdar's rank correlation of effect and variance, exact; Kendall's tau"
_TIED: Final = BEGG.replace("exact", "normal with ties")
_EXACT_BELOW: Final = 50


def begg(yi: ArrayLike, vi: ArrayLike) -> SmallStudyTest:
    """Kendall's tau between standardised effects and variances (Begg and Mazumdar 1994, Biometrics 50:1088).

    Parameters
    ----------
    yi, vi
        `[study]`; at least three. Exact below fifty studies without ties, else by the normal limit with ties.
    """
    studies = sample(yi, vi)
    k = len(studies.yi)
    if k < 3:
        raise InputError(f"at least three studies were wanted for a rank correlation; there are {k}.")
    weights = 1.0 / studies.vi
    centre = float(weights @ studies.yi / weights.sum())
    standardised = (studies.yi - centre) / np.sqrt(studies.vi - 1 / weights.sum())
    one, other = _signs(standardised), _signs(studies.vi)
    score = int(np.sum(one * other)) // 2
    pairs_one, pairs_other = np.abs(one).sum() / 2, np.abs(other).sum() / 2
    if not pairs_one or not pairs_other:
        raise InputError("all studies have one variance or one effect: there is nothing to rank.")
    tied = min(pairs_one, pairs_other) < k * (k - 1) / 2
    exact = not tied and k < _EXACT_BELOW
    return SmallStudyTest(
        method=BEGG if exact else _TIED,
        coefficient=score / math.sqrt(pairs_one * pairs_other),
        se=math.nan,
        statistic=float(score),
        df=None,
        p=_exact(score, k) if exact else _normal(score, standardised, studies.vi),
        limit=math.nan,
        limit_low=math.nan,
        limit_high=math.nan,
        k=k,
        few=k < TOO_FEW,
        notes=warned(k),
    )


def _signs(values: Numbers) -> Numbers:
    """Of all differences, `[study, study]`; numbers that differ by rounding alone are equal."""
    gaps = np.subtract.outer(values, values)
    return np.asarray(np.sign(np.where(np.abs(gaps) < 1e-12 * np.abs(values).max(), 0.0, gaps)))


def _exact(score: int, k: int) -> float:
    """Two-sided p of concordant less discordant pairs, all orders equally likely."""
    ways = np.ones(1)
    for size in range(2, k + 1):
        ways = np.convolve(ways, np.ones(size) / size)
    concordant = (score + k * (k - 1) // 2) // 2
    return min(1.0, 2 * float(min(ways[: concordant + 1].sum(), ways[concordant:].sum())))


def _normal(score: int, one: Numbers, other: Numbers) -> float:
    """Two-sided p by the variance of Kendall's score with ties (Kendall 1970, Rank Correlation Methods)."""
    k = len(one)
    t, u = _tied(one), _tied(other)
    whole = k * (k - 1) * (2 * k + 5)
    variance = (whole - _over(t, lambda n: (n - 1) * (2 * n + 5)) - _over(u, lambda n: (n - 1) * (2 * n + 5))) / 18
    pairs = _over(t, lambda n: n - 1) * _over(u, lambda n: n - 1)
    triples = _over(t, lambda n: (n - 1) * (n - 2)) * _over(u, lambda n: (n - 1) * (n - 2))
    variance += pairs / (2 * k * (k - 1)) + triples / (9 * k * (k - 1) * (k - 2))
    return float(2 * ndtr(-abs(score) / math.sqrt(variance)))


def _tied(values: Numbers) -> Numbers:
    """With how many each study ties, itself counted; `[study]`."""
    return np.asarray((_signs(values) == 0).sum(axis=1), float)


def _over(tied: Numbers, of: Callable[[Numbers], Numbers]) -> float:
    """Sum over groups of n tied studies of n of(n): over the studies of each group it is the sum of of(n)."""
    return float(np.sum(of(tied)))
