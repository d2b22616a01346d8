"""Laws of procedures for several hypotheses."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtr, stdtrit

from antral.analysis.methods import multiplicity
from antral.core import InputError

P_VALUES = st.lists(st.integers(0, 1000).map(lambda k: k / 1000), min_size=1, max_size=6)
GATEKEEPING = multiplicity.Graph(
    ("low dose", "high dose", "low dose, second", "high dose, second"),
    (0.5, 0.5, 0.0, 0.0),
    ((0, 0.5, 0.5, 0), (0.5, 0, 0, 0.5), (0, 1, 0, 0), (1, 0, 0, 0)),
)


@settings(max_examples=60, deadline=None)
@given(P_VALUES)
def test_hommel_is_the_closed_test_of_simes(p: list[float]) -> None:
    found = multiplicity.adjust(p, "hommel")
    for at in range(len(p)):
        worst = 0.0
        for size in range(len(p)):
            for others in combinations([k for k in range(len(p)) if k != at], size):
                ordered = sorted([p[at], *(p[k] for k in others)])
                worst = max(worst, min((size + 1) * one / (rank + 1) for rank, one in enumerate(ordered)))
        assert found[at] == pytest.approx(min(worst, 1.0), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(P_VALUES)
def test_stronger_procedures_reject_more(p: list[float]) -> None:
    bonferroni, holm, hochberg, hommel = (
        multiplicity.adjust(p, name) for name in ("bonferroni", "holm", "hochberg", "hommel")
    )
    assert (np.asarray(p) <= hommel + 1e-12).all()
    assert (hommel <= hochberg + 1e-12).all()
    assert (hochberg <= holm + 1e-12).all()
    assert (holm <= bonferroni + 1e-12).all()


@settings(max_examples=40, deadline=None)
@given(P_VALUES.filter(lambda p: len(p) > 1), st.floats(0.01, 0.2))
def test_holm_and_fixed_sequence_are_graphs(p: list[float], alpha: float) -> None:
    number = len(p)
    names = tuple(f"H{at}" for at in range(number))
    even = tuple(tuple(0.0 if a == b else 1 / (number - 1) for b in range(number)) for a in range(number))
    holm = multiplicity.Graph(names, (1 / number,) * number, even)
    outcome = multiplicity.graphical(holm, p, alpha=alpha)
    np.testing.assert_allclose(list(outcome.adjusted.values()), multiplicity.adjust(p, "holm"), atol=1e-9)
    chain = tuple(tuple(1.0 if b == a + 1 else 0.0 for b in range(number)) for a in range(number))
    sequence = multiplicity.Graph(names, (1.0, *(0.0,) * (number - 1)), chain)
    stepped = multiplicity.graphical(sequence, p, alpha=alpha)
    np.testing.assert_allclose(list(stepped.adjusted.values()), multiplicity.adjust(p, "fixed_sequence"), atol=1e-9)
    assert [step.name for step in stepped.rejected] == list(names[: len(stepped.rejected)])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 100).map(lambda k: k / 1000), min_size=4, max_size=4))
def test_what_is_rejected_step_by_step_is_what_the_adjusted_p_values_say(p: list[float]) -> None:
    outcome = multiplicity.graphical(GATEKEEPING, p, alpha=0.025)
    assert {step.name for step in outcome.rejected} == {
        name for name, adjusted in outcome.adjusted.items() if adjusted <= 0.025 + 1e-12
    }
    for step in outcome.rejected:
        assert step.p_value <= step.level + 1e-12
        assert sum(step.after.weights) <= 1 + 1e-9
    many = multiplicity.graphical_by_trial(GATEKEEPING, np.asarray([p, p[::-1]]).T)
    np.testing.assert_array_equal(many[:, 0], list(outcome.adjusted.values()))


def test_a_graph_rejects_in_order() -> None:
    """Worked by hand: 0.0125 for each dose; the high dose hands half to the low dose, half to its second endpoint."""
    outcome = multiplicity.graphical(GATEKEEPING, [0.018, 0.003, 0.022, 0.005], alpha=0.025)
    order = ["high dose", "high dose, second", "low dose", "low dose, second"]
    assert [step.name for step in outcome.rejected] == order
    first, second = outcome.rejected[:2]
    assert first.level == pytest.approx(0.0125)
    assert first.after.weights == pytest.approx((0.75, 0, 0, 0.25))
    assert second.level == pytest.approx(0.00625)
    assert second.after.weights == pytest.approx((1, 0, 0, 0))
    assert outcome.adjusted["high dose"] == pytest.approx(0.006)
    assert outcome.adjusted["low dose"] == pytest.approx(0.02)
    assert outcome.adjusted["low dose, second"] == pytest.approx(0.022)


def test_what_is_not_estimable_stays_in_the_family() -> None:
    p = [0.01, math.nan, 0.02]
    np.testing.assert_allclose(multiplicity.adjust(p), [0.03, math.nan, 0.04])
    outcome = multiplicity.graphical(GATEKEEPING, [0.01, math.nan, 0.02, 0.001], alpha=0.025)
    assert [step.name for step in outcome.rejected] == ["low dose"]
    assert math.isnan(outcome.adjusted["high dose"])
    assert outcome.adjusted["low dose, second"] == pytest.approx(0.02 / 0.25)


def test_adjusting_many_trials_is_adjusting_each() -> None:
    p = np.random.default_rng(1).uniform(size=(5, 30)) ** 3
    for name in multiplicity.ADJUSTMENTS:
        together = multiplicity.adjust(p, name)
        for trial in range(30):
            np.testing.assert_array_equal(together[:, trial], multiplicity.adjust(p[:, trial], name))


def test_dunnett_with_one_arm_is_students_t_test() -> None:
    assert multiplicity.dunnett_critical((7, 9), 14) == pytest.approx(stdtrit(14, 0.975), rel=1e-9)
    assert multiplicity.dunnett_critical((7, 9), 14, 1) == pytest.approx(stdtrit(14, 0.95), rel=1e-9)
    assert multiplicity.dunnett_critical((7, 900), 905) == pytest.approx(stdtrit(905, 0.975), rel=1e-9)
    values, group = [3.1, 4.0, 2.2, 5.0, 6.1, 5.5, 4.7], [0, 0, 0, 1, 1, 1, 1]
    found = multiplicity.dunnett(values, group, control=0).comparisons["1"]
    assert found.p_value == pytest.approx(2 * stdtr(5, -abs(found.statistic)), rel=1e-8)
    assert found.details["step-down p"] == found.p_value


def test_dunnett_swaps_with_the_sign() -> None:
    chance = np.random.default_rng(2)
    values, group = chance.normal(size=20), np.repeat([0, 1, 2, 3], 5)
    up = multiplicity.dunnett(values, group, control=0, side=1)
    down = multiplicity.dunnett(-values, group, control=0, side=-1)
    both = multiplicity.dunnett(values, group, control=0)
    assert up.critical < both.critical
    for name, one in up.comparisons.items():
        other = down.comparisons[name]
        assert (other.estimate, other.high, other.p_value) == pytest.approx((-one.estimate, -one.low, one.p_value))
        two = both.comparisons[name]
        assert (two.low > 0 or two.high < 0) == (two.p_value < 0.05)
        assert two.details["step-down p"] <= two.p_value + 1e-12


def test_dunnett_of_many_trials_is_that_of_each() -> None:
    chance = np.random.default_rng(4)
    group = np.repeat([0, 1, 2], [8, 5, 6])
    values = chance.normal(size=(19, 40)) + 1.3 * (group == 2)[:, None]
    alone = [multiplicity.dunnett(column, group, control=0).comparisons for column in values.T]
    t = np.asarray([[one[name].statistic for name in "12"] for one in alone]).T
    stepped = multiplicity.dunnett_by_trial(t, (8, 5, 6), 16)
    single = multiplicity.dunnett_by_trial(t, (8, 5, 6), 16, step_down=False)
    assert stepped.sum() >= single.sum() > 0
    for trial, one in enumerate(alone):
        for arm, name in enumerate("12"):
            assert single[arm, trial] == (one[name].p_value < 0.05)
            assert stepped[arm, trial] == (one[name].details["step-down p"] < 0.05)


def test_dunnett_keeps_its_size() -> None:
    """Three arms like control: at least one false rejection in 5 %, within three Monte-Carlo errors."""
    chance = np.random.default_rng(6)
    trials, sizes = 20_000, (6, 6, 6, 6)
    values = chance.normal(size=(24, trials)).reshape(4, 6, trials)
    means, variance = values.mean(axis=1), values.var(axis=1, ddof=1).mean(axis=0)
    t = (means[1:] - means[0]) / np.sqrt(variance / 3)
    for step_down in (False, True):
        false = multiplicity.dunnett_by_trial(t, sizes, 20, step_down=step_down).any(axis=0).mean()
        assert false == pytest.approx(0.05, abs=3 * math.sqrt(0.05 * 0.95 / trials))


def test_degenerate_values() -> None:
    same = multiplicity.dunnett([1, 1, 2, 2], [0, 0, 1, 1], control=0).comparisons["1"]
    assert same.estimate == 1
    assert math.isnan(same.p_value)
    assert same.notes
    alone = multiplicity.dunnett([1, 2], [0, 1], control=0).comparisons["1"]
    assert math.isnan(alone.low)
    missing = multiplicity.dunnett([1, 2, 4, 5, math.nan], [0, 0, 1, 1, 1], control=0).comparisons["1"]
    assert missing.left_out == 1
    assert missing.df == 2


def test_errors_say_what_was_wanted() -> None:
    with pytest.raises(InputError, match="0 to 1"):
        multiplicity.adjust([0.1, 1.2])
    with pytest.raises(InputError, match="method"):
        multiplicity.adjust([0.1], "sidak")
    with pytest.raises(InputError, match="weights"):
        multiplicity.Graph(("a", "b"), (0.7, 0.7), ((0, 1), (1, 0)))
    with pytest.raises(InputError, match="to itself"):
        multiplicity.Graph(("a", "b"), (0.5, 0.5), ((0.5, 0.5), (1, 0)))
    with pytest.raises(InputError, match="wanted 4"):
        multiplicity.graphical(GATEKEEPING, [0.1], alpha=0.05)
    with pytest.raises(InputError, match="alpha"):
        multiplicity.graphical(GATEKEEPING, [0.1] * 4, alpha=0)
    with pytest.raises(InputError, match="control"):
        multiplicity.dunnett([1, 2, 3], [1, 1, 2], control=0)
