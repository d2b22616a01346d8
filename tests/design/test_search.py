"""Sample size, smallest effect and changes, against formulas and limits known beforehand."""

import numpy as np
import pytest
from scipy import stats

from antral.analysis import tests_of as planned_tests
from antral.design import changes, sample_size, smallest_effect

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


def test_the_smallest_effect_of_ten_per_arm_is_that_of_the_t_test() -> None:
    # a two-sample t-test of 10 per arm has power 0.718 at d = 1.2 and so 0.8 near d = 1.32 (pwr: 1.3249)
    found = smallest_effect(
        gathered(SPONTANEOUS), plan(), planned_tests(plan())[0], {"untreated": 10, "treated": 10}, seed=1
    )
    assert found.value is not None
    assert np.log(found.value) == pytest.approx(1.325, rel=0.12)


def test_more_women_and_a_control_arm_come_out_as_helpful() -> None:
    trend = plan(control=False)
    arms = {"low": CHANCE.normal(size=2000), "high": CHANCE.normal(size=2000)}
    effect = gathered({arm: values + 1.0 for arm, values in arms.items()})
    found = changes(effect, gathered(arms), trend, {"low": 6, "high": 6}, seed=1)
    by_name = {change.change: change for change in found}
    enough = next(change for name, change in by_name.items() if name.startswith("compare the highest dose"))
    assert enough.after >= 0.8
    more = next(change for name, change in by_name.items() if name.startswith("enrol"))
    assert more.after < 0.15  # more women in two equally effective arms show nothing
    assert found == sorted(found, key=lambda change: -change.after)
