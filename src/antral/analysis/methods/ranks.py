"""Ranks of many trials at once."""

import numpy as np
from numpy.typing import NDArray

_FEW = 32
"""Women up to whom every two are compared, which is quicker than sorting many small trials."""


def midranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks within each trial from 1, ties sharing their mean; `[participant, trial]`."""
    ranks: NDArray[np.float64]
    if len(values) <= _FEW:
        below = np.count_nonzero(values[:, np.newaxis] > values, axis=1)
        alike = np.count_nonzero(values[:, np.newaxis] == values, axis=1)
        ranks = below + (alike + 1) / 2.0
        return ranks
    order = np.argsort(values, axis=0, kind="stable")
    ordered = np.take_along_axis(values, order, axis=0)
    place = np.arange(len(values))[:, np.newaxis]
    edge = np.ones((1, values.shape[1]), dtype=bool)
    rises = ordered[1:] != ordered[:-1]
    first = np.maximum.accumulate(np.where(np.vstack([edge, rises]), place, 0), axis=0)
    last = np.minimum.accumulate(np.where(np.vstack([rises, edge]), place, len(values))[::-1], axis=0)[::-1]
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, (first + last) / 2.0 + 1.0, axis=0)
    return ranks
