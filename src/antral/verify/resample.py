"""Statistics with weights for women, and their intervals by drawing women anew."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import Purpose, uniforms
from antral.verify.row import Estimate

Weights = NDArray[np.float64]

RESAMPLES: Final = 200


def estimate(statistic: Callable[..., float], *women: int, seed: int) -> Estimate:
    """A statistic and its 95 % percentile interval over women drawn with replacement.

    Parameters
    ----------
    statistic
        A function of one array of weights `[woman]` for each group of women.
    women
        Number of women in each group.
    """
    value = float(statistic(*(np.ones(n) for n in women)))
    groups = [_weights(seed, group, n) for group, n in enumerate(women)]
    drawn = [float(statistic(*(weights[i] for weights in groups))) for i in range(RESAMPLES)]
    kept = np.array(drawn)[np.isfinite(drawn)]
    if kept.size < RESAMPLES // 2:
        return Estimate(value, women=sum(women))
    low, high = np.quantile(kept, [0.025, 0.975])
    return Estimate(value, float(low), float(high), sum(women))


@lru_cache(maxsize=32)
def _weights(seed: int, group: int, n: int) -> Weights:
    """How often each woman of a group is in each resample; many rows ask for the same. `[resample, woman]`."""
    ordinal = np.arange(RESAMPLES)[:, None]
    u = uniforms(seed, group, np.arange(n)[None, :], Purpose.BOOTSTRAP, ordinal)[..., 0]
    weights = np.stack([np.bincount(one, minlength=n) for one in (u * n).astype(np.int64)]).astype(np.float64)
    weights.flags.writeable = False
    return weights


def mean(values: ArrayLike, weights: Weights) -> float:
    """Weighted mean of what is not NaN; NaN if nothing is left."""
    x = np.asarray(values, np.float64)
    kept = np.isfinite(x) & (weights > 0)
    return float(np.average(x[kept], weights=weights[kept])) if kept.any() else float("nan")


def sd(values: ArrayLike, weights: Weights) -> float:
    """Weighted standard deviation of what is not NaN, with the divisor n − 1."""
    x = np.asarray(values, np.float64)
    kept = np.isfinite(x) & (weights > 0)
    total = weights[kept].sum()
    if total < 2:
        return float("nan")
    centred = x[kept] - np.average(x[kept], weights=weights[kept])
    return float(np.sqrt((weights[kept] * centred**2).sum() / (total - 1.0)))


def quantile(values: ArrayLike, share: float, weights: Weights) -> float:
    """Weighted quantile: the smallest value whose cumulative weight reaches the share."""
    x = np.asarray(values, np.float64)
    kept = np.isfinite(x) & (weights > 0)
    if not kept.any():
        return float("nan")
    order = np.argsort(x[kept], kind="stable")
    cumulative = np.cumsum(weights[kept][order])
    place = min(int(np.searchsorted(cumulative, share * cumulative[-1])), int(kept.sum()) - 1)
    return float(x[kept][order][place])
