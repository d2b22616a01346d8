"""Analysis of covariance: least squares of a change on covariates and arms, many trials at once.

Each trial has its own design of the same columns; women without a value are left out by weight 0. Columns are taken in
order and one that adds nothing to those before it, being constant or a combination of them, is left out of that trial
(sweep operator; Goodnight 1979, Am Stat 33:149), so that covariates come first and an arm that they cannot be told from
has no estimate. Degrees of freedom are women less rank, exact for normal errors however few the women.

Where the spread may differ between arms or along a covariate, errors can be the heteroscedasticity-consistent HC3
(MacKinnon and White 1985, J Econometrics 29:305; Long and Ervin 2000, Am Stat 54:217), with the same degrees of
freedom. A woman whom the model fits whatever her value (leverage 1) leaves nothing to judge the spread by: no interval.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.permutation import in_order

ANCOVA = "analysis of covariance, t interval"
ANCOVA_HC3 = "analysis of covariance, heteroscedasticity-consistent errors (HC3), t interval"

_ALIASED = 1e-9
"""A column is left out where less than this share of its variation is its own."""
_ROUNDED = 1e-12
"""A variation below this share of what it was computed from is rounding: nothing varies."""

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
    error: Numbers
    """Standard error. `[column, trial]`"""
    variance: Numbers
    """Residual variance; NaN where nothing shows it. `[trial]`"""


def ancova(
    columns: Numbers,
    values: Numbers,
    known: NDArray[np.bool_],
    wanted: int,
    level: float = 0.95,
    *,
    robust: bool = False,
) -> Fit:
    """Coefficients of the last columns, adjusted for all others and the mean.

    Parameters
    ----------
    columns
        `[column, woman, trial]`, covariates first.
    values, known
        `[woman, trial]`; a value counts where it is known.
    wanted
        How many of the last columns are asked for.
    robust
        HC3 errors.

    Returns
    -------
    No interval and no p-value without residual degrees of freedom or residual variation (HC3: in the arms compared).
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
    varied = np.einsum("kkt->kt", products).copy()
    kept = np.zeros((number, trials), dtype=bool)
    for column in range(number):
        constant = varied[column] <= n * (_ROUNDED * means[column]) ** 2
        kept[column] = ~constant & (products[column, column] > _ALIASED * varied[column])
        _sweep(products, column, kept[column])
    freedom = n - 1 - kept.sum(axis=0)
    residual = products[number, number]
    constant = varied[number] <= n * (_ROUNDED * means[number]) ** 2
    shown = (freedom > 0) & ~constant & (residual > _ROUNDED * varied[number])
    chosen = np.arange(number - wanted, number)
    estimate = np.where(kept[chosen], products[chosen, number], np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.where(shown, residual / freedom, np.nan)
        variance = -products[chosen, chosen] * spread
        if robust:
            robustly = _hc3(rows, products, kept, known, chosen)
            variance = np.where(robustly > _ROUNDED * variance, robustly, np.nan)
        error = np.sqrt(variance)
        error = np.where(kept[chosen] & shown, error, np.nan)
        half = stdtrit(np.maximum(freedom, 1), 1 - (1 - level_of(level)) / 2) * error
        p = 2 * stdtr(np.maximum(freedom, 1), -np.abs(estimate / error))
    return Fit(estimate, estimate - half, estimate + half, p, kept, freedom, error, spread)


def _hc3(
    rows: Numbers, products: Numbers, kept: NDArray[np.bool_], known: NDArray[np.bool_], chosen: NDArray[np.int64]
) -> Numbers:
    """HC3 variances of some coefficients; `[chosen, trial]`, NaN in a trial with a woman of leverage 1.

    Parameters
    ----------
    rows
        Columns about their means, the values last. `[column, woman, trial]`
    products
        The swept matrix.
    """
    number = len(rows) - 1
    weights = np.zeros(rows[:number].shape)  # the inverse matrix times a woman's columns
    leverage = np.where(known, 1.0 / known.sum(axis=0), 0.0)
    residual = rows[number].copy()
    for one in range(number):
        for other in range(number):
            both = kept[one] & kept[other]
            weights[one] -= np.where(both, products[one, other], 0.0) * rows[other]
        leverage += weights[one] * rows[one]
        residual -= np.where(kept[one], products[one, number], 0.0) * rows[one]
    free = known & (leverage < 1 - _ALIASED)
    scaled = np.where(free, residual / np.where(free, 1 - leverage, 1.0), 0.0)
    squares = np.stack([in_order((weights[place] * scaled) ** 2) for place in chosen])
    return np.where((free | ~known).all(axis=0), squares, np.nan)


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
