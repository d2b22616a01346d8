"""Weighted least squares over studies, the common algebra of pooling and of meta-regression.

In the notation of Viechtbauer 2005: W holds the weights and P = W - W X (X'WX)^-1 X'W.
"""

from typing import NamedTuple

import numpy as np

from antral.core import InputError
from antral.evidence.pooling.sample import Numbers


class Fit(NamedTuple):
    """Effects explained by moderators under given weights."""

    coefficients: Numbers
    """`[coefficient]`."""
    covariance: Numbers
    """Under the model that weights are inverse variances; `[coefficient, coefficient]`."""
    residual: float
    """Weighted sum of squared residuals, y'Py."""
    pulled: Numbers
    """Py, `[study]`."""
    diagonal: Numbers
    """That of P, `[study]`."""


def fit(yi: Numbers, weights: Numbers, design: Numbers) -> Fit:
    """Regress effects on a design matrix, `[study, coefficient]`, with weights `[study]`."""
    weighted = design * weights[:, np.newaxis]
    covariance = np.linalg.inv(design.T @ weighted)
    covariance = (covariance + covariance.T) / 2
    coefficients = covariance @ (weighted.T @ yi)
    off = yi - design @ coefficients
    diagonal = weights - np.einsum("kp,pq,kq->k", weighted, covariance, weighted)
    return Fit(coefficients, covariance, float(weights @ off**2), weights * off, diagonal)


def hat(weights: Numbers, design: Numbers) -> Numbers:
    """The hat matrix X (X'WX)^-1 X'W, `[study, study]`."""
    weighted = design * weights[:, np.newaxis]
    return np.asarray(design @ np.linalg.solve(design.T @ weighted, weighted.T))


def intercept(k: int) -> Numbers:
    """The design of a plain pooling: one column of ones."""
    return np.ones((k, 1))


def full_rank(design: Numbers) -> Numbers:
    """Refuse moderators that cannot be told apart."""
    k, p = design.shape
    if k < p or np.linalg.matrix_rank(design) < p:
        raise InputError(
            f"moderators: {p} coefficients cannot be told apart in {k} studies; leave out a moderator or a level."
        )
    return design
