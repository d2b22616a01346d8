"""The normal likelihood of repeated measurements, restricted or full, with exact first and second derivatives.

With W the inverse covariance of the visits at which a woman was seen, C = (X'WX)^-1 and P = W - WXCX'W, minus twice the
restricted log likelihood is (N - p) log 2 pi + log|V| + log|X'WX| + y'Py; its derivatives are tr(P V_k) - y'P V_k Py
and - tr(P V_k P V_l) + 2 y'P V_k P V_l P y + tr(P V_kl) - y'P V_kl Py (Lindstrom and Bates 1988, J Am Stat Assoc
83:1014).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.analysis.methods.mmrm.linear import Flags, Numbers, diagonal, factor, inverse, log_determinant, outer_sum
from antral.analysis.methods.mmrm.structures import Shape


class Problem(NamedTuple):
    """Data of many trials of the same size; a row is a woman, or a weighted sum of women seen at the same visits."""

    design: Numbers
    """`[trial, row, visit, column]`, 0 where not seen."""
    values: Numbers
    """`[trial, row, visit]`, 0 where not seen."""
    seen: Flags
    """`[trial, row, visit]`"""
    patterns: Flags
    """The sets of visits at which women were seen; `[trial, pattern, visit]`."""
    pattern: NDArray[np.int64]
    """Place of the row in `patterns`; `[trial, row]`."""
    women: Numbers
    """Women of each pattern; `[trial, pattern]`."""
    rest: Numbers
    """Squares and products that are left of women summed up in rows. `[trial, pattern, visit, visit]`"""
    whole: Numbers
    """The design with all its columns; `[trial, row, visit, column]`."""
    kept: Flags
    """Columns in the model; the others are zero in `design`. `[trial, column]`"""
    times: Numbers
    """`[visit]`"""

    def of(self, trials: np.ndarray) -> "Problem":
        """Some of the trials."""
        return self._replace(**{name: part[trials] for name, part in zip(self._fields[:-1], self[:-1], strict=True)})


class Weighed(NamedTuple):
    """Generalised least squares at one covariance matrix a trial."""

    exists: Flags
    """Whether the covariance is positive definite. `[trial]`"""
    weight: Numbers
    """Inverse covariance by pattern, 0 where not seen. `[trial, pattern, visit, visit]`"""
    weighted: Numbers
    """W X. `[trial, woman, visit, column]`"""
    half: Numbers
    """Lower factor of C. `[trial, column, column]`"""
    coefficients: Numbers
    """`[trial, column]`"""
    pulls: Numbers
    """W times the residuals. `[trial, woman, visit]`"""
    value: Numbers
    """Minus twice the log likelihood. `[trial]`"""


class Curved(NamedTuple):
    """Derivatives of minus twice the log likelihood."""

    gradient: Numbers
    """`[trial, parameter]`"""
    observed: Numbers
    """Second derivatives. `[trial, parameter, parameter]`"""
    expected: Numbers
    """Their expectation. `[trial, parameter, parameter]`"""
    most: Numbers
    """The expectation of each parameter's own if the means were known. `[trial, parameter]`"""


def weigh(problem: Problem, covariance: Numbers, restricted: bool) -> Weighed:
    """Coefficients and likelihood at a covariance matrix, `[trial, visit, visit]`."""
    trials, rows, visits, columns = problem.design.shape
    patterns = problem.patterns
    both = patterns[..., :, np.newaxis] & patterns[..., np.newaxis, :]
    blocks = np.where(both, covariance[:, np.newaxis], 0.0) + diagonal(~patterns)
    lower, found = factor(blocks)
    weight = inverse(lower) * both
    of_woman = np.take_along_axis(weight, problem.pattern[:, :, np.newaxis, np.newaxis], axis=1)
    weighted = np.matmul(of_woman, problem.design)
    flat = problem.design.reshape(trials, rows * visits, columns)
    information = np.matmul(flat.swapaxes(1, 2), weighted.reshape(trials, rows * visits, columns))
    upper, solvable = factor(information + diagonal(~problem.kept))
    half: Numbers = np.asarray(np.linalg.inv(upper), dtype=np.float64).swapaxes(1, 2)
    values = problem.values[..., np.newaxis]
    score = np.matmul(weighted.reshape(trials, -1, columns).swapaxes(1, 2), values.reshape(trials, -1, 1))
    coefficients = np.matmul(half, np.matmul(half.swapaxes(1, 2), score))
    residual = np.where(problem.seen, problem.values - np.matmul(flat, coefficients).reshape(trials, rows, visits), 0.0)
    pulls = np.matmul(of_woman, residual[..., np.newaxis])[..., 0]
    fit = np.matmul(residual.reshape(trials, 1, -1), pulls.reshape(trials, -1, 1))[:, 0, 0]
    left = np.matmul(weight.reshape(trials, 1, -1), problem.rest.reshape(trials, -1, 1))[:, 0, 0]
    spread = np.matmul(problem.women[:, np.newaxis], log_determinant(lower)[..., np.newaxis])[:, 0, 0]
    number = observations(problem)
    value = spread + fit + left
    if restricted:
        number = number - np.count_nonzero(problem.kept, axis=1)
        value = value + log_determinant(upper)
    value = value + number * np.log(2 * np.pi)
    return Weighed(found.all(axis=1) & solvable, weight, weighted, half, coefficients[..., 0], pulls, value)


def observations(problem: Problem) -> Numbers:
    """Values seen; `[trial]`."""
    total: Numbers = np.matmul(problem.women[:, np.newaxis], problem.patterns.sum(axis=2)[..., np.newaxis] * 1.0)
    return total[:, 0, 0]


def curve(problem: Problem, shape: Shape, at: Weighed, restricted: bool) -> Curved:
    """Derivatives at the covariance at which the trials were weighed."""
    trials, rows, visits, columns = problem.design.shape
    patterns, parameters = problem.patterns.shape[1], shape.first.shape[1]
    square = visits * visits
    first = shape.first.reshape(-1, parameters, square)
    # sums over the rows of each pattern: of u u', with u the weighted residuals, and of Z C Z'
    member = (problem.pattern[:, np.newaxis] == np.arange(patterns)[:, np.newaxis]) * 1.0
    pairs = (at.pulls[..., :, np.newaxis] * at.pulls[..., np.newaxis, :]).reshape(trials, rows, square)
    left = np.matmul(np.matmul(at.weight, problem.rest), at.weight).reshape(trials, patterns, square)
    pulled = np.matmul(member, pairs) + left
    # Z C^(1/2): every trace with C is then a sum of products
    rooted = np.matmul(at.weighted.reshape(trials, rows * visits, columns), at.half)
    weight = at.weight.reshape(trials, patterns, square)
    counted = weight * problem.women[..., np.newaxis]
    slope = counted - pulled
    if restricted:
        each = rooted.reshape(trials, rows, visits, columns)
        hat = np.matmul(member, np.matmul(each, each.swapaxes(2, 3)).reshape(trials, rows, square))
        slope = slope - hat
    slope = np.matmul(np.ones((1, patterns)), slope)
    gradient = np.matmul(first, slope.swapaxes(1, 2))[..., 0]
    # u'V_k Z C^(1/2), one row a parameter
    turned = np.matmul(at.pulls.swapaxes(1, 2), rooted.reshape(trials, rows, visits * columns))
    crossed = np.matmul(first, turned.reshape(trials, square, columns))
    middle = _pair(first, np.matmul(pulled.swapaxes(1, 2), weight), visits)
    middle = middle - np.matmul(crossed, crossed.swapaxes(1, 2))
    expected = _pair(first, np.matmul(counted.swapaxes(1, 2), weight), visits)
    most = np.diagonal(expected, axis1=1, axis2=2)
    if restricted:
        expected = expected - 2 * _pair(first, np.matmul(hat.swapaxes(1, 2), weight), visits)
        expected = expected + _squared(first, rooted, rows, visits)
    observed = 2 * middle - expected
    if shape.second is not None:
        second = shape.second.reshape(trials, parameters * parameters, square)
        observed = observed + np.matmul(second, slope.swapaxes(1, 2)).reshape(trials, parameters, parameters)
    return Curved(gradient, observed, expected, most)


def _squared(first: Numbers, rooted: Numbers, rows: int, visits: int) -> Numbers:
    """tr(P_k C P_l C) with P_k the sum of Z'V_k Z, from Z C^(1/2); by pairs of rows where those are few."""
    trials, _, columns = rooted.shape
    square = visits * visits
    if rows <= columns:
        every = np.matmul(rooted, rooted.swapaxes(1, 2)).reshape(trials, rows, visits, rows, visits)
        every = every.transpose(0, 2, 4, 1, 3).reshape(trials, square, rows * rows)
        tensor = np.matmul(every, every.swapaxes(1, 2)).reshape(trials, visits, visits, visits, visits)
        tensor = tensor.transpose(0, 3, 1, 2, 4).reshape(trials, square, square)
        pairs: Numbers = np.matmul(np.matmul(first, tensor), first.swapaxes(1, 2))
        return pairs
    every = outer_sum(rooted.reshape(trials, rows, visits * columns))
    every = every.reshape(trials, visits, columns, visits, columns).transpose(0, 1, 3, 2, 4)
    projected = np.matmul(first, every.reshape(trials, square, columns * columns))
    products: Numbers = np.matmul(projected, projected.swapaxes(1, 2))
    return products


def _pair(first: Numbers, sums: Numbers, visits: int) -> Numbers:
    """Sum over patterns of tr(A V_k B V_l), from the sums of A[d, a] B[b, c]; `[trial, parameter, parameter]`."""
    trials = len(sums)
    tensor = sums.reshape(trials, visits, visits, visits, visits).transpose(0, 2, 3, 4, 1)
    tensor = tensor.reshape(trials, visits * visits, visits * visits)
    result: Numbers = np.matmul(np.matmul(first, tensor), first.swapaxes(1, 2))
    return result
