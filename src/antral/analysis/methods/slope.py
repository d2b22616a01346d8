"""The straight line of a value on the dose, with Student's t interval."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.difference import Compared
from antral.analysis.methods.permutation import in_order

OLS_RATIO = "ratio per dose step, least squares on logs, t interval"
_ROUNDED = 1e-12
"""A variation below this share of what it was computed from is rounding: nothing varies."""
OLS = "difference per dose step, least squares, t interval"


def slope(dose: NDArray[np.float64], values: NDArray[np.float64], level: float = 0.95) -> Compared:
    """Least-squares slopes of many trials with the same doses.

    Parameters
    ----------
    dose
        `[participant]`, in the unit the slope is wanted for.
    values
        `[participant, trial]`.

    Returns
    -------
    `[trial]`; NaN where fewer than two doses are left, no interval without residual degrees of freedom or variation.
    """
    n, trials = values.shape
    centred = dose - dose.mean() if n else dose
    spread = float(centred @ centred)
    nothing = np.full(trials, np.nan)
    if n < 2 or spread == 0:
        return Compared(*(nothing.copy() for _ in range(4)))
    estimate = in_order(centred[:, np.newaxis] * values) / spread
    if n < 3:
        return Compared(estimate, *(nothing.copy() for _ in range(3)))
    residual = values - in_order(values) / n - np.outer(centred, estimate)
    left, middle = in_order(residual**2), in_order(values) / n
    varied = in_order((values - middle) ** 2)
    shown = (varied > n * (_ROUNDED * middle) ** 2) & (left > _ROUNDED * varied)
    error = np.where(shown, np.sqrt(left / (n - 2) / spread), np.nan)
    half = stdtrit(n - 2, 1 - (1 - level_of(level)) / 2) * error
    with np.errstate(invalid="ignore", divide="ignore"):
        p = 2 * stdtr(n - 2, -np.abs(estimate / error))
    return Compared(estimate, estimate - half, estimate + half, p)
