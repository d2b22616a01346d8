"""Weights of the last ensemble: posterior over the density it was drawn from, tempered where too few members carry all.

The last ensemble is taken as a sample of the normal distribution q with its mean and covariance. A member's weight is
w = (π(z) L(y | z) / q(z))^γ with the prior π and the likelihood L at its own simulation. γ is 1 where the effective
number of members, (Σw)² / Σw², is then at least half of them, else the largest exponent at which it is; γ is reported.
For a linear simulator π L / q is constant, and so are the weights, up to the error of q.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]

FEWEST: Final = 0.5
"""Effective members, as a share of all, below which weights are tempered."""


class Weights(NamedTuple):
    """Of the members of an ensemble."""

    values: Floats
    """Adding up to 1. `[member]`"""
    exponent: float
    """γ."""


def effective_size(weights: Floats) -> float:
    """Effective number of members (Kish)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def even(members: int) -> Weights:
    """The same for every member: an ensemble taken as it is."""
    return Weights(np.full(members, 1.0 / members), 0.0)


def importance(positions: Floats, misfit: Floats) -> Weights:
    """Weights of an ensemble that a Kalman inversion left.

    Parameters
    ----------
    positions
        Standardised; standard normal before the fit. `[member, number]`
    misfit
        −log likelihood at each member's own simulation. `[member]`
    """
    centred = positions - positions.mean(axis=0)
    covariance = _shrunk(centred)
    distance = np.einsum("ij,ij->i", centred, np.linalg.solve(covariance, centred.T).T)
    log = 0.5 * distance - misfit - 0.5 * (positions**2).sum(axis=1)
    log = log - log.max()
    wanted = FEWEST * len(positions)

    def size(exponent: float) -> float:
        return effective_size(np.exp(exponent * log)) - wanted

    exponent = 1.0 if size(1.0) >= 0.0 else float(brentq(size, 0.0, 1.0, xtol=1e-6))
    weights = np.exp(exponent * log)
    return Weights(weights / weights.sum(), exponent)


def _shrunk(centred: Floats) -> Floats:
    """Covariance, drawn towards its diagonal by the share that sampling alone explains (Schäfer and Strimmer 2005)."""
    n = len(centred)
    sample = centred.T @ centred / (n - 1)
    spread = np.sqrt(np.maximum(np.diag(sample), 1e-12))
    unit = centred / spread
    correlation = unit.T @ unit / (n - 1)
    products = np.einsum("ki,kj->kij", unit, unit)
    variance = ((products - products.mean(axis=0)) ** 2).sum(axis=0) * n / (n - 1) ** 3
    off = ~np.eye(len(spread), dtype=np.bool_)
    total = float((correlation[off] ** 2).sum())
    share = min(1.0, float(variance[off].sum()) / total) if total > 0.0 else 1.0
    shrunk = np.where(off, (1.0 - share) * correlation, 1.0)
    found: Floats = shrunk * np.outer(spread, spread)
    return found
