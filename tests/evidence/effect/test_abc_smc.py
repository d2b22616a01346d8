"""The sampler on problems whose posterior is known: a share with a spike, with and without noise."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtr

from antral.evidence.effect import Evaluated, abc_smc

EVENTS, WOMEN, SPIKE, P0 = 6, 10, 0.5, 0.2
"""Six of ten; with weight one half the share is 0.2, else uniform: a beta-binomial problem."""


def _shares(z):
    u = ndtr(z)
    return np.where(u[:, 0] < SPIKE, P0, u[:, 1])


def _exact(z, number):
    found = stats.binom.logpmf(EVENTS, WOMEN, _shares(z))
    return Evaluated(found[:, None], {"share": _shares(z)})


def _known():
    """Posterior weight of the spike, and log evidence: the uniform share's evidence is 1 / (n + 1)."""
    nothing, effect = SPIKE * stats.binom.pmf(EVENTS, WOMEN, P0), (1 - SPIKE) / (WOMEN + 1)
    return nothing / (nothing + effect), np.log(nothing + effect)


@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_spike_slab_and_evidence_of_a_conjugate_problem(keep):
    found = abc_smc(_exact, coordinates=2, particles=4000, seed=11, keep=keep)
    weight, evidence = _known()
    share = _shares(found.particles)
    assert (share == P0).mean() == pytest.approx(weight, abs=0.025)
    assert found.log_evidence == pytest.approx(evidence, abs=0.08)
    law = stats.beta(EVENTS + 1, WOMEN - EVENTS + 1)
    effect = np.sort(share[share != P0])
    at = law.ppf([0.1, 0.5, 0.9])
    assert np.searchsorted(effect, at) / effect.size == pytest.approx([0.1, 0.5, 0.9], abs=0.04)
    assert found.generations[-1].temperature == 1.0


def test_a_likelihood_that_is_estimated_leads_to_the_same_posterior():
    def noisy(z, number):
        chance = np.random.default_rng([number, 5])
        factor = chance.gamma(4.0, 0.25, len(z))  # mean 1: the estimate is unbiased
        return Evaluated(_exact(z, number).log_likelihood + np.log(factor)[:, None], {})

    found = abc_smc(noisy, coordinates=2, particles=4000, seed=3, moves=4)
    assert (_shares(found.particles) == P0).mean() == pytest.approx(_known()[0], abs=0.03)


def test_a_narrow_posterior_far_in_the_prior_is_found_step_by_step():
    def far(z, number):
        return Evaluated(stats.norm.logpdf(3.0, z[:, :1], 0.2), {})

    found = abc_smc(far, coordinates=1, particles=2000, seed=2, moves=6)
    assert len(found.generations) > 3
    spread = 1.0 / (1.0 + 1.0 / 0.04)  # normal prior, normal likelihood
    assert found.particles.mean() == pytest.approx(3.0 * spread / 0.04, abs=0.05)
    assert found.particles.std() == pytest.approx(np.sqrt(spread), rel=0.15)
    assert found.log_evidence == pytest.approx(stats.norm.logpdf(3.0, 0.0, np.sqrt(1.04)), abs=0.3)


def test_what_was_seen_stays_with_its_particle():
    found = abc_smc(_exact, coordinates=2, particles=500, seed=1)
    assert np.array_equal(found.evaluated.seen["share"], _shares(found.particles))
    assert np.array_equal(found.evaluated.log_likelihood, _exact(found.particles, 0).log_likelihood)


def test_same_seed_same_bits_and_another_seed_another_sample():
    one, again, other = (abc_smc(_exact, coordinates=2, particles=200, seed=seed) for seed in (4, 4, 5))
    assert np.array_equal(one.particles, again.particles)
    assert not np.array_equal(one.particles, other.particles)


def test_evaluations_are_numbered_from_the_prior_on():
    numbers = []

    def counted(z, number):
        numbers.append(number)
        return _exact(z, number)

    found = abc_smc(counted, coordinates=2, particles=100, seed=1, moves=3)
    assert numbers == list(range(found.evaluations))
