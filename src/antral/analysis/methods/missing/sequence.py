"""A normal model of a woman's visits, one after the other, and draws from its posterior; many imputations at once.

Each visit is regressed on covariates and all visits before it, which is a multivariate normal distribution written in
order (Little and Rubin 2019, Statistical Analysis with Missing Data, chapter 7). With the usual flat prior the residual
variance of a visit is its sum of squares over a chi-squared number, its coefficients are normal about least squares.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from antral.core import Purpose, normal, uniform

MOST: Final = 64
"""More than the visits, and more than the numbers of one visit's model, that there may be."""

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]


class Luck(NamedTuple):
    """What the draws depend on."""

    seed: int
    trial: int
    imputations: Whole
    """`[imputation]`"""
    rounds: int
    """Rounds of one imputation; 1 where the first is kept, since no woman has a gap before her last value."""

    def ordinals(self, which: int, visit: int) -> Whole:
        """A number for each imputation, of one round and visit."""
        return (self.imputations * self.rounds + which) * MOST + visit


class Model(NamedTuple):
    """Parameters of each imputation and arm."""

    intercept: Numbers
    """`[imputation, arm, visit]`"""
    covariates: Numbers
    """Coefficients of the covariates. `[imputation, arm, visit, covariate]`"""
    before: Numbers
    """Coefficients of the visits before. `[imputation, arm, visit, visit before]`"""
    sigma: Numbers
    """`[imputation, arm, visit]`"""

    def means(self, arm: Whole, covariates: Numbers) -> Numbers:
        """Expected course of each woman in some arm; `[imputation, woman, visit]`."""
        level = self.intercept[:, arm] + np.einsum("mwvc,wc->mwv", self.covariates[:, arm], covariates)
        course = np.zeros(level.shape)
        for visit in range(level.shape[2]):
            course[:, :, visit] = level[:, :, visit] + (self.before[:, arm, visit] * course).sum(axis=2)
        return course

    def covariance(self, arm: int) -> Numbers:
        """Covariance of the visits of one arm, given the covariates; `[imputation, visit, visit]`."""
        visits = self.sigma.shape[2]
        inverse = np.linalg.inv(np.eye(visits) - self.before[:, arm])
        found: Numbers = np.einsum("mij,mj,mkj->mik", inverse, self.sigma[:, arm] ** 2, inverse)
        return found


class Design(NamedTuple):
    """Who informs each visit."""

    arm: Whole
    """Place of each woman's arm. `[woman]`"""
    arms: int
    covariates: Numbers
    """`[woman, covariate]`"""
    last: Whole
    """Visits up to her last value. `[woman]`"""
    shared: bool
    """Whether slopes and spread are the same in all arms."""


def draw(values: Numbers, design: Design, luck: Luck, which: int) -> Model:
    """One draw of the model from its posterior, for each imputation.

    Parameters
    ----------
    values
        Completed up to each woman's last value. `[imputation, woman, visit]`
    which
        The round.
    """
    m, _, visits = values.shape
    arms, width = design.arms, design.covariates.shape[1]
    level, sigma = np.zeros((m, arms, visits)), np.zeros((m, arms, visits))
    covariates, before = np.zeros((m, arms, visits, width)), np.zeros((m, arms, visits, visits))
    known = values[:1] if luck.rounds == 1 else values  # without gaps all imputations learn from the same values
    for visit in range(visits):
        for group in range(1 if design.shared else arms):
            chosen, fixed = _informing(design, visit, group)
            rows = [np.broadcast_to(fixed, (len(known), *fixed.shape)), known[:, chosen, :visit]]
            found, spread = _regression(
                np.concatenate(rows, axis=2), known[:, chosen, visit], luck, which, visit, group
            )
            starts = fixed.shape[1] - width
            for place, arm in enumerate(range(arms) if design.shared else [group]):
                level[:, arm, visit], sigma[:, arm, visit] = found[:, place], spread
                covariates[:, arm, visit] = found[:, starts : starts + width]
                before[:, arm, visit, :visit] = found[:, starts + width :]
    return Model(level, covariates, before, sigma)


def _informing(design: Design, visit: int, group: int) -> tuple[NDArray[np.bool_], Numbers]:
    """Women who inform a visit, and their columns: one of ones for each arm, and covariates. `[woman, column]`"""
    chosen = (design.last > visit) & (design.shared | (design.arm == group))
    starts = np.eye(design.arms)[design.arm[chosen]] if design.shared else np.ones((int(chosen.sum()), 1))
    return chosen, np.hstack([starts, design.covariates[chosen]])


def _regression(
    rows: Numbers, values: Numbers, luck: Luck, which: int, visit: int, group: int
) -> tuple[Numbers, Numbers]:
    """Coefficients `[imputation, column]` and spread `[imputation]`, drawn."""
    _, n, number = rows.shape
    triangle: Numbers = np.asarray(np.linalg.qr(np.concatenate([rows, values[:, :, np.newaxis]], axis=2), mode="r"))
    # a diagonal above 0 makes the triangle one, whatever the order of the women
    sign = np.where(np.einsum("mii->mi", triangle[:, :number, :number]) < 0, -1.0, 1.0)
    inner, right = triangle[:, :number, :number] * sign[:, :, np.newaxis], triangle[:, :number, number] * sign
    ordinal = luck.ordinals(which, visit) * MOST
    chance = uniform(luck.seed, luck.trial, group, Purpose.IMPUTE_MODEL, ordinal)
    sigma = np.abs(triangle[:, number, number]) / np.sqrt(2 * gammaincinv((n - number) / 2, chance))
    numbers = 1 + np.arange(number)
    noise = normal(luck.seed, luck.trial, group, Purpose.IMPUTE_MODEL, ordinal[:, np.newaxis] + numbers)
    sides = right + sigma[:, np.newaxis] * noise
    if len(inner) == 1:
        return np.linalg.solve(inner[0], sides.T).T, sigma
    return np.linalg.solve(inner, sides[:, :, np.newaxis])[:, :, 0], sigma


def enough(design: Design, values: Numbers, times: int = 0) -> bool:
    """Whether every visit's regression tells its columns apart, with freedom left over.

    Parameters
    ----------
    values
        With gaps filled in some way. `[woman, visit]`
    times
        Degrees of freedom wanted for each coefficient; at least one in all.
    """
    for visit in range(values.shape[1]):
        for group in range(1 if design.shared else design.arms):
            chosen, fixed = _informing(design, visit, group)
            rows = np.hstack([fixed, values[chosen, :visit]])
            if len(rows) - rows.shape[1] < max(1, times * rows.shape[1]) or np.linalg.matrix_rank(rows) < rows.shape[1]:
                return False
    return True
