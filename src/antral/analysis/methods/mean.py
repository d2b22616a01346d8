"""The mean of a few women with Student's t interval."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from antral.analysis.methods.confidence import level_of

MEAN = "mean, t interval"
GEOMETRIC_MEAN = "geometric mean ratio, t interval on logs"


class Estimate(NamedTuple):
    """Estimates with their limits, of equal shape; NaN where there is none."""

    estimate: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def mean(average: ArrayLike, deviation: ArrayLike, n: ArrayLike, level: float = 0.95) -> Estimate:
    """Means with t intervals from average, sample standard deviation and number of women.

    There is no interval from fewer than two women, nor where all values are equal: nothing shows their spread.
    """
    m, sd, size = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (average, deviation, n)))
    shown = (size > 1) & (sd > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        half = np.where(shown, stdtrit(size - 1, 1 - (1 - level_of(level)) / 2) * sd / np.sqrt(size), np.nan)
    return Estimate(np.where(size > 0, m, np.nan), m - half, m + half)
