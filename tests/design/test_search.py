"""Sample size, smallest effect and changes, against formulas and limits known beforehand."""

import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy import stats

from antral.analysis import tests_of as planned_tests
from antral.design import Gathered, changes, sample_size, smallest_effect
from antral.design.pool import pool
from antral.design.power import power, power_with_error

from .made import gathered, plan

CHANCE = np.random.default_rng(5)
SPONTANEOUS = {"untreated": CHANCE.normal(size=2000), "treated": CHANCE.normal(size=2000)}


def with_effect(shift: float) -> dict[str, np.ndarray]:
    return {"untreated": SPONTANEOUS["untreated"], "treated": SPONTANEOUS["treated"] + shift}


def test_sample_size_agrees_with_the_formula_for_two_means() -> None:
    # 2 (z_0.975 + z_0.8)² / d² = 24.5 women per arm for d = 0.8
    wanted = 2 * (stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) ** 2 / 0.8**2
    without = gathered(SPONTANEOUS)
    found = sample_size(gathered(with_effect(0.8)), without, plan(), planned_tests(plan())[0], seed=1)
    assert found.per_arm is not None
    assert found.per_arm == pytest.approx(wanted, abs=4)
    assert found.power >= 0.8


def test_without_effect_no_number_of_women_is_given() -> None:
    without = gathered(SPONTANEOUS)
    found = sample_size(without, without, plan(), planned_tests(plan())[0], seed=1)
    assert found.per_arm is None
    assert "no effect" in found.reason
    assert found.power == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / 1000))


def test_a_saturated_dose_response_is_named() -> None:
    trend = plan(control=False)
    arms = {"low": CHANCE.normal(size=2000), "high": CHANCE.normal(size=2000)}
    without = gathered(arms)
    effect = gathered({arm: values + 1.0 for arm, values in arms.items()})
    found = sample_size(effect, without, trend, planned_tests(trend)[0], seed=1)
    assert found.per_arm is None
    assert "saturated" in found.reason


def test_a_small_effect_is_called_too_small() -> None:
    without = gathered(SPONTANEOUS)
    found = sample_size(gathered(with_effect(0.05)), without, plan(), planned_tests(plan())[0], seed=1)
    assert found.per_arm is None
    assert "too small" in found.reason


def test_an_effect_that_the_most_women_nearly_reach_is_not_called_too_small() -> None:
    # d = 0.25 with 200 per arm: power = Phi(0.25 √100 - 1.96) = Phi(0.54) = 0.71
    without = gathered(SPONTANEOUS)
    found = sample_size(gathered(with_effect(0.25)), without, plan(), planned_tests(plan())[0], seed=1)
    assert found.per_arm is None
    assert found.most == 200
    assert found.power == pytest.approx(0.71, abs=0.08)
    assert "too small" not in found.reason
    assert found.reason.startswith("not reached")


def test_the_smallest_effect_of_ten_per_arm_is_that_of_the_t_test() -> None:
    # a two-sample t-test of 10 per arm has power 0.718 at d = 1.2 and so 0.8 near d = 1.32 (pwr: 1.3249)
    found = smallest_effect(gathered(SPONTANEOUS), plan(), planned_tests(plan())[0], seed=1)
    assert found.value is not None
    assert np.log(found.value) == pytest.approx(1.325, rel=0.12)


def test_more_women_and_a_control_arm_come_out_as_helpful() -> None:
    trend = plan(control=False)
    arms = {"low": CHANCE.normal(size=2000), "high": CHANCE.normal(size=2000)}
    effect = gathered({arm: values + 1.0 for arm, values in arms.items()})
    found = changes(effect, gathered(arms), trend, {"low": 6, "high": 6}, {"outcome"}, seed=1)
    by_name = {change.change: change for change in found}
    enough = max((c for n, c in by_name.items() if n.startswith("compare the highest dose")), key=lambda c: c.women)
    assert enough.after >= 0.78
    more = next(change for name, change in by_name.items() if name.startswith("enrol"))
    assert more.after < 0.15  # more women in two equally effective arms show nothing
    assert found == sorted(found, key=lambda change: -change.after)


def test_at_twelve_women_the_test_itself_is_made() -> None:
    """Fisher's exact test of 5 against 5 hardly ever rejects without effect; a normal approximation would at 5 %."""
    events = np.tile([0.0, 0.0, 1.0], 700)
    asked = plan(test="exact_trend", derive="serious_event")
    test = planned_tests(asked)[-1]
    assert test.kind == "fisher"
    without = gathered({"untreated": events, "treated": events})
    known = pool(without, without, test, asked)
    # by hand: 0 or 1 of 5 against 5 of 5, and 0 of 5 against 4 of 5 (p = 10/210), and the same the other way round
    none, one, four, five = (math.comb(5, k) * (1 / 3) ** k * (2 / 3) ** (5 - k) for k in (0, 1, 4, 5))
    exact = 2 * (none * four + none * five + one * five)
    assert exact < 0.015
    assert power(known, asked, test, {"untreated": 5, "treated": 5}, seed=1) == pytest.approx(exact, abs=0.015)


def test_gains_of_counts_stay_counts() -> None:
    low, high = np.tile([0.0, 0.0, 1.0], 700), np.tile([0.0, 1.0, 1.0, 0.0], 525)
    asked = plan(test="exact_trend", derive="serious_event")
    test = planned_tests(asked)[0]
    known = pool(
        gathered({"untreated": low, "treated": np.maximum(low, high)}),
        gathered({"untreated": low, "treated": low}),
        test,
        asked,
    )
    drawn = known.drawn("treated", 30, 200, seed=1, stream=0)
    assert set(np.unique(drawn)) == {0.0, 1.0}
    assert drawn.mean() == pytest.approx(np.maximum(low, high).mean(), abs=0.03)
    assert known.drawn(None, 30, 200, seed=1, stream=0).mean() == pytest.approx(1 / 3, abs=0.03)


def test_an_effect_that_half_of_the_trials_lack_keeps_half_of_them_from_succeeding() -> None:
    """However many women, trials without effect stay without: the power is at most about one half."""
    trials = np.arange(2000) // 10 + 1
    works = trials % 2 == 0
    effect = {"untreated": SPONTANEOUS["untreated"], "treated": SPONTANEOUS["treated"] + 1.0 * works}
    strength = {int(t): float(t % 2 == 0) for t in np.unique(trials)}
    test = planned_tests(plan())[0]
    found = sample_size(gathered(effect, strength=strength), gathered(SPONTANEOUS), plan(), test, seed=1)
    assert found.per_arm is None
    assert found.power == pytest.approx(0.525, abs=0.05)


def test_the_error_of_a_power_knows_the_women_it_rests_on() -> None:
    asked = plan()
    test = planned_tests(asked)[0]
    few = {arm: values[:60] for arm, values in SPONTANEOUS.items()}
    women = {"untreated": 50, "treated": 50}
    errors = []
    for arms in (few, SPONTANEOUS):
        without = gathered(arms)
        gains = {
            "untreated": arms["untreated"],
            "treated": arms["treated"] + CHANCE.normal(0.5, 0.8, len(arms["treated"])),
        }
        known = pool(gathered(gains), without, test, asked)
        errors.append(power_with_error(known, asked, test, women, seed=1).mcse)
    assert errors[0] > 2 * errors[1]


def test_another_endpoint_is_offered_where_it_takes_fewer_women() -> None:
    usual = plan(control=False)
    asked = replace(usual, questions=(usual.questions[0], replace(usual.questions[0], name="other")))
    arms = {"low": CHANCE.normal(size=2000), "high": CHANCE.normal(size=2000)}
    without, weak = gathered(arms), gathered({arm: values + 0.3 for arm, values in arms.items()})
    strong = gathered({arm: values + 1.0 for arm, values in arms.items()})

    def both(first: Gathered, second: Gathered) -> Gathered:
        return replace(first, values=pl.concat([first.values, second.values.with_columns(endpoint=pl.lit("other"))]))

    found = changes(both(weak, strong), both(without, without), asked, {"low": 6, "high": 6}, {"outcome"}, seed=1)
    other = next(change for change in found if change.change.endswith("judged by another endpoint"))
    usual_pair = max((c for c in found if c.endpoint == "outcome" and c.after >= 0.75), key=lambda c: c.women)
    assert other.endpoint == "other"
    assert other.women < usual_pair.women
    assert all(change.endpoint == "outcome" for change in found if change is not other)


@pytest.mark.parametrize("per_arm", [12, 60])
def test_the_order_in_which_arms_are_named_does_not_matter(per_arm: int) -> None:
    """36 and 180 women, so both the test itself and its approximation."""
    trend = replace(plan(control=False), doses={"low": 3e7, "medium": 6e7, "high": 9e7})
    arms = {arm: CHANCE.normal(size=1000) for arm in trend.doses}
    effect = {arm: values + shift for (arm, values), shift in zip(arms.items(), (0.0, 0.2, 0.4), strict=True)}
    test = planned_tests(trend)[0]
    known = pool(gathered(effect), gathered(arms), test, trend)
    forwards = power(known, trend, test, dict.fromkeys(("low", "medium", "high"), per_arm), seed=1)
    assert forwards == power(known, trend, test, dict.fromkeys(("medium", "high", "low"), per_arm), seed=1)
    assert forwards > 0.1


def test_a_size_found_on_few_women_is_not_recommended() -> None:
    """120 women: the error of a power near 0.8 is larger than the margin, whatever the smallest number says."""
    asked = plan()
    few = {arm: values[:60] for arm, values in SPONTANEOUS.items()}
    shifted = {"untreated": few["untreated"], "treated": few["treated"] + CHANCE.normal(0.5, 1.5, 60)}
    found = sample_size(gathered(shifted), gathered(few), asked, planned_tests(asked)[0], seed=1)
    assert found.per_arm is not None
    assert found.mcse is not None
    assert not found.is_trusted
    many = sample_size(gathered(with_effect(0.8)), gathered(SPONTANEOUS), asked, planned_tests(asked)[0], seed=1)
    assert many.is_trusted
    assert many.mcse is not None
    assert many.mcse < 0.05  # 4000 women


def test_changes_on_few_women_say_that_more_trials_are_needed() -> None:
    trend = plan(control=False)
    arms = {"low": CHANCE.normal(size=55), "high": CHANCE.normal(size=55)}
    effect = gathered({arm: values + CHANCE.normal(0.7, 1.5, 55) for arm, values in arms.items()})
    found = changes(effect, gathered(arms), trend, {"low": 6, "high": 6}, {"outcome"}, seed=1)
    assert [change.women for change in found if not change.is_trusted]
    assert all(change.is_trusted for change in found if change.change.startswith(("add", "enrol")))


def test_nothing_is_searched_where_too_few_women_were_simulated() -> None:
    """98 women, where the record asks for 100: an effect that anybody would see."""
    asked = plan()
    few = {arm: values[:49] for arm, values in SPONTANEOUS.items()}
    seen = gathered({"untreated": few["untreated"], "treated": few["treated"] + 2.0})
    found = sample_size(seen, gathered(few), asked, planned_tests(asked)[0], seed=1)
    assert found.per_arm is None
    assert not found.is_trusted
    assert math.isnan(found.power)
    assert "more trials" in found.reason
    assert changes(seen, gathered(few), asked, {"untreated": 6, "treated": 6}, {"outcome"}, seed=1) == []


def test_another_endpoint_that_is_no_better_is_not_offered() -> None:
    """The same effect in both: which takes fewer women is chance."""
    usual = plan(control=False)
    asked = replace(usual, questions=(usual.questions[0], replace(usual.questions[0], name="other")))
    rng = np.random.default_rng(12)

    def drawn(shift: float) -> tuple[Gathered, Gathered]:
        arms = {"low": rng.normal(size=2000), "high": rng.normal(size=2000)}
        return gathered(arms), gathered({arm: values + shift for arm, values in arms.items()})

    for _ in range(3):
        first, second = drawn(0.5), drawn(0.52)
        both = [
            replace(one, values=pl.concat([one.values, two.values.with_columns(endpoint=pl.lit("other"))]))
            for one, two in zip(first, second, strict=True)
        ]
        found = changes(both[1], both[0], asked, {"low": 6, "high": 6}, {"outcome"}, seed=1)
        assert not [change for change in found if change.endpoint == "other"]
