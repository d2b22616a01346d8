"""Percentiles of women along an axis, as the figures of a report show them."""

import warnings
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.reports import Band

SHARES: Final = (5.0, 25.0, 50.0, 75.0, 95.0)


def band(
    label: str,
    x: ArrayLike,
    values: NDArray[np.floating] | Sequence[NDArray[np.floating]],
    hue: Literal["ours", "other", "treated"] = "ours",
) -> Band:
    """Percentiles of what is not NaN.

    Parameters
    ----------
    values
        `[woman, x]`, or one array of women for each x.
    """
    columns = [values[:, place] for place in range(values.shape[1])] if isinstance(values, np.ndarray) else values
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a column of nothing but NaN is NaN
        table = np.array([np.nanpercentile(np.asarray(column, np.float64), SHARES) for column in columns])
    five = table.reshape(-1, len(SHARES)).T.tolist()
    return Band(label, np.asarray(x, np.float64).tolist(), (five[0], five[1], five[2], five[3], five[4]), hue)
