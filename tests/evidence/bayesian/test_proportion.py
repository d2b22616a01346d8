"""Posterior of a share: a conjugate-like limit, symmetry, no events, and what studies teach each other."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit
from scipy.stats import norm

from antral.core import InputError
from antral.evidence import bayesian

MEAN = bayesian.Normal(0.0, 1.5)


def test_without_spread_it_is_one_logit_with_a_normal_prior() -> None:
    found = bayesian.posterior_proportion([4, 2, 2], [9, 10, 2], spread=bayesian.half_normal(0.002), mean=MEAN)

    def density(m: float) -> float:
        return float(expit(m) ** 8 * expit(-m) ** 13 * norm.pdf(m, 0, 1.5))

    whole = quad(density, -12, 12)[0]
    assert found.mu.mean == pytest.approx(quad(lambda m: m * density(m), -12, 12)[0] / whole, abs=1e-4)
    assert found.p_positive == pytest.approx(quad(density, 0, 12)[0] / whole, abs=5e-4)


def test_events_and_non_events_mirror_each_other() -> None:
    prior = bayesian.half_normal(1.0)
    one = bayesian.posterior_proportion([1, 3], [6, 7], spread=prior, mean=MEAN)
    other = bayesian.posterior_proportion([5, 4], [6, 7], spread=prior, mean=MEAN)
    assert one.mu.low == pytest.approx(-other.mu.high, abs=2e-3)
    assert one.new.median == pytest.approx(-other.new.median, abs=2e-3)
    assert one.studies[0].mean == pytest.approx(-other.studies[0].mean, abs=1e-6)


@pytest.mark.parametrize("counts", [([0], [3]), ([0, 0], [2, 5]), ([3], [3]), ([0, 5], [5, 5])], ids=str)
def test_few_women_have_a_posterior(counts: tuple[list[int], list[int]]) -> None:
    found = bayesian.posterior_proportion(*counts, spread=bayesian.half_normal(1.0), mean=MEAN)
    share = found.mu.on(lambda value: float(expit(value)))
    assert 0.0 < share.low < share.median < share.high < 1.0
    assert found.notes


def test_a_flat_mean_is_refused() -> None:
    with pytest.raises(InputError, match="finite SD"):
        bayesian.posterior_proportion([0], [3], spread=bayesian.half_normal(1.0), mean=bayesian.FLAT)


def test_the_coarse_plane_has_the_same_mean() -> None:
    prior = bayesian.half_normal(0.5)
    found = bayesian.posterior_proportion([86, 11], [358, 23], spread=prior, mean=MEAN)
    nodes = bayesian.plane([86, 11], [358, 23], spread=prior, mean=MEAN)
    assert nodes.weight.sum() == pytest.approx(1.0)
    assert float(nodes.weight @ nodes.mean) == pytest.approx(found.mu.mean, abs=2e-3)
    assert np.all(nodes.spread > 0)
