"""Harm: rates, no event at all, the bound; what must hold, many trials as one, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from antral.analysis import safety as of_twelve
from antral.analysis.methods import binary, safety
from antral.core import InputError

EVENTS = st.tuples(st.integers(0, 30), st.integers(0, 30))
TIMES = st.tuples(st.floats(0.5, 60), st.floats(0.5, 60))


@settings(max_examples=60, deadline=None)
@given(EVENTS, TIMES)
def test_groups_can_be_swapped_and_time_rescaled(events, time) -> None:
    one, other = (
        safety.rate_ratio(events=each, time=watched) for each, watched in ((events, time), (events[::-1], time[::-1]))
    )
    assert one.p_value == pytest.approx(other.p_value, abs=1e-10)
    if one.low > 0:
        assert one.low == pytest.approx(1 / other.high)
    gap, swapped = (
        safety.rate_difference(events=each, time=watched)
        for each, watched in ((events, time), (events[::-1], time[::-1]))
    )
    assert (gap.low, gap.high) == pytest.approx((-swapped.high, -swapped.low), abs=1e-9)
    days = safety.rate_difference(events=events, time=[365.25 * each for each in time])
    assert (days.low * 365.25, days.p_value) == pytest.approx((gap.low, gap.p_value), abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(EVENTS, TIMES)
def test_test_and_interval_agree(events, time) -> None:
    for of, nothing in ((safety.rate_ratio, 1.0), (safety.rate_difference, 0.0)):
        found = of(events=events, time=time)
        if abs(found.p_value - 0.05) > 1e-6:
            assert (found.p_value < 0.05) == (not found.low <= nothing <= found.high)


def test_exact_limits_cover_whatever_the_rate() -> None:
    x = np.arange(80)
    low, high = safety.poisson_limits(x, np.full(80, 10.0))
    for true in np.linspace(0.01, 3.0, 60):
        inside = (low <= true) & (true <= high)
        assert stats.poisson.pmf(x[inside], 10 * true).sum() >= 0.95 - 1e-9


def test_many_trials_at_once_are_single_trials() -> None:
    rng = np.random.default_rng(8)
    x, time = rng.poisson(2.0, (2, 30)), rng.uniform(1, 9, (2, 30))
    for many, single in (
        (safety.rate_ratios(x, time), safety.rate_ratio),
        (safety.rate_differences(x, time), safety.rate_difference),
    ):
        for k in range(30):
            one = single(events=x[:, k], time=time[:, k])
            found = (one.estimate, one.low, one.high, one.p_value)
            assert [part[k] for part in many] == pytest.approx(found, rel=1e-10, abs=1e-12, nan_ok=True)


def test_one_rate_and_its_test() -> None:
    found = safety.rate(events=3, time=24.0, null=0.365303044572597)  # R's upper limit
    assert found.p_value == pytest.approx(0.05, abs=1e-9)
    assert found.estimate == pytest.approx(0.125)


def test_incidence_counts_women_not_events() -> None:
    found = safety.incidence(events=[0, 2, 0, 1, math.nan, 0, 3])
    assert found.estimate == pytest.approx(0.5)
    assert (found.n["women"], found.left_out, found.details["events"]) == (6, 1, 6.0)
    assert found.low == pytest.approx(binary.share(events=3, n=6).low)


@pytest.mark.parametrize("women", [1, 12, 200])
def test_none_seen_is_the_end_of_the_exact_interval(women) -> None:
    found = safety.none_seen(women=women)
    assert (1 - found.high) ** women == pytest.approx(0.05)
    assert found.details["two_sided_high"] == pytest.approx(of_twelve(women).upper_bound_after_none)
    assert found.high <= found.details["rule_of_three"]
    assert of_twelve(women, power=0.8).smallest_detectable_rate == pytest.approx(1 - 0.2 ** (1 / women), abs=1e-12)
    assert safety.none_seen(women=safety.women_to_exclude(0.04)).high <= 0.04
    assert safety.none_seen(women=safety.women_to_exclude(0.04) - 1).high > 0.04


def test_rule_of_three_is_the_limit_of_many_women() -> None:
    found = safety.none_seen(women=100_000)
    assert found.high == pytest.approx(found.details["rule_of_three"], rel=0.002)
    assert found.high == pytest.approx(safety.none_seen(time=100_000.0).high, rel=1e-4)


def test_harm_probability_rises_with_events() -> None:
    p = safety.harm_probability(np.arange(13), 12, 0.1, (1.0, 9.0))
    assert np.all(np.diff(p) > 0)
    assert p[0] == pytest.approx(stats.beta.sf(0.1, 1, 21))


def test_harm_bound_is_where_the_probability_passes_the_certainty() -> None:
    for look in safety.harm_bound(range(1, 20), acceptable=0.15, certainty=0.9, prior=(0.5, 1.5)):
        assert safety.harm_probability(look.events, look.women, 0.15, (0.5, 1.5)) > 0.9
        assert safety.harm_probability(look.events - 1, look.women, 0.15, (0.5, 1.5)) <= 0.9


@pytest.mark.filterwarnings("error")
def test_degenerate_samples_have_an_answer() -> None:
    none = safety.rate_difference(events=(0, 0), time=(3.0, 4.0))
    assert none.low < 0 < none.high
    assert none.p_value == 1.0
    assert none.notes
    ratio = safety.rate_ratio(events=(0, 0), time=(3.0, 4.0))
    assert math.isnan(ratio.estimate)
    assert (ratio.low, ratio.high, ratio.p_value) == (0.0, math.inf, 1.0)
    unwatched = safety.rate_difference(events=(0, 2), time=(0.0, 4.0))
    assert math.isnan(unwatched.estimate)
    assert unwatched.notes
    assert math.isnan(safety.rate_ratio(events=(0, 2), time=(0.0, 4.0)).p_value)
    assert math.isnan(safety.rate(events=0, time=0.0).low)
    assert safety.none_seen(women=0).high == 1.0
    assert safety.none_seen(time=0.0).high == math.inf
    assert math.isnan(safety.incidence(events=[]).estimate)
    assert safety.harm_chance([], 12, 0.3) == safety.Chance(0.0, 12.0)


def test_what_is_no_count_is_refused() -> None:
    with pytest.raises(InputError, match="time watched"):
        safety.rate(events=2, time=0.0)
    with pytest.raises(InputError, match="2 groups"):
        safety.rate_ratio(events=(1, 2, 3), time=(1.0, 2.0, 3.0))
    with pytest.raises(InputError, match="whole and not negative"):
        safety.rate(events=-1, time=3.0)
    with pytest.raises(InputError, match="either women or time"):
        safety.none_seen()
    with pytest.raises(InputError, match="0 or more"):
        safety.incidence(events=[-1.0, 2.0])
    with pytest.raises(InputError, match="two numbers between 0 and 1"):
        safety.harm_bound([3], acceptable=1.2, certainty=0.9, prior=(1.0, 1.0))


def test_events_are_not_the_women_of_a_rate() -> None:
    """Neither women nor their number is known from events and time."""
    one = safety.rate(events=3, time=12.5)
    assert safety.none_seen(time=12.5).n == {}
    two = safety.rate_ratio(events=(5, 1), time=(20.0, 19.0))
    assert one.n == {}
    assert two.n == {}
    assert (one.details["events"], two.details["events_first"], two.details["events_second"]) == (3, 5, 1)
