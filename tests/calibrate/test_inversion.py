"""The inversion beside posteriors that are known: in closed form, and by a sum over a grid."""

import numpy as np
import pytest

from antral.calibrate import Observed, effective_size, importance, invert
from antral.calibrate.inversion import linear_fit, misfit, prior_positions

DESIGN = np.array([[1.0, 0.5, 0.0], [0.0, 1.0, -0.8], [0.6, 0.0, 0.3], [0.2, 0.1, 0.1]])
WANTED = np.array([1.2, -0.7, 0.4, 2.0])
SD = np.array([0.3, 0.5, 0.2, 1.0])


def linear(z, step):
    values = z @ DESIGN.T
    return Observed(values, np.zeros(values.shape))


INDEPENDENT = np.diag(SD**2)
SHARED = INDEPENDENT + np.array(  # the first two share most of their error, the others some, against each other
    [[0, 0.13, 0, 0], [0.13, 0, 0, 0], [0, 0, 0, -0.12], [0, 0, -0.12, 0]]
)


def known_posterior(errors):
    """Mean and covariance with a standard normal prior, by Bayes' rule for normal distributions."""
    known = np.linalg.inv(errors)
    covariance = np.linalg.inv(np.eye(3) + DESIGN.T @ known @ DESIGN)
    return covariance @ DESIGN.T @ known @ WANTED, covariance


@pytest.mark.parametrize("errors", [INDEPENDENT, SHARED])
@pytest.mark.parametrize("iterations", [1, 4])
def test_a_linear_simulator_gives_the_posterior_of_bayes_rule(iterations, errors):
    mean, covariance = known_posterior(errors)
    way = invert(linear, WANTED, errors, numbers=3, members=1000, iterations=iterations, seed=3)
    spread = np.sqrt(np.diag(covariance))
    assert np.abs((way.positions.mean(axis=0) - mean) / spread).max() < 0.12  # 1000 members: an error of 0.03
    found = np.cov(way.positions.T)
    assert np.abs((found - covariance) / np.outer(spread, spread)).max() < 0.15
    assert sum(step.share for step in way.steps) == pytest.approx(1.0)


def test_an_error_that_targets_share_leaves_their_level_less_well_known():
    """Two measurements of one number in one laboratory tell less of it than in two."""

    def twice(z, step):
        values = np.repeat(z, 2, axis=1)
        return Observed(values, np.zeros(values.shape))

    for shared in (0.0, 0.8):
        errors = np.array([[1.0, shared], [shared, 1.0]])
        way = invert(twice, np.ones(2), errors, numbers=1, members=4000, iterations=2, seed=1)
        error_of_mean = (1.0 + shared) / 2.0
        assert way.positions.var() == pytest.approx(error_of_mean / (1.0 + error_of_mean), rel=0.08)
        assert way.positions.mean() == pytest.approx(1.0 / (1.0 + error_of_mean), abs=0.05)


@pytest.mark.parametrize("errors", [INDEPENDENT, SHARED])
def test_weights_are_even_where_the_ensemble_is_the_posterior(errors):
    way = invert(linear, WANTED, errors, numbers=3, members=1000, iterations=3, seed=3)
    weights = importance(way.positions, misfit(way.observed.values, WANTED, errors))
    assert weights.exponent == 1.0
    assert effective_size(weights.values) > 900


def test_monte_carlo_error_widens_the_posterior():
    def noisy(z, step):
        return Observed(z @ DESIGN.T, np.full((len(z), 4), 2.0))

    _, covariance = known_posterior(INDEPENDENT + 4.0 * np.eye(4))
    way = invert(noisy, WANTED, INDEPENDENT, numbers=3, members=1000, iterations=2, seed=5)
    assert np.diag(np.cov(way.positions.T)) == pytest.approx(np.diag(covariance), rel=0.15)


def test_a_curved_simulator_gives_the_posterior_on_a_grid():
    """Two numbers, one seen through an exponential, their product through nothing else."""
    wanted, sd = np.array([2.0, 0.5]), np.array([0.4, 0.3])

    def curved(z, step):
        values = np.stack([np.exp(0.6 * z[:, 0]), z[:, 0] + z[:, 1]], axis=1)
        return Observed(values, np.zeros(values.shape))

    axis = np.linspace(-5.0, 5.0, 401)
    grid = np.stack([g.ravel() for g in np.meshgrid(axis, axis, indexing="ij")], axis=1)
    log = -0.5 * (grid**2).sum(axis=1) - misfit(curved(grid, 0).values, wanted, np.diag(sd**2))
    mass = np.exp(log - log.max())
    mass /= mass.sum()
    mean = mass @ grid
    spread = np.sqrt(mass @ (grid - mean) ** 2)
    way = invert(curved, wanted, np.diag(sd**2), numbers=2, members=2000, iterations=4, seed=11)
    weights = importance(way.positions, misfit(way.observed.values, wanted, np.diag(sd**2))).values
    weighted = weights @ way.positions
    assert np.abs((weighted - mean) / spread).max() < 0.1
    assert np.sqrt(weights @ (way.positions - weighted) ** 2) == pytest.approx(spread, rel=0.1)
    before = np.abs((way.positions.mean(axis=0) - mean) / spread).max()
    assert np.abs((weighted - mean) / spread).max() < before


def test_missing_values_and_few_members_do_no_harm():
    def holes(z, step):
        values = z @ DESIGN.T
        values[::5, 0] = np.nan
        values[:, 3] = np.nan  # a target that no member has
        return Observed(values, np.zeros(values.shape))

    way = invert(holes, WANTED, INDEPENDENT, numbers=3, members=300, iterations=2, seed=7)
    precision = np.eye(3) + DESIGN[:3].T @ np.diag(SD[:3] ** -2) @ DESIGN[:3]
    mean = np.linalg.solve(precision, DESIGN[:3].T @ (WANTED[:3] / SD[:3] ** 2))
    assert np.abs(way.positions.mean(axis=0) - mean).max() < 0.2
    few = invert(linear, WANTED, INDEPENDENT, numbers=3, members=3, iterations=2, seed=7)
    assert np.isfinite(few.positions).all()


def test_the_misfit_is_minus_the_logarithm_of_the_normal_density():
    from scipy.stats import multivariate_normal

    values = linear(prior_positions(20, 3, 1), 0).values
    law = multivariate_normal(WANTED, SHARED)
    assert misfit(values, WANTED, SHARED) == pytest.approx(law.logpdf(WANTED) - law.logpdf(values))
    values[3, 1] = np.nan  # three standard deviations, beside the density of the other three
    others = [0, 2, 3]
    law = multivariate_normal(WANTED[others], SHARED[np.ix_(others, others)])
    expected = law.logpdf(WANTED[others]) - law.logpdf(values[3, others]) + 0.5 * 9.0
    assert misfit(values, WANTED, SHARED)[3] == pytest.approx(expected)


def test_idle_numbers_keep_their_prior_in_a_small_ensemble():
    """Forty numbers of which three act, sixty members: chance correlations must not narrow the rest."""

    def wide(z, step):
        return linear(z[:, :3], step)

    way = invert(wide, WANTED, INDEPENDENT, numbers=40, members=60, iterations=3, seed=2)
    spread = way.positions[:, 3:].std(axis=0, ddof=1)
    assert spread.mean() > 0.75


def test_the_ridge_is_least_squares_where_there_is_no_noise():
    z = prior_positions(50, 3, 1)
    slopes, predicted, residual = linear_fit(z, z @ DESIGN.T + 2.0)
    assert slopes == pytest.approx(DESIGN.T, abs=2e-3)
    assert predicted == pytest.approx(z @ DESIGN.T + 2.0, abs=1e-2)
    assert np.abs(residual).max() < 1e-4


def test_the_first_ensemble_is_stratified_and_reproducible():
    z = prior_positions(40, 5, 9)
    assert np.array_equal(z, prior_positions(40, 5, 9))
    assert not np.array_equal(z, prior_positions(40, 5, 10))
    from scipy.stats import norm

    share = np.sort(norm.cdf(z) * 40, axis=0)
    assert np.array_equal(np.floor(share), np.repeat(np.arange(40)[:, None], 5, axis=1))


def test_weights_are_tempered_where_few_members_would_carry_all():
    positions = prior_positions(100, 2, 1)
    weights = importance(positions, 50.0 * positions[:, 0] ** 2)
    assert 0.0 < weights.exponent < 1.0
    assert effective_size(weights.values) == pytest.approx(50.0, rel=1e-3)
    assert weights.values.sum() == pytest.approx(1.0)
