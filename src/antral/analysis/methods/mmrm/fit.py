"""Maximum likelihood of the covariance parameters by Newton steps, many trials at once.

A step is Newton's where the second derivatives are positive definite, else Fisher's; it is halved until the covariance
is positive definite and the likelihood no worse. A trial is fitted when the next step can gain less than `SETTLED`.
"""

from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np

from antral.analysis.methods.mmrm.likelihood import Problem, curve, observations, weigh
from antral.analysis.methods.mmrm.linear import Flags, Numbers, diagonal, factor, inverse, outer_sum
from antral.analysis.methods.mmrm.structures import Structure

SETTLED: Final = 1e-14
"""Largest gain in minus twice the log likelihood that the next step may still promise."""
STEPS: Final = 60
"""Evaluations of the likelihood before a fit is given up."""
HALVINGS: Final = 30
SINGULAR: Final = 1e-6
"""A fit is given up when the smallest eigenvalue of the correlations of the visits falls below this."""
ALIASED: Final = 1e-8
"""Smallest share of the information on a parameter that means and other parameters may leave."""


class Status(IntEnum):
    """How a fit ended."""

    CONVERGED = 0
    NOT_ESTIMABLE = 1
    """The data do not hold enough women to tell the parameters apart."""
    SINGULAR = 2
    """The covariance matrix tends to one that is not positive definite."""
    NOT_CONVERGED = 3

    @property
    def words(self) -> str:
        """For a note."""
        return {1: "its parameters cannot be estimated", 2: "it is singular", 3: "it did not converge"}.get(self, "")


class Fits(NamedTuple):
    """Fitted covariance parameters of many trials; garbage where not converged."""

    status: np.ndarray
    """`[trial]`, of `Status`."""
    theta: Numbers
    """`[trial, parameter]`"""
    observed: Numbers
    """Second derivatives of minus twice the log likelihood. `[trial, parameter, parameter]`"""
    expected: Numbers
    value: Numbers
    """Minus twice the log likelihood. `[trial]`"""
    steps: np.ndarray
    """Evaluations of the likelihood. `[trial]`"""
    free: Flags
    """Parameters on which the data depend: for the others no woman was seen at both visits, and they stay where they
    started. `[trial, parameter]`"""


def first_guess(problem: Problem) -> tuple[Numbers, Flags]:
    """A covariance matrix from least-squares residuals of women seen at both visits, and whether there is one."""
    trials, rows, visits, columns = problem.design.shape
    flat = problem.design.reshape(trials, rows * visits, columns)
    lower, solvable = factor(outer_sum(flat) + diagonal(~problem.kept))
    score = np.matmul(flat.swapaxes(1, 2), problem.values.reshape(trials, -1, 1))
    fitted = np.matmul(flat, np.matmul(inverse(lower), score)).reshape(trials, rows, visits)
    residual = np.where(problem.seen, problem.values - fitted, 0.0)
    number = observations(problem)
    lost = 1.0 - np.count_nonzero(problem.kept, axis=1) / np.maximum(number, 1)
    seen = problem.patterns.astype(float)
    both = np.matmul((seen * problem.women[..., np.newaxis]).swapaxes(1, 2), seen)
    left = np.matmul(np.ones((1, seen.shape[1])), problem.rest.reshape(trials, -1, visits * visits))
    products = outer_sum(residual) + left.reshape(trials, visits, visits)
    with np.errstate(invalid="ignore", divide="ignore"):
        guess = products / (both * np.maximum(lost, 1e-3)[:, np.newaxis, np.newaxis])
    guess = np.where(both > 0, guess, 0.0)
    variance = np.diagonal(guess, axis1=1, axis2=2)
    size = outer_sum(problem.values.reshape(trials, -1, 1))[:, 0, 0] / np.maximum(number, 1)
    average = np.matmul(variance[:, np.newaxis], np.ones((visits, 1)))[:, 0, 0] / visits
    known = solvable & (average > 1e-20 * size) & (lost > 0)
    # where nothing varies, or nobody was seen, the variance of the other visits
    raised = np.where(variance > 1e-6 * average[:, np.newaxis], 0.0, average[:, np.newaxis] - variance)
    guess = np.where(known[:, np.newaxis, np.newaxis], guess + raised[:, np.newaxis] * np.eye(visits), np.eye(visits))
    # nearer to independence where it is no covariance matrix
    alone = np.diagonal(guess, axis1=1, axis2=2)[:, :, np.newaxis] * np.eye(visits)
    for share in (0.2, 0.4, 0.6, 0.8):
        poor = ~(_least(guess) > 0.02)
        guess[poor] = (1 - share) * guess[poor] + share * alone[poor]
    return guess, known


def fit(problem: Problem, structure: Structure, restricted: bool) -> Fits:
    """Covariance parameters that make the data likeliest."""
    guess, known = first_guess(problem)
    theta = structure.start(guess, problem.times)
    trials, parameters = theta.shape
    status = np.where(known, Status.NOT_CONVERGED, Status.NOT_ESTIMABLE)
    nothing = np.full((trials, parameters, parameters), np.nan)
    observed, expected = nothing, nothing.copy()
    value, steps = np.full(trials, np.inf), np.zeros(trials, dtype=int)
    move, length, free = np.zeros_like(theta), np.ones(trials), np.ones((trials, parameters), dtype=bool)
    active = np.flatnonzero(known)
    for _ in range(STEPS):
        if not len(active):
            break
        tried = theta[active] + length[active, np.newaxis] * move[active]
        now = problem.of(active)
        with np.errstate(all="ignore"):
            shape = structure.at(tried, problem.times)
            at = weigh(now, shape.covariance, restricted)
            slack = 1e-9 * (1.0 + np.abs(value[active]))
            better = at.exists & (at.value <= np.where(np.isfinite(value[active]), value[active] + slack, np.inf))
            curved = curve(now, shape, at, restricted)
        steps[active] += 1
        went = active[better]
        theta[went], value[went] = tried[better], at.value[better]
        observed[went], expected[went] = curved.observed[better], curved.expected[better]
        free[went] = curved.most[better] > 0
        direction, gain, curves, possible = _step(curved.gradient[better], observed[went], expected[went], free[went])
        move[went], length[went] = direction, 1.0
        length[active[~better]] /= 2
        status[went[~possible]] = Status.NOT_ESTIMABLE
        settled = curves & (gain < SETTLED)
        status[went[settled]] = Status.CONVERGED
        theta[went[settled]] += direction[settled]
        apart = _told_apart(expected[went], curved.most[better], free[went])
        status[went[settled & ~apart]] = Status.NOT_ESTIMABLE
        status[went[~(_least(shape.covariance[better]) > SINGULAR)]] = Status.SINGULAR
        stuck = length[active] < 0.5**HALVINGS
        active = active[(status[active] == Status.NOT_CONVERGED) & ~stuck]
    return Fits(status, theta, observed, expected, value, steps, free)


def _step(
    gradient: Numbers, observed: Numbers, expected: Numbers, free: Flags
) -> tuple[Numbers, Numbers, Flags, Flags]:
    """The next move, what it promises to gain, whether it is Newton's, and whether there is one.

    There is none where the data cannot tell the parameters apart.
    """
    fixed = diagonal(~free)
    lower, newton = factor(observed + fixed)
    possible = newton.copy()
    if not newton.all():
        lower[~newton], possible[~newton] = factor((expected + fixed)[~newton])
    half = np.linalg.solve(lower, gradient[..., np.newaxis])
    move = -np.linalg.solve(lower.swapaxes(1, 2), half)[..., 0]
    gain = np.matmul(half.swapaxes(1, 2), half)[:, 0, 0] / 2
    return move, gain, newton, possible


def _told_apart(expected: Numbers, most: Numbers, free: Flags) -> Flags:
    """Whether more than rounding errors tell the free parameters from each other and from the means; `[trial]`"""
    scale = np.sqrt(np.where(free, most, 1.0))
    lower, exists = factor(expected / (scale[:, :, np.newaxis] * scale[:, np.newaxis, :]) + diagonal(~free))
    left = np.diagonal(lower, axis1=1, axis2=2) ** 2
    enough: Flags = np.all(left > ALIASED, axis=1)
    return enough & exists


def _least(covariance: Numbers) -> Numbers:
    """The smallest eigenvalue of the correlation matrix, NaN without one. `[trial]`"""
    with np.errstate(all="ignore"):
        scale = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))
        correlation = covariance / (scale[:, :, np.newaxis] * scale[:, np.newaxis, :])
    usable = np.isfinite(correlation).all(axis=(1, 2))
    safe = np.where(usable[:, np.newaxis, np.newaxis], correlation, np.eye(covariance.shape[1]))
    return np.where(usable, np.linalg.eigvalsh(safe)[:, 0], np.nan)
