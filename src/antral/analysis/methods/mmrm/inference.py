"""Small-sample inference on contrasts: adjusted covariance and degrees of freedom of Kenward and Roger, Satterthwaite.

Kenward and Roger 1997 (Biometrics 53:983) with second derivatives where a structure is not linear in its parameters,
and with the expected information of the covariance parameters (as R's pbkrtest).
Satterthwaite as R's lmerTest, with the observed information (Giesbrecht and Burns 1985, Biometrics 41:477; several
contrasts: Fai and Cornelius 1996, J Stat Comput Simul 54:363).
"""

from typing import NamedTuple

import numpy as np
from scipy.special import fdtrc, stdtr, stdtrit

from antral.analysis.methods.mmrm.fit import Fits
from antral.analysis.methods.mmrm.likelihood import Problem, weigh
from antral.analysis.methods.mmrm.linear import Flags, Numbers, diagonal, factor, inverse
from antral.analysis.methods.mmrm.structures import Structure


class Spread(NamedTuple):
    """How contrasts vary."""

    estimate: Numbers
    """`[trial, contrast]`"""
    model: Numbers
    """Their covariance as if the covariance of the values were known. `[trial, contrast, contrast]`"""
    adjusted: Numbers
    """The same with what estimating it adds (Kenward and Roger). `[trial, contrast, contrast]`"""
    change: Numbers
    """Derivatives of `model` by the covariance parameters. `[trial, parameter, contrast, contrast]`"""
    expected: Numbers
    """Covariance of the covariance parameters, from the expected information. `[trial, parameter, parameter]`"""
    observed: Numbers
    """From the observed information."""


class Tests(NamedTuple):
    """F tests of contrasts together."""

    statistic: Numbers
    """`[trial]`"""
    numerator: int
    denominator: Numbers
    """Degrees of freedom. `[trial]`"""
    p_value: Numbers


def spread(problem: Problem, structure: Structure, fits: Fits, contrasts: Numbers, restricted: bool) -> Spread:
    """Of contrasts, `[contrast, column]`, in converged trials."""
    trials, rows, visits, columns = problem.design.shape
    shape = structure.at(fits.theta, problem.times)
    at = weigh(problem, shape.covariance, restricted)
    parameters, count, square = shape.first.shape[1], len(contrasts), visits * visits
    rooted = np.matmul(contrasts, at.half)
    reach = np.matmul(at.half, rooted.swapaxes(1, 2))  # C L'
    seen = np.matmul(at.weighted.reshape(trials, -1, columns), reach).reshape(trials, rows, visits * count)
    both = np.matmul(seen.swapaxes(1, 2), seen).reshape(trials, visits, count, visits, count)
    first = shape.first.reshape(-1, parameters, square)
    change = np.matmul(first, both.transpose(0, 1, 3, 2, 4).reshape(trials, square, count * count))
    expected, observed = _inverse(fits.expected, fits.free), _inverse(fits.observed, fits.free)
    root = factor(expected + diagonal(~fits.free))[0]
    # what estimation adds: 2 C (sum w_kl (Q_kl - P_k C P_l - R_kl / 4)) C, seen through the contrasts
    pair = np.matmul(np.matmul(np.broadcast_to(first, (trials, parameters, square)).swapaxes(1, 2), expected), first)
    tensor = pair.reshape(trials, visits, visits, visits, visits).transpose(0, 1, 4, 2, 3).reshape(trials, square, -1)
    inner = np.matmul(tensor, at.weight.reshape(trials, -1, square).swapaxes(1, 2)).swapaxes(1, 2)
    inner = inner.reshape(trials, -1, visits, visits)
    if shape.second is not None:
        flat = shape.second.reshape(trials, parameters * parameters, square)
        bent = np.matmul(expected.reshape(trials, 1, -1), flat).reshape(trials, 1, visits, visits)
        inner = inner - bent / 4
    mine = np.take_along_axis(inner, problem.pattern[:, :, np.newaxis, np.newaxis], axis=1)
    sides = seen.reshape(trials, rows, visits, count)
    added = np.matmul(seen.reshape(trials, -1, count).swapaxes(1, 2), np.matmul(mine, sides).reshape(trials, -1, count))
    # P_k C L' through C^(1/2), one block of rows a parameter
    turned = np.matmul(
        np.matmul(at.weighted.reshape(trials, -1, columns), at.half)
        .reshape(trials, rows, visits * columns)
        .swapaxes(1, 2),
        seen,
    ).reshape(trials, visits, columns, visits, count)
    turned = turned.transpose(0, 1, 3, 2, 4).reshape(trials, square, columns * count)
    half = np.matmul(np.matmul(root.swapaxes(1, 2), first), turned)
    half = half.reshape(trials, parameters * columns, count)
    added = added - np.matmul(half.swapaxes(1, 2), half)
    model = np.matmul(rooted, rooted.swapaxes(1, 2))
    estimate = np.matmul(at.coefficients[:, np.newaxis], contrasts.T)[:, 0]
    change = change.reshape(trials, parameters, count, count)
    return Spread(estimate, model, model + 2 * added, change, expected, observed)


def _inverse(information: Numbers, free: Flags) -> Numbers:
    """Covariance of the parameters from second derivatives of minus twice the log likelihood; NaN without one."""
    lower, exists = factor(information + diagonal(~free))
    both = free[:, :, np.newaxis] & free[:, np.newaxis, :]
    return np.where(exists[:, np.newaxis, np.newaxis], 2 * np.where(both, inverse(lower), 0.0), np.nan)


class Single(NamedTuple):
    """Each contrast by itself; `[trial, contrast]`."""

    error: Numbers
    """Standard error."""
    df: Numbers
    low: Numbers
    high: Numbers
    p_value: Numbers
    """Two-sided."""


def each(found: Spread, adjusted: bool, level: float) -> Single:
    """t tests of single contrasts, by Kenward and Roger where `adjusted`, else by Satterthwaite."""
    trials, count = found.estimate.shape
    model = np.diagonal(found.model, axis1=1, axis2=2)
    variance = np.diagonal(found.adjusted, axis1=1, axis2=2) if adjusted else model
    change = np.diagonal(found.change, axis1=2, axis2=3).swapaxes(1, 2)
    information = found.expected if adjusted else found.observed
    turned = np.matmul(change, information)
    noise = np.matmul(turned.reshape(trials, count, 1, -1), change.reshape(trials, count, -1, 1))[..., 0, 0]
    with np.errstate(all="ignore"):
        df = np.where(noise > 0, 2 * model**2 / noise, np.nan)
        error = np.sqrt(np.where(variance > 0, variance, np.nan))
        half = stdtrit(df, 1 - (1 - level) / 2) * error
        p = 2 * stdtr(df, -np.abs(found.estimate) / error)
    return Single(error, df, found.estimate - half, found.estimate + half, p)


def together(found: Spread, adjusted: bool) -> Tests:
    """F tests that all contrasts are 0; they must be independent of each other."""
    return _kenward_roger(found) if adjusted else _fai_cornelius(found)


def _kenward_roger(found: Spread) -> Tests:
    trials, q = found.estimate.shape
    lower, exists = factor(found.model)
    share = np.matmul(inverse(lower)[:, np.newaxis], found.change)
    traces = np.trace(share, axis1=2, axis2=3)[:, np.newaxis]
    with np.errstate(all="ignore"):
        one = np.matmul(np.matmul(traces, found.expected), traces.swapaxes(1, 2))[:, 0, 0]
        flat = share.reshape(trials, -1, q * q)
        turned = share.swapaxes(2, 3).reshape(trials, -1, q * q)
        products = np.matmul(flat, turned.swapaxes(1, 2))
        two = np.matmul(found.expected.reshape(trials, 1, -1), products.reshape(trials, -1, 1))[:, 0, 0]
        b = (one + 6 * two) / (2 * q)
        g = ((q + 1) * one - (q + 4) * two) / ((q + 2) * two)
        rest = 3 * q + 2 * (1 - g)
        c1, c2, c3 = g / rest, (q - g) / rest, (q + 2 - g) / rest
        mean = 1 / (1 - two / q)
        variance = 2 / q * (1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b))
        ratio = variance / (2 * mean**2)
        df = 4 + (q + 2) / (q * ratio - 1)
        scale = df / (mean * (df - 2))
    adjusted, usable = factor(found.adjusted)
    half = np.linalg.solve(adjusted, found.estimate[..., np.newaxis])
    fit = np.matmul(half.swapaxes(1, 2), half)[:, 0, 0]
    return _f(np.where(exists & usable & (df > 2), scale * fit / q, np.nan), q, df)


def _fai_cornelius(found: Spread) -> Tests:
    q = found.estimate.shape[1]
    size, turn = np.linalg.eigh(np.where(np.isfinite(found.model), found.model, 0.0))
    along = np.matmul(turn.swapaxes(1, 2), found.estimate[..., np.newaxis])[..., 0]
    turned = np.matmul(np.matmul(turn.swapaxes(1, 2)[:, np.newaxis], found.change), turn[:, np.newaxis])
    change = np.diagonal(turned, axis1=2, axis2=3).swapaxes(1, 2)
    noise = np.matmul(np.matmul(change, found.observed)[:, :, np.newaxis], change[..., np.newaxis])[..., 0, 0]
    with np.errstate(all="ignore"):
        usable = (size > 1e-12 * size[:, -1:]).all(axis=1)
        statistic = np.where(usable, (along**2 / size).mean(axis=1), np.nan)
        each_df = 2 * size**2 / noise
        total = (each_df / (each_df - 2)).sum(axis=1)
        df = np.where((each_df > 2).all(axis=1), 2 * total / (total - q), 2.0)
        alike = np.abs(each_df - each_df[:, :1]).max(axis=1) < 1e-8 * each_df[:, 0]
        df = np.where(alike, each_df[:, 0], df)
    return _f(statistic, q, df)


def _f(statistic: Numbers, numerator: int, df: Numbers) -> Tests:
    with np.errstate(all="ignore"):
        p = np.where(np.isfinite(df) & (df > 0), fdtrc(numerator, np.maximum(df, 1e-300), statistic), np.nan)
    return Tests(statistic, numerator, df, p)
