"""Shares that never fall with the dose: weighted isotonic regression, many trials at once."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def isotonic(values: Numbers, weights: Numbers) -> Numbers:
    """The rising sequence nearest to the values in weighted least squares; a weight of 0 takes no part.

    The largest over starts, up to a place, of the smallest over ends, from that place, of the mean between them:
    the minimax formula of pool-adjacent-violators (Barlow and others 1972). NaN where nothing to the left or at the
    place has weight.

    Parameters
    ----------
    values, weights
        `[trial, dose]`
    """
    doses = values.shape[1]
    total = np.concatenate([np.zeros((len(values), 1)), np.cumsum(weights * np.nan_to_num(values), axis=1)], axis=1)
    weight = np.concatenate([np.zeros((len(values), 1)), np.cumsum(weights, axis=1)], axis=1)
    rising = np.full(values.shape, -np.inf)
    for place in range(doses):
        for start in range(place + 1):
            ends = np.arange(place, doses) + 1
            share = weight[:, ends] - weight[:, [start]]
            with np.errstate(invalid="ignore", divide="ignore"):
                mean = np.where(share > 0, (total[:, ends] - total[:, [start]]) / share, np.inf)
            smallest = mean.min(axis=1)
            rising[:, place] = np.maximum(rising[:, place], np.where(np.isinf(smallest), -np.inf, smallest))
    return np.where(np.isinf(rising), np.nan, rising)
