"""What is assumed of effects that depend on one another: their covariance, and the weights they get."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.evidence.pooling.sample import Numbers


class Working(NamedTuple):
    """A linear model of effects under a working covariance."""

    yi: Numbers
    """`[effect]`."""
    design: Numbers
    """`[effect, coefficient]`."""
    weights: Numbers
    """`[effect, effect]`."""
    covariance: Numbers
    """Assumed of the effects, `[effect, effect]`."""
    names: tuple[str, ...]
    """Of the coefficients."""


class Solved(NamedTuple):
    """Its generalised least squares."""

    coefficients: Numbers
    bread: Numbers
    """(X'WX)^-1."""
    residuals: Numbers


def solve(working: Working) -> Solved:
    """Weighted least squares with a full weight matrix."""
    x, w = working.design, working.weights
    bread = inverted(x.T @ w @ x)
    coefficients = bread @ (x.T @ w @ working.yi)
    return Solved(coefficients, bread, working.yi - x @ coefficients)


def inverted(matrix: Numbers) -> Numbers:
    """The inverse, `[effect, effect]`."""
    return np.asarray(np.linalg.inv(matrix), float)


def identities(ids: NDArray[np.int64]) -> Numbers:
    """Whether two effects share an id, 0 or 1, `[effect, effect]`."""
    return np.asarray(np.equal.outer(ids, ids), float)
