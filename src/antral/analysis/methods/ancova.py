"""Analysis of covariance: least squares of a change on covariates and arms, many trials at once.

Each trial has its own design of the same columns; women without a value are left out by weight 0. Columns are taken in
order and one that adds nothing to those before it, being constant or a combination of them, is left out of that trial
(sweep operator; Goodnight 1979, Am Stat 33:149), so that covariates come first and an arm that they cannot be told from
has no estimate. Degrees of freedom are women less rank, exact for normal errors however few the women.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from antral.analysis.methods.permutation import in_order

ANCOVA = "analysis of covariance, t interval"

_ALIASED = 1e-9
"""A column is left out where less than this share of its variation is its own."""

Numbers = NDArray[np.float64]


class Fit(NamedTuple):
    """The wanted coefficients of many trials."""

    estimate: Numbers
    """`[column, trial]`, NaN where the column is left out or nobody has a value."""
    low: Numbers
    high: Numbers
    p_value: Numbers
    """Two-sided."""
    kept: NDArray[np.bool_]
    """Whether each column of the design, covariates too, is in the model. `[column, trial]`"""
    freedom: NDArray[np.int64]
    """Residual degrees of freedom. `[trial]`"""


def ancova(columns: Numbers, values: Numbers, known: NDArray[np.bool_], wanted: int, level: float = 0.95) -> Fit:
    """Coefficients of the last columns, adjusted for all others and the mean.

    Parameters
    ----------
    columns
        `[column, woman, trial]`, covariates first.
    values, known
        `[woman, trial]`; a value counts where it is known.
    wanted
        How many of the last columns are asked for.

    Returns
    -------
    No interval and no p-value without residual degrees of freedom or residual variation.
    """
    number, _, trials = columns.shape
    n = known.sum(axis=0)
    rows = np.concatenate([columns, values[np.newaxis]])
    rows = np.where(known, rows, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.stack([in_order(row) for row in rows]) / n
    rows = np.where(known, rows - means[:, np.newaxis, :], 0.0)
    products = np.empty((number + 1, number + 1, trials))
    for one in range(number + 1):
        for other in range(one + 1):
            products[one, other] = products[other, one] = in_order(rows[one] * rows[other])
    own = np.stack([in_order(np.where(known, columns[k], 0.0) ** 2) for k in range(number)]) if number else means[:0]
    kept = np.zeros((number, trials), dtype=bool)
    for column in range(number):
        kept[column] = products[column, column] > _ALIASED * own[column]
        _sweep(products, column, kept[column])
    freedom = n - 1 - kept.sum(axis=0)
    residual = products[number, number]
    total = in_order(rows[number] ** 2)
    shown = (freedom > 0) & (residual > 1e-20 * np.maximum(total, 1e-300))
    chosen = np.arange(number - wanted, number)
    estimate = np.where(kept[chosen], products[chosen, number], np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(-products[chosen, chosen] * residual / freedom)
        error = np.where(kept[chosen] & shown, error, np.nan)
        half = stdtrit(np.maximum(freedom, 1), 1 - (1 - level) / 2) * error
        p = 2 * stdtr(np.maximum(freedom, 1), -np.abs(estimate / error))
    return Fit(estimate, estimate - half, estimate + half, p, kept, freedom)


def _sweep(products: Numbers, pivot: int, where: NDArray[np.bool_]) -> None:
    """Sweep one column into the model, in place, in the trials where it is kept.

    What is left is a matrix whose last column holds coefficients and whose swept diagonal holds minus the inverse.
    """
    diagonal = np.where(where, products[pivot, pivot], 1.0)
    row = products[pivot] / diagonal
    swept = products - products[:, pivot][:, np.newaxis, :] * row[np.newaxis, :, :]
    swept[pivot], swept[:, pivot] = row, row
    swept[pivot, pivot] = -1.0 / diagonal
    products[:] = np.where(where, swept, products)
