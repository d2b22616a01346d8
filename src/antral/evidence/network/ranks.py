"""How sure the order of treatments is."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtr, ndtri

from antral.core import InputError
from antral.evidence.network.fit import NetworkFit
from antral.evidence.pooling.sample import Numbers

RANKS: Final = "P-scores; rank probabilities from the normal law of the effects on 65,536 even points"
_POINTS: Final = 1 << 16


@dataclass(frozen=True)
class Ranks:
    """Order of treatments, the best first, with its uncertainty."""

    treatments: tuple[str, ...]
    p_score: tuple[float, ...]
    """Mean certainty of being better than another treatment (Rücker and Schwarzer 2015, BMC Med Res Methodol 15:58)."""
    probability: Numbers
    """`[treatment, rank]`, rank 1 first."""
    mean: tuple[float, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    """Ranks that hold at least the level of the fit, equal tails."""
    method: str
    notes: tuple[str, ...]


def ranks(fit: NetworkFit, *, better: int) -> Ranks:
    """Rank treatments; an order alone says nothing of how far apart they are, or how good their trials.

    Parameters
    ----------
    better
        1 where a larger effect is better, -1 where a smaller is.
    """
    if better not in (-1, 1):
        raise InputError(f"better: 1 or -1 was wanted; it is {better}.")
    effect, cov = better * fit.effect, fit.covariance
    k = len(effect)
    spread = np.sqrt(np.maximum(np.diag(cov)[:, np.newaxis] + np.diag(cov) - 2.0 * cov, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        sure = ndtr((effect[:, np.newaxis] - effect) / spread)
    np.fill_diagonal(sure, 0.0)
    score = sure.sum(axis=1) / (k - 1)
    place = _ranked(effect, cov)  # [point, treatment]
    chance = np.stack([(place == rank).mean(axis=0) for rank in range(k)], axis=1)
    cumulative = np.cumsum(chance, axis=1)
    tail = (1.0 - fit.level) / 2.0
    order = np.argsort(-score, kind="stable")
    low, high = (1 + np.argmax(cumulative >= at - 1e-12, axis=1) for at in (tail, 1.0 - tail))
    return Ranks(
        treatments=tuple(fit.treatments[i] for i in order),
        p_score=tuple(score[order].tolist()),
        probability=chance[order],
        mean=tuple((1.0 + place.mean(axis=0))[order].tolist()),
        low=tuple(low[order].tolist()),
        high=tuple(high[order].tolist()),
        method=RANKS,
        notes=("the first rank is not a proof: read the intervals of ranks and of effects",),
    )


def _ranked(effect: Numbers, covariance: Numbers) -> "np.ndarray[tuple[int, ...], np.dtype[np.int64]]":
    """Rank of each treatment, 0 the best, at even points of the normal law; `[point, treatment]`."""
    free = np.flatnonzero(np.diag(covariance) > 0)
    root = np.linalg.cholesky(covariance[np.ix_(free, free)])
    drawn = np.tile(effect, (_POINTS, 1))
    drawn[:, free] += ndtri(_even(len(free))) @ root.T
    found: np.ndarray[tuple[int, ...], np.dtype[np.int64]] = np.argsort(np.argsort(-drawn, axis=1), axis=1)
    return found


def _even(dimensions: int) -> Numbers:
    """Points of a Kronecker sequence with the generalised golden ratio; even in every dimension, without chance."""
    ratio = 2.0
    for _ in range(60):
        ratio = (1.0 + ratio) ** (1.0 / (dimensions + 1))
    steps = ratio ** -np.arange(1.0, dimensions + 1)
    found: Numbers = (0.5 + np.arange(1.0, _POINTS + 1)[:, np.newaxis] * steps) % 1.0
    return np.clip(found, 1e-12, 1.0 - 1e-12)
