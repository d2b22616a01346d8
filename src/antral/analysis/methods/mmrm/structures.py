"""How the values of one woman at several visits vary together: covariance structures and their derivatives.

Each is written in the parameters in which SAS PROC MIXED has it (variances, covariances, correlations), because the
adjustment of Kenward and Roger depends on them. Unstructured, compound symmetry, and random intercept and slope are
linear in their parameters: their second derivatives are zero.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from antral.analysis.methods.mmrm.linear import Numbers


class Shape(NamedTuple):
    """A covariance matrix and its derivatives at some parameters."""

    covariance: Numbers
    """`[trial, visit, visit]`"""
    first: Numbers
    """`[trial or 1, parameter, visit, visit]`"""
    second: Numbers | None
    """`[trial, parameter, parameter, visit, visit]`; None where it is zero."""


@dataclass(frozen=True)
class Structure:
    """One covariance structure."""

    name: str
    parameters: Callable[[int], tuple[str, ...]]
    """Names of the parameters for a number of visits."""
    at: Callable[[Numbers, Numbers], Shape]
    """From parameters, `[trial, parameter]`, and times, `[visit]`."""
    start: Callable[[Numbers, Numbers], Numbers]
    """Parameters near a covariance matrix, `[trial, visit, visit]`, and the times."""


def _variances(visits: int) -> tuple[str, ...]:
    return tuple(f"variance {j + 1}" for j in range(visits))


# Structures that are linear in their parameters: a sum of fixed matrices.


def _linear(theta: Numbers, basis: Numbers) -> Shape:
    count, visits = basis.shape[0], basis.shape[1]
    flat = np.matmul(theta[:, np.newaxis, :], basis.reshape(count, visits * visits))
    return Shape(flat.reshape(-1, visits, visits), basis[np.newaxis], None)


def _unstructured_basis(visits: int) -> Numbers:
    rows, columns = np.tril_indices(visits)
    basis = np.zeros((len(rows), visits, visits))
    basis[np.arange(len(rows)), rows, columns] = 1.0
    basis[np.arange(len(rows)), columns, rows] = 1.0
    return basis


def _unstructured_names(visits: int) -> tuple[str, ...]:
    return tuple(f"covariance {j + 1}, {k + 1}" for j, k in zip(*np.tril_indices(visits), strict=True))


def _unstructured_start(covariance: Numbers, times: Numbers) -> Numbers:
    rows, columns = np.tril_indices(len(times))
    return covariance[:, rows, columns].copy()


def _symmetry_basis(visits: int) -> Numbers:
    return np.stack([np.eye(visits), np.ones((visits, visits))])


def _symmetry_start(covariance: Numbers, times: Numbers) -> Numbers:
    variance, correlation = _pooled(covariance)
    share = correlation[:, 1:].mean(axis=1) if len(times) > 1 else np.zeros(len(covariance))
    return np.stack([variance * (1 - share), variance * share], axis=1)


def _slope_basis(times: Numbers) -> Numbers:
    one = np.ones(len(times))
    return np.stack(
        [np.outer(one, one), np.outer(one, times) + np.outer(times, one), np.outer(times, times), np.eye(len(times))]
    )


def _slope_start(covariance: Numbers, times: Numbers) -> Numbers:
    variance, correlation = _pooled(covariance)
    share = np.clip(correlation[:, 1:].mean(axis=1) if len(times) > 1 else np.zeros(len(covariance)), 0.1, 0.9)
    centre, spread = float(times.mean()), max(float(times.var()), 1e-300)
    # half of what women share is a slope about the mean time
    level, tilt = variance * share, 0.2 * variance * share / spread
    return np.stack([level + tilt * centre**2, -tilt * centre, tilt, variance * (1 - share)], axis=1)


# Structures of standard deviations and correlations by lag.


def _pooled(covariance: Numbers) -> tuple[Numbers, Numbers]:
    """Mean variance `[trial]` and mean correlation by lag `[trial, lag]`, kept away from 1."""
    visits = covariance.shape[-1]
    deviation = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))
    correlation = covariance / (deviation[:, :, np.newaxis] * deviation[:, np.newaxis, :])
    lags = np.stack([np.diagonal(correlation, lag, 1, 2).mean(axis=1) for lag in range(visits)], axis=1)
    lags[:, 1:] = np.clip(lags[:, 1:], -0.5 / max(visits - 1, 1), 0.95)
    return (deviation**2).mean(axis=1), lags


def _lag(visits: int) -> np.ndarray:
    return np.abs(np.subtract.outer(np.arange(visits), np.arange(visits)))


def _scaled(variances: Numbers, correlation: Numbers, by: Numbers, twice: Numbers, same: bool) -> Shape:
    """The covariance of variances and a correlation matrix that depends on further parameters.

    Parameters
    ----------
    variances
        `[trial, visit]`, or `[trial, 1]` where `same`.
    correlation, by, twice
        `[trial, visit, visit]`, its derivatives `[trial, q, visit, visit]` and `[trial, q, q, visit, visit]`.
    """
    trials, visits = correlation.shape[:2]
    number, more = variances.shape[1], by.shape[1]
    deviation = np.sqrt(np.broadcast_to(variances, (trials, visits)))
    size = deviation[:, :, np.newaxis] * deviation[:, np.newaxis, :]
    # how the logarithm of the size at (j, k) depends on each variance: half for each of j and k that has it
    share = np.zeros((number, visits, visits))
    for j in range(visits):
        share[0 if same else j, j, :] += 0.5
        share[0 if same else j, :, j] += 0.5
    rate = share[np.newaxis] / variances[:, :, np.newaxis, np.newaxis]
    covariance = size * correlation
    count = number + more
    first = np.empty((trials, count, visits, visits))
    first[:, :number] = rate * covariance[:, np.newaxis]
    first[:, number:] = by * size[:, np.newaxis]
    second = np.zeros((trials, count, count, visits, visits))
    second[:, :number, :number] = rate[:, :, np.newaxis] * first[:, np.newaxis, :number]
    own = np.arange(number)
    second[:, own, own] -= first[:, :number] / variances[:, :, np.newaxis, np.newaxis]
    mixed = rate[:, :, np.newaxis] * first[:, np.newaxis, number:]
    second[:, :number, number:] = mixed
    second[:, number:, :number] = mixed.swapaxes(1, 2)
    second[:, number:, number:] = twice * size[:, np.newaxis, np.newaxis]
    return Shape(covariance, first, second)


def _autoregressive(theta: Numbers, times: Numbers, *, same: bool) -> Shape:
    visits = len(times)
    lag = _lag(visits).astype(float)
    rho = theta[:, -1:, np.newaxis]
    correlation = _power(rho, lag)
    by = lag * _power(rho, lag - 1)
    twice = lag * (lag - 1) * _power(rho, lag - 2)
    return _scaled(theta[:, :-1], correlation, by[:, np.newaxis], twice[:, np.newaxis, np.newaxis], same)


def _power(base: Numbers, exponent: Numbers) -> Numbers:
    """Whole powers, 0 where the exponent is negative (where it is multiplied by 0)."""
    result: Numbers = np.where(exponent < 0, 0.0, base ** np.maximum(exponent, 0.0))
    return result


def _autoregressive_start(covariance: Numbers, times: Numbers, *, same: bool) -> Numbers:
    variance, lags = _pooled(covariance)
    first = lags[:, 1:2] if len(times) > 1 else np.zeros((len(lags), 1))
    return np.concatenate([_spread(covariance, variance, same), first], axis=1)


def _spread(covariance: Numbers, pooled: Numbers, same: bool) -> Numbers:
    return pooled[:, np.newaxis] if same else np.diagonal(covariance, axis1=1, axis2=2).copy()


def _banded(theta: Numbers, times: Numbers) -> Shape:
    visits = len(times)
    lag = _lag(visits)
    basis = np.stack([(lag == step).astype(float) for step in range(1, visits)]) if visits > 1 else np.zeros((0, 1, 1))
    return _correlated(theta[:, :visits], theta[:, visits:], basis)


def _exchangeable(theta: Numbers, times: Numbers) -> Shape:
    visits = len(times)
    return _correlated(theta[:, :visits], theta[:, visits:], (_lag(visits) > 0).astype(float)[np.newaxis])


def _correlated(variances: Numbers, correlations: Numbers, basis: Numbers) -> Shape:
    """Correlations that are linear in their parameters."""
    trials, visits, more = len(variances), variances.shape[1], len(basis)
    correlation = np.eye(visits) + np.matmul(correlations[:, np.newaxis], basis.reshape(more, visits * visits)).reshape(
        trials, visits, visits
    )
    by = np.broadcast_to(basis, (trials, more, visits, visits))
    return _scaled(variances, correlation, by, np.zeros((1, more, more, visits, visits)), same=False)


def _banded_start(covariance: Numbers, times: Numbers) -> Numbers:
    """Correlations of the first lag that fall off as an autoregression's, a matrix that always exists."""
    first = _autoregressive_start(covariance, times, same=False)
    return np.concatenate([first[:, :-1], first[:, -1:] ** np.arange(1, len(times))], axis=1)


def _exchangeable_start(covariance: Numbers, times: Numbers) -> Numbers:
    level = _symmetry_start(covariance, times)
    share = level[:, 1] / (level[:, 0] + level[:, 1])
    return np.concatenate([_spread(covariance, share, False), share[:, np.newaxis]], axis=1)


_ALL = (
    Structure(
        "unstructured",
        _unstructured_names,
        lambda theta, times: _linear(theta, _unstructured_basis(len(times))),
        _unstructured_start,
    ),
    Structure(
        "heterogeneous Toeplitz",
        lambda visits: (*_variances(visits), *(f"correlation at lag {lag}" for lag in range(1, visits))),
        _banded,
        _banded_start,
    ),
    Structure(
        "heterogeneous autoregressive",
        lambda visits: (*_variances(visits), "correlation"),
        lambda theta, times: _autoregressive(theta, times, same=False),
        lambda covariance, times: _autoregressive_start(covariance, times, same=False),
    ),
    Structure(
        "autoregressive",
        lambda visits: ("variance", "correlation"),
        lambda theta, times: _autoregressive(theta, times, same=True),
        lambda covariance, times: _autoregressive_start(covariance, times, same=True),
    ),
    Structure(
        "heterogeneous compound symmetry",
        lambda visits: (*_variances(visits), "correlation"),
        _exchangeable,
        _exchangeable_start,
    ),
    Structure(
        "compound symmetry",
        lambda visits: ("residual variance", "covariance"),
        lambda theta, times: _linear(theta, _symmetry_basis(len(times))),
        _symmetry_start,
    ),
    Structure(
        "random intercept and slope",
        lambda visits: ("variance of intercepts", "covariance", "variance of slopes", "residual variance"),
        lambda theta, times: _linear(theta, _slope_basis(times)),
        _slope_start,
    ),
)
STRUCTURES: Mapping[str, Structure] = MappingProxyType({structure.name: structure for structure in _ALL})
"""By name."""
