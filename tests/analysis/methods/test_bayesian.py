"""Posteriors and predictive probabilities: what must hold, many trials as one, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from antral.analysis.methods import bayesian, binary
from antral.core import InputError

SIZE = st.integers(1, 40)


@st.composite
def tables(draw):
    n = (draw(SIZE), draw(SIZE))
    return tuple(draw(st.integers(0, size)) for size in n), n


@settings(max_examples=40, deadline=None)
@given(tables(), st.floats(-0.9, 0.9))
def test_groups_can_be_swapped(table, margin) -> None:
    events, n = table
    one = bayesian.posterior_difference(events=events, n=n, margin=margin)
    other = bayesian.posterior_difference(events=events[::-1], n=n[::-1], margin=-margin)
    assert one.details["probability_above"] == pytest.approx(1 - other.details["probability_above"], abs=1e-9)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-8)


@settings(max_examples=25, deadline=None)
@given(tables())
def test_interval_holds_its_probability(table) -> None:
    events, n = table
    found = bayesian.posterior_difference(events=events, n=n, confidence=0.9)
    for limit, level in ((found.low, 0.95), (found.high, 0.05)):
        at = bayesian.posterior_difference(events=events, n=n, margin=limit)
        assert at.details["probability_above"] == pytest.approx(level, abs=1e-8)


@pytest.mark.parametrize("prior", [(1.0, 1.0), (0.5, 0.5), (0.1, 0.1), (3.0, 17.0)])
@pytest.mark.parametrize(("events", "n"), [((0, 0), (4, 4)), ((12, 0), (12, 30)), ((300, 280), (1000, 1000))])
def test_superiority_by_simulation(prior, events, n) -> None:
    """Within four Monte-Carlo standard errors of draws from the two posteriors."""
    rng = np.random.default_rng(12)
    draws = [rng.beta(prior[0] + x, prior[1] + size - x, 100_000) for x, size in zip(events, n, strict=True)]
    p = bayesian.superiority(np.array(events)[:, None], np.array(n)[:, None], (prior, prior), 0.05)[0]
    seen = (draws[0] - draws[1] > 0.05).mean()
    assert abs(seen - p) <= 4 * math.sqrt(max(p * (1 - p), 1e-6) / 100_000)


def test_many_trials_at_once_are_single_trials() -> None:
    rng = np.random.default_rng(5)
    n = rng.integers(4, 15, (2, 25))
    x = rng.binomial(n, 0.3)
    together = bayesian.superiority(x, n)
    single = [bayesian.posterior_difference(events=x[:, k], n=n[:, k]).details["probability_above"] for k in range(25)]
    assert together == pytest.approx(single, abs=1e-12)


def test_uniform_prior_and_boundary_of_a_posterior_share() -> None:
    found = bayesian.posterior_share(events=0, n=0, above=0.3)
    assert (found.estimate, found.low, found.high) == pytest.approx((0.5, 0.025, 0.975))
    assert found.details["probability_above"] == pytest.approx(0.7)
    assert found.notes
    assert any("prior: beta(1, 1)" in words for words in found.assumptions)
    jeffreys = bayesian.posterior_share(events=3, n=12, prior=(0.5, 0.5))
    assert (jeffreys.low, jeffreys.high) == pytest.approx(tuple(float(x) for x in binary.jeffreys(3, 12)))


def test_weak_prior_gives_the_data_strong_prior_itself() -> None:
    flat = bayesian.posterior_normal(estimate=-0.3, standard_error=0.1)
    assert (flat.estimate, flat.low, flat.high) == pytest.approx((-0.3, -0.3 - 1.959964 * 0.1, -0.3 + 1.959964 * 0.1))
    wide = bayesian.posterior_normal(estimate=-0.3, standard_error=0.1, prior=(5.0, 1e6))
    assert wide.estimate == pytest.approx(-0.3, abs=1e-9)
    narrow = bayesian.posterior_normal(estimate=-0.3, standard_error=0.1, prior=(5.0, 1e-6))
    assert narrow.estimate == pytest.approx(5.0, abs=1e-6)
    assert "flat" in flat.assumptions[0]
    assert "mean 5" in wide.assumptions[0]


def test_two_normal_updates_are_one() -> None:
    first = bayesian.posterior_normal(estimate=1.0, standard_error=0.5, prior=(0.0, 1.0))
    again = bayesian.posterior_normal(
        estimate=0.2, standard_error=0.4, prior=(first.estimate, first.details["standard_deviation"])
    )
    weights = np.array([1 / 0.25, 1 / 0.16])
    both = weights @ [1.0, 0.2] / weights.sum()
    whole = bayesian.posterior_normal(estimate=both, standard_error=1 / math.sqrt(weights.sum()), prior=(0.0, 1.0))
    assert again.estimate == pytest.approx(whole.estimate)
    assert again.low == pytest.approx(whole.low)


def test_predictive_share_falls_with_what_is_needed_and_ends_at_the_data() -> None:
    chance = [bayesian.predictive_share(events=4, n=10, planned=20, needed=needed).estimate for needed in range(16)]
    assert chance[:5] == pytest.approx([1.0] * 5)
    assert np.all(np.diff(chance) <= 0)
    assert chance[15] == 0.0
    assert bayesian.predictive_share(events=4, n=10, planned=10, needed=4).estimate == 1.0


def test_predictive_difference_of_a_finished_trial_is_its_result() -> None:
    for events in ((8, 1), (5, 3)):
        for success in binary.TESTS:
            p = binary.risk_difference(events=events, n=(20, 20), test=success).p_value
            found = bayesian.predictive_difference(events=events, n=(20, 20), planned=(20, 20), success=success)
            assert found.estimate == pytest.approx(float(p <= 0.05))


def test_predictive_normal_of_a_flat_prior() -> None:
    found = bayesian.predictive_normal(estimate=0.3, standard_error=0.2, final_standard_error=0.2 / math.sqrt(2))
    z = 0.3 / 0.2
    # Spiegelhalter et al. 1986: Phi((z - z_crit sqrt(t)) / sqrt(1 - t)), information share t, flat prior
    expected = stats.norm.cdf((z - stats.norm.isf(0.025) * math.sqrt(0.5)) / math.sqrt(0.5))
    assert found.estimate == pytest.approx(expected, abs=1e-12)


def test_what_is_no_prior_is_refused() -> None:
    with pytest.raises(InputError, match="beta distribution"):
        bayesian.posterior_share(events=1, n=3, prior=(0.0, 1.0))
    with pytest.raises(InputError, match="standard deviation above 0"):
        bayesian.posterior_normal(estimate=1.0, standard_error=1.0, prior=(0.0, 0.0))
    with pytest.raises(InputError, match="the second above 0"):
        bayesian.posterior_normal(estimate=1.0, standard_error=0.0)
    with pytest.raises(InputError, match="fewer women"):
        bayesian.predictive_share(events=1, n=3, planned=2, needed=1)
    with pytest.raises(InputError, match="none below"):
        bayesian.predictive_difference(events=(1, 1), n=(3, 3), planned=(5, 2))
    with pytest.raises(InputError, match="posterior or one of"):
        bayesian.predictive_difference(events=(1, 1), n=(3, 3), planned=(5, 5), success="luck")
    with pytest.raises(InputError, match="below the present one"):
        bayesian.predictive_normal(estimate=1.0, standard_error=0.1, final_standard_error=0.2)
    with pytest.raises(InputError, match="between -1 and 1"):
        bayesian.posterior_difference(events=(1, 1), n=(3, 3), margin=3.0)


@pytest.mark.parametrize("alpha", [0.0, 0.5, 0.95])
def test_a_confidence_is_no_level(alpha: float) -> None:
    with pytest.raises(InputError, match="a confidence is none"):
        bayesian.predictive_normal(estimate=0.3, standard_error=0.2, final_standard_error=0.1, alpha=alpha)
    with pytest.raises(InputError, match="a confidence is none"):
        bayesian.predictive_difference(events=(4, 1), n=(10, 10), planned=(20, 20), alpha=alpha)
