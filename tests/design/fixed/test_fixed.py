"""Powers and sizes of fixed designs: laws that need no other program."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from antral.core import InputError
from antral.design import fixed
from antral.design.fixed import Course

COURSE = Course(control_hazard=math.log(2.0) / 12.0, accrual=12.0, follow_up=12.0)


def test_an_example() -> None:
    found = fixed.t_size(effect=0.5, sd=1.0, power=0.9)
    few = fixed.fisher_size(treated=0.5, control=0.1, power=0.8)
    wide = fixed.expected_width(0.3, 20)
    assert found.women == (86, 86)
    assert found.power > 0.9 > fixed.t_power(0.5, 1.0, (85, 85))
    assert "enumerated" in str(few)
    assert wide == pytest.approx(0.413, abs=1e-3)


@pytest.mark.parametrize("size", [fixed.t_size, fixed.z_size, fixed.one_t_size])
@pytest.mark.parametrize("sides", [1, 2])
def test_a_size_of_means_has_its_power(size: object, sides: int) -> None:
    found = size(0.7, 1.3, power=0.85, alpha=0.04, sides=sides)  # type: ignore[operator]
    power = {fixed.t_size: fixed.t_power, fixed.z_size: fixed.z_power}.get(size)  # type: ignore[call-overload]
    at = (
        power(0.7, 1.3, found.n, alpha=0.04, sides=sides)
        if power
        else fixed.one_t_power(0.7, 1.3, found.n[0], alpha=0.04, sides=sides)
    )
    assert at == pytest.approx(0.85, abs=1e-9)
    assert 0.85 <= found.power < 0.9


@settings(max_examples=30, deadline=None)
@given(effect=st.floats(0.2, 2.0), n=st.integers(4, 60), m=st.integers(4, 60))
def test_arms_and_signs_may_swap(effect: float, n: int, m: int) -> None:
    assert fixed.t_power(effect, 1.0, (n, m)) == pytest.approx(fixed.t_power(-effect, 1.0, (m, n)), abs=1e-12)
    assert fixed.t_power(effect, 1.0, (n, m)) <= fixed.z_power(effect, 1.0, (n, m)) + 1e-12
    assert fixed.t_power(effect, 1.0, (n, m)) < fixed.t_power(effect, 1.0, (n + 1, m)) + 1e-12
    p, q = 0.2, 0.5
    assert fixed.proportions_power(p, q, (n, m)) == pytest.approx(fixed.proportions_power(q, p, (m, n)), abs=1e-12)


def test_no_effect_is_rejected_as_often_as_alpha_says() -> None:
    assert fixed.t_power(0.0, 1.0, (7, 9)) == pytest.approx(0.05, abs=1e-11)
    assert fixed.ancova_power(0.0, 1.0, (7, 9), correlation=0.5) == pytest.approx(0.05, abs=1e-8)
    assert fixed.fisher_power(0.3, 0.3, (12, 12)) < 0.05
    assert fixed.trend_power((0.3, 0.3, 0.3), (5, 5, 5), (0.0, 1.0, 2.0)) < 0.05
    assert fixed.log_rank_simulated(1.0, COURSE, (20, 20), trials=1000).power < 0.05 + 4 * 0.0069


def test_a_baseline_helps_by_what_it_explains() -> None:
    many = (400, 400)
    adjusted = fixed.ancova_power(0.2, 1.0, many, correlation=0.6)
    assert adjusted == pytest.approx(fixed.t_power(0.2, 0.8, many), abs=2e-3)
    assert fixed.ancova_power(1.0, 1.0, (10, 10), correlation=0.6) < fixed.t_power(1.0, 0.8, (10, 10))
    found = fixed.ancova_size(1.0, 1.0, correlation=0.5, power=0.9)
    assert fixed.ancova_power(1.0, 1.0, found.n, correlation=0.5) == pytest.approx(0.9, abs=1e-8)


def test_fisher_is_the_trend_of_two_arms_and_mirrors() -> None:
    assert fixed.fisher_power(0.6, 0.2, (9, 14)) == pytest.approx(fixed.fisher_power(0.2, 0.6, (14, 9)), abs=1e-12)
    assert fixed.fisher_power(0.6, 0.2, (9, 14)) == pytest.approx(fixed.fisher_power(0.4, 0.8, (9, 14)), abs=1e-12)


def test_the_saw_tooth_is_told() -> None:
    found = fixed.binomial_size(0.2, 0.05, power=0.8, alpha=0.025)
    assert found.women == (33,)
    assert fixed.binomial_power(0.2, 0.05, 35, alpha=0.025).power < 0.8
    assert "39" in found.notes[0]


@pytest.mark.parametrize("n", [1, 2, 7, 20])
@pytest.mark.parametrize("null", [0.0, 0.1, 0.5, 1.0])
def test_the_exact_test_of_one_share_holds_its_level(n: int, null: float) -> None:
    found = fixed.binomial_power(0.6, null, n, alpha=0.05)
    assert found.size <= 0.05
    mirrored = fixed.binomial_power(0.4, 1.0 - null, n, alpha=0.05)
    if null != 0.6:
        assert mirrored.power == pytest.approx(found.power, abs=1e-12)


def test_events_by_time_are_those_of_the_whole_course() -> None:
    women = (60, 60)
    seen = 60 * fixed.event_share(COURSE, 0.6) + 60 * fixed.event_share(COURSE)
    assert fixed.time_of_events(seen, 0.6, COURSE, women) == pytest.approx(24.0, abs=1e-8)
    early = Course(COURSE.control_hazard, 0.0, 12.0)
    assert fixed.event_share(early) == pytest.approx(0.5)
    steps = 12.0 + 12.0 * (np.arange(20_000) + 0.5) / 20_000
    assert fixed.event_share(COURSE) == pytest.approx(np.mean(1.0 - 0.5 ** (steps / 12.0)), abs=1e-7)
    with pytest.raises(InputError, match="never expected"):
        fixed.time_of_events(121, 0.6, COURSE, women)


def test_simulated_powers_are_the_same_again_and_near_the_formula() -> None:
    found = fixed.log_rank_simulated(0.5, COURSE, (60, 60), trials=1000)
    assert found == fixed.log_rank_simulated(0.5, COURSE, (60, 60), trials=1000)
    events = 60 * fixed.event_share(COURSE, 0.5) + 60 * fixed.event_share(COURSE)
    assert abs(found.power - fixed.log_rank_power(0.5, events)) < 0.05
    ranks = fixed.mann_whitney_simulated(lambda u: 1.0 + ndtri(u), ndtri, (40, 40), trials=500)
    assert abs(ranks.power - fixed.noether_power(fixed.normal_chance(1.0, 1.0), (40, 40))) < 0.05


def test_mmrm_lies_between_completers_and_everybody() -> None:
    r = 0.6 + 0.4 * np.eye(3)
    assert fixed.mmrm_inflation(r, (1.0, 1.0, 1.0)) == pytest.approx(1.0)
    assert 1.0 < fixed.mmrm_inflation(r, (1.0, 0.9, 0.8)) < 1.0 / 0.8
    assert fixed.mmrm_inflation(np.eye(3), (1.0, 0.9, 0.8)) == pytest.approx(1.0 / 0.8)
    whole = fixed.mmrm_size(0.5, 1.0, correlation=r, retention=(1.0, 1.0, 1.0), power=0.9)
    assert whole.n == pytest.approx(fixed.z_size(0.5, 1.0, power=0.9, alpha=0.025, sides=1).n)


def test_women_without_events() -> None:
    # docs/limits: 0 of 12 only excludes a true rate above 26.5 % (two-sided 95 %, one side 97.5 %)
    assert fixed.women_without_events(0.2647, level=0.975) == 12
    assert fixed.women_without_events(0.05) == 59
    n = fixed.precision_size(0.3, 0.3)
    assert fixed.expected_width(0.3, n) <= 0.3 < fixed.expected_width(0.3, n - 1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fixed.t_size(0.0, 1.0), "no number of women"),
        (lambda: fixed.t_power(1.0, 0.0, (5, 5)), "sd"),
        (lambda: fixed.t_power(1.0, 1.0, (1, 1)), "at least 3"),
        (lambda: fixed.t_power(1.0, 1.0, (5, 5), sides=3), "sides"),
        (lambda: fixed.z_size(1.0, 1.0, power=0.01), "power"),
        (lambda: fixed.proportions_size(0.3, 0.3), "equal"),
        (lambda: fixed.proportions_power(1.3, 0.3, (5, 5)), "share"),
        (lambda: fixed.correlation_power(1.0, 10), "correlation"),
        (lambda: fixed.ancova_power(1.0, 1.0, (5, 5), correlation=1.0), "correlation"),
        (lambda: fixed.trend_power((0.1,), (5,), (1.0,)), "two arms"),
        (lambda: fixed.trend_power((0.1,) * 4, (60,) * 4, (1.0, 2.0, 3.0, 4.0)), "simulate"),
        (lambda: fixed.fisher_size(0.21, 0.2, most=20), "no size"),
        (lambda: fixed.binomial_power(0.2, 0.1, 0), "at least one"),
        (lambda: fixed.log_rank_events(1.0), "hazard ratio"),
        (lambda: Course(0.1, -1.0, 2.0), "negative"),
        (lambda: fixed.noether_size(0.5), "neither"),
        (lambda: fixed.mmrm_inflation(np.eye(2), (0.8, 0.9)), "not rise"),
        (lambda: fixed.mmrm_inflation(np.ones((2, 2)), (1.0, 0.9)), "positive definite"),
        (lambda: fixed.precision_size(0.3, 1.0), "width"),
    ],
)
def test_what_cannot_be_is_refused(call: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()  # type: ignore[operator]


@pytest.mark.parametrize("sides", [1, 2])
def test_boschloo_is_never_weaker_than_fisher(sides: int) -> None:
    for n in ((6, 6), (5, 9), (12, 8)):
        fisher = fixed.fisher_power(0.7, 0.2, n, sides=sides)
        assert fixed.boschloo_power(0.7, 0.2, n, sides=sides) >= fisher - 1e-12
        assert fixed.boschloo_power(0.3, 0.3, n, sides=sides) <= 0.05 + 1e-9


def test_tests_that_are_one_sided_unless_told_say_so() -> None:
    one, two = (fixed.one_proportion_size(0.3, 0.1, sides=sides) for sides in (1, 2))
    assert str(one).endswith("normal approximation, one-sided")
    assert str(two).endswith("normal approximation, two-sided")
    assert "one-sided" in str(fixed.binomial_size(0.3, 0.1))
    above, below = fixed.binomial_power(0.3, 0.1, 25), fixed.binomial_power(0.1, 0.3, 25)
    assert f"at least {above.events} events, one-sided alpha 0.05" in str(above)
    assert f"at most {below.events} events, one-sided alpha 0.05" in str(below)


@pytest.mark.parametrize("n", [11, (11,), (5, 5, 5), "few"])
def test_women_of_two_arms_are_asked_for(n: object) -> None:
    for call in (
        lambda: fixed.t_power(1.0, 1.0, n),  # type: ignore[arg-type]
        lambda: fixed.z_power(1.0, 1.0, n),  # type: ignore[arg-type]
        lambda: fixed.t_drift(1.0, 1.0, n),  # type: ignore[arg-type]
        lambda: fixed.ancova_power(1.0, 1.0, n, correlation=0.5),  # type: ignore[arg-type]
        lambda: fixed.proportions_power(0.5, 0.1, n),  # type: ignore[arg-type]
        lambda: fixed.arcsine_power(0.5, 0.1, n),  # type: ignore[arg-type]
        lambda: fixed.fisher_power(0.5, 0.1, n),  # type: ignore[arg-type]
        lambda: fixed.boschloo_power(0.5, 0.1, n),  # type: ignore[arg-type]
        lambda: fixed.noether_power(0.7, n),  # type: ignore[arg-type]
    ):
        with pytest.raises(InputError, match=r"women treated and control were wanted, such as n=\(11, 11\)"):
            call()
