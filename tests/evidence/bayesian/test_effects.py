"""Random effects with priors: limits in closed form, laws of mixtures, recorded priors."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ndtr, ndtri

from antral.core import InputError
from antral.evidence import bayesian, pooling
from antral.evidence.bayesian.posterior import finer, of_normals, of_points

Y, V = np.array([-0.4, 0.9, 0.3]), np.array([0.35, 0.5, 0.2])


def test_no_spread_and_a_flat_mean_is_the_common_effect() -> None:
    found = bayesian.posterior_effects(Y, V, spread=bayesian.half_normal(1e-5))
    mean, se = (Y / V).sum() / (1 / V).sum(), (1 / V).sum() ** -0.5
    assert found.mu.mean == pytest.approx(mean, abs=1e-8)
    assert found.mu.sd == pytest.approx(se, rel=1e-6)
    assert (found.mu.low, found.mu.high) == pytest.approx(
        (mean - se * ndtri(0.975), mean + se * ndtri(0.975)), abs=1e-6
    )
    assert found.p_positive == pytest.approx(ndtr(mean / se), abs=1e-7)
    assert all(study.mean == pytest.approx(mean, abs=1e-6) for study in found.studies)


def test_a_strong_prior_of_the_mean_is_the_conjugate_answer() -> None:
    found = bayesian.posterior_effects([0.8], [0.25], spread=bayesian.half_normal(1e-5), mean=bayesian.Normal(0.2, 0.5))
    assert found.mu.mean == pytest.approx(0.5)
    assert found.mu.sd == pytest.approx(math.sqrt(0.125), rel=1e-6)
    # Savage and Dickey: prior density at 0 over posterior density at 0
    prior, after = math.exp(-0.08) / 0.5, math.exp(-(0.5**2) / 0.25) / math.sqrt(0.125)
    assert found.bayes_factor == pytest.approx(prior / after, rel=1e-6)
    assert found.bayes_factor_spread == pytest.approx(1.0, abs=1e-6)


def test_many_studies_forget_the_prior_and_agree_with_restricted_likelihood() -> None:
    rng = np.random.default_rng(7)
    v = rng.uniform(0.02, 0.1, 400)
    y = 0.4 + rng.normal(size=400) * np.sqrt(v + 0.09)
    found = bayesian.posterior_effects(y, v, spread=bayesian.half_normal(1.0))
    likely = pooling.random_effects(y, v, method="REML", interval="Wald")
    assert found.mu.mean == pytest.approx(likely.estimate, abs=2e-4)
    assert found.mu.sd == pytest.approx(likely.se, rel=0.01)
    assert found.tau.mean == pytest.approx(math.sqrt(likely.tau2), rel=0.02)


def test_shrinkage_lies_between_the_study_and_the_mean() -> None:
    found = bayesian.posterior_effects(Y, V, spread=bayesian.prior("half_normal_0.5"))
    for value, study in zip(Y, found.studies, strict=True):
        assert min(value, found.mu.mean) < study.mean < max(value, found.mu.mean)
    assert found.new.high - found.new.low > found.mu.high - found.mu.low


def test_one_study_leaves_tau_at_its_prior() -> None:
    found = bayesian.posterior_effects([0.3], [0.2], spread=bayesian.half_normal(0.5))
    assert found.tau.median == pytest.approx(0.5 * ndtri(0.75), rel=1e-3)
    assert found.notes
    assert math.isnan(found.bayes_factor)


@pytest.mark.parametrize("name", list(bayesian.priors()))
def test_recorded_priors_are_densities(name: str) -> None:
    prior = bayesian.prior(name)
    for low, high in ((0.01, 0.1), (0.1, 1.0), (1.0, 5.0)):
        inside = quad(lambda t: math.exp(float(prior.log_density(np.asarray(t)))), low, high)[0]
        assert inside == pytest.approx(prior.below(high) - prior.below(low), abs=1e-8)
    assert prior.source
    assert prior.tag in ("published", "assumed", "recalled")


def test_medians_of_the_predictive_priors() -> None:
    assert bayesian.prior("turner_symptoms_pharmacological_control").below(math.exp(-2.06 / 2)) == pytest.approx(0.5)
    assert bayesian.prior("rhodes_any").below(math.exp(-3.44 / 2)) == pytest.approx(0.5)


def test_the_shortest_interval_of_a_skewed_mixture_is_shorter_and_equally_high_at_its_ends() -> None:
    weight, mean, sd = np.array([0.7, 0.3]), np.array([0.0, 2.0]), np.array([0.5, 1.5])
    found = of_normals(weight, mean, sd, 0.9)

    def density(x: float) -> float:
        return float((weight / sd * np.exp(-(((x - mean) / sd) ** 2) / 2)).sum())

    assert found.hpd_high - found.hpd_low < found.high - found.low
    assert density(found.hpd_low) == pytest.approx(density(found.hpd_high), rel=1e-3)
    assert found.mean == pytest.approx(0.6)


def test_a_coarse_density_is_read_as_finely_as_needed() -> None:
    x = np.linspace(-6, 6, 41)
    nodes, height = finer(x, np.exp(-(x**2) / 2))
    assert of_points(height, nodes, 0.95).high == pytest.approx(ndtri(0.975), abs=2e-3)


def test_unknown_priors_are_told() -> None:
    with pytest.raises(InputError, match="on record"):
        bayesian.prior("flat")
    with pytest.raises(InputError, match="positive SD"):
        bayesian.posterior_effects(Y, V, spread=bayesian.half_normal(1.0), mean=bayesian.Normal(0.0, 0.0))
