"""Rates and means over replicate trials that share women, with a Monte-Carlo error that knows it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Estimate(NamedTuple):
    """A mean over trials."""

    value: float
    mcse: float
    """Monte-Carlo standard error, clustered on the woman."""
    trials: int


class Enrolled(NamedTuple):
    """Which woman took part in which trial; one entry a participant."""

    trial: NDArray[np.int64]
    woman: NDArray[np.int64]
    """A number from 0 on for each woman, without large gaps."""


def over_trials(trials: ArrayLike, values: ArrayLike, enrolled: Enrolled) -> Estimate:
    """The mean of one value a trial, NaN left out.

    Trials draw their women from one bank, so two trials may share some. The variance of the mean is that of
    independent trials plus the covariance of pairs that share women, estimated by summing residuals over each woman's
    trials, as in cluster-robust variances with overlapping clusters; a covariance below that of independent trials
    counts as none.

    Parameters
    ----------
    trials, values
        Number of each trial and its value. `[trial]`
    """
    numbers, x = np.asarray(trials, dtype=np.int64), np.asarray(values, dtype=np.float64)
    seen = np.isfinite(x)
    numbers, x = numbers[seen], x[seen]
    n = len(x)
    if n == 0:
        return Estimate(float("nan"), float("nan"), 0)
    mean = float(x.mean())
    if n == 1:
        return Estimate(mean, float("nan"), 1)
    residual = np.zeros(int(max(numbers.max(), enrolled.trial.max())) + 1)
    residual[numbers] = x - mean
    counts = np.zeros(len(residual), dtype=bool)
    counts[numbers] = True
    of_each = residual[enrolled.trial]
    by_woman = np.bincount(enrolled.woman, of_each)
    squares = float((residual**2).sum())
    times = np.bincount(enrolled.woman[counts[enrolled.trial]])
    pairs = float((times * (times - 1.0)).sum())
    shared = float((by_woman**2).sum() - (of_each**2).sum())
    # residuals are centred on their own mean: that takes the variance of the mean from every square and every product,
    # so it stands on both sides; with very few women it cannot be solved for, and half of the pairs are kept
    everyone = n * (n - 1.0)
    variance = max((squares + shared) / max(everyone - pairs, 0.5 * everyone), squares / everyone)
    return Estimate(mean, float(np.sqrt(variance)), n)
