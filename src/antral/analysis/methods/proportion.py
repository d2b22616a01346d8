"""Intervals for a share of women: Clopper and Pearson (exact) and Wilson."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtri

from antral.analysis.methods.confidence import level_of

CLOPPER_PEARSON = "share, Clopper-Pearson exact interval"
WILSON = "share, Wilson score interval"

Interval = tuple[NDArray[np.float64], NDArray[np.float64]]


def clopper_pearson(events: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Exact lower and upper limit of a share; the coverage is at least `level` whatever the true share.

    Source: Clopper and Pearson 1934.
    """
    x, size = np.broadcast_arrays(np.asarray(events, dtype=float), np.asarray(n, dtype=float))
    tail = (1.0 - level_of(level)) / 2.0
    with np.errstate(invalid="ignore"):
        low = np.where(x > 0, betaincinv(np.maximum(x, 1e-300), size - x + 1, tail), 0.0)
        high = np.where(x < size, betaincinv(x + 1, np.maximum(size - x, 1e-300), 1 - tail), 1.0)
    return np.where(size > 0, low, np.nan), np.where(size > 0, high, np.nan)


def wilson(events: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Score interval of a share; its coverage is near `level` on average, not at least `level`.

    Source: Wilson 1927.
    """
    x, size = np.broadcast_arrays(np.asarray(events, dtype=float), np.asarray(n, dtype=float))
    z = ndtri(1 - (1 - level_of(level)) / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = x / size
        middle = (share + z**2 / (2 * size)) / (1 + z**2 / size)
        half = z * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2)) / (1 + z**2 / size)
    low, high = np.where(x == 0, 0.0, middle - half), np.where(x == size, 1.0, middle + half)
    return np.where(size > 0, low, np.nan), np.where(size > 0, high, np.nan)
