"""A weighted straight line with a dispersion of its own, as `lm` in R fits it."""

from typing import NamedTuple

import numpy as np

from antral.core import InputError
from antral.evidence.pooling.sample import Numbers
from antral.evidence.pooling.weighted import fit


class Line(NamedTuple):
    """Intercept and slope, their standard errors, and the degrees of freedom."""

    intercept: float
    slope: float
    intercept_se: float
    slope_se: float
    df: int


def line(y: Numbers, x: Numbers, weights: Numbers) -> Line:
    """Regress y on x, all `[study]`."""
    k = len(y)
    if k < 3:
        raise InputError(f"at least three studies were wanted for a line with an error; there are {k}.")
    if np.ptp(x) <= 1e-12 * np.abs(x).max():
        raise InputError("all studies are of one size: there is nothing to regress on.")
    if np.ptp(y) <= 1e-12 * np.abs(y).max():
        raise InputError("all studies have one effect: there is nothing to regress.")
    found = fit(y, weights, np.column_stack([np.ones(k), x]))
    se = np.sqrt(np.diag(found.covariance) * found.residual / (k - 2))
    return Line(float(found.coefficients[0]), float(found.coefficients[1]), float(se[0]), float(se[1]), k - 2)
