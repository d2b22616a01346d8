"""Likelihood of each study with its true value integrated out: adaptive Gauss-Hermite quadrature.

The nodes are centred and scaled at the mode of each study's own integrand (Liu and Pierce 1994, Biometrika 81:624), so
that few suffice for large studies and for wide spreads alike.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from antral.evidence.pooling.random_logits.kernels import Kernel

Numbers = NDArray[np.float64]

NODES = 31
_NODE, _WEIGHT = np.polynomial.hermite.hermgauss(NODES)
_LOG_WEIGHT = np.log(_WEIGHT) + _NODE**2
_STEPS = 100


class Marginal(NamedTuple):
    """Log likelihood by study, and the nodes with what the counts make of them."""

    log: Numbers  # [..., study]
    z: Numbers  # [node, ..., study], in spreads from the mean
    theta: Numbers  # [node, ..., study]
    chance: Numbers  # [node, ..., study], of each node given the counts


def marginal(kernel: Kernel, mean: Numbers, spread: Numbers) -> Marginal:
    """Integrate each study's likelihood over true values that are normal about `mean`.

    Parameters
    ----------
    mean, spread
        `[...]`, mean and standard deviation of the true values; broadcast against studies.
    """
    mean, spread = np.asarray(mean, float)[..., np.newaxis], np.asarray(spread, float)[..., np.newaxis]
    top = _mode(kernel, mean, spread)
    bend = 1.0 - spread**2 * kernel(mean + spread * top).curvature
    scale = 1.0 / np.sqrt(bend)
    node = _NODE.reshape((-1,) + (1,) * top.ndim)
    log_weight = _LOG_WEIGHT.reshape(node.shape)
    z = top + np.sqrt(2.0) * scale * node
    theta = mean + spread * z
    log = kernel(theta).log - z**2 / 2.0 + log_weight + np.log(scale / np.sqrt(np.pi))
    whole = logsumexp(log, axis=0)
    return Marginal(whole, z, theta, np.exp(log - whole))


def _mode(kernel: Kernel, mean: Numbers, spread: Numbers) -> Numbers:
    """Where each integrand is largest: Newton's method, kept inside a bracket that holds the root of the slope."""
    reach = spread * kernel(mean + np.zeros(1)).slope
    low, high = np.minimum(reach, 0.0), np.maximum(reach, 0.0)
    z = np.zeros_like(reach)
    for _ in range(_STEPS):
        here = kernel(mean + spread * z)
        slope = spread * here.slope - z
        low, high = np.where(slope > 0.0, z, low), np.where(slope > 0.0, high, z)
        newton = z - slope / (spread**2 * here.curvature - 1.0)
        new = np.where((newton >= low) & (newton <= high), newton, (low + high) / 2.0)
        if np.all(np.abs(new - z) <= 1e-11 * (1.0 + np.abs(z))):
            return new
        z = new
    return z
