"""Named scenarios and what is drawn from them."""

import numpy as np
import pytest
from scipy import stats

from antral.core import InputError, RecordError
from antral.therapy import CellParameters, Scenario, draw, scenario, scenarios, typical_cells
from antral.therapy.scenario import Fixed, HalfNormal, LogNormal, LogUniform, Uniform

FALSE_ALARM = 1e-4
GAINS = ("quality_gain", "antral_gain", "activation_gain")


def test_the_shipped_scenarios():
    assert scenarios() == ["activation", "evidence", "none", "none_link_off", "target", "target_link_off"]


def test_every_scenario_stands_beside_one_without_cells_under_the_same_hormones():
    for name in scenarios():
        one, zero = scenario(name), scenario(scenario(name).zero)
        assert not zero.has_effect
        assert zero.zero == zero.name
        assert zero.hormone_link == one.hormone_link
        assert one.has_effect == (one.name != zero.name)


def test_the_link_off_scenarios_differ_in_the_link_alone():
    apart = {"name", "title", "meaning", "source", "hormone_link", "zero"}
    for name in ("none", "target"):
        with_link, without = scenario(name), scenario(f"{name}_link_off")
        assert with_link.model_dump(exclude=apart) == without.model_dump(exclude=apart)
        assert (with_link.hormone_link, without.hormone_link) == (1.0, 0.0)


def test_activation_wakes_follicles_and_does_nothing_else():
    got = draw(scenario("activation"), 1, np.arange(1, 101), np.arange(100))
    assert set(got.activation_gain) == {0.0, 1.0}
    assert not got.quality_gain.any()
    assert not got.antral_gain.any()


def test_a_variant_of_a_scenario_stands_for_itself():
    variant = scenario("target").model_copy(update={"responders": 0.0})
    assert scenario(variant) is variant
    assert not variant.has_effect


def test_records_state_no_effect():
    assert [getattr(typical_cells(), gain) for gain in GAINS] == [0.0, 0.0, 0.0]


def test_none_has_no_gain_in_anybody():
    got = draw(scenario("none"), 1, np.arange(500), np.arange(500))
    assert all(not getattr(got, gain).any() for gain in GAINS)


def test_one_draw_a_trial_and_none_by_woman():
    trials = np.repeat(np.arange(1, 51), 12)
    got = draw(scenario("evidence"), 1, trials, np.arange(trials.size))
    for name in CellParameters._fields:
        values = getattr(got, name).reshape(50, 12)
        if name in GAINS:  # nothing in women who do not respond
            assert all(len(set(row[row > 0])) <= 1 for row in values)
        else:
            assert (values == values[:, :1]).all()


def test_same_luck_in_every_scenario():
    trials, women = np.repeat(np.arange(1, 401), 12), np.arange(4800)
    sometimes = scenario("target").model_copy(update={"responders": 0.7, "zero_effect": 0.5})
    often = draw(sometimes, 1, trials, women)
    less = draw(sometimes.model_copy(update={"responders": 0.4, "zero_effect": 0.8}), 1, trials, women)
    # who has an effect under worse assumptions has the same one under better
    has = less.quality_gain > 0
    assert 0.02 < has.mean() < 0.15  # 0.4 × 0.2
    assert np.array_equal(less.quality_gain[has], often.quality_gain[has])
    # a woman's response is hers, wherever she stands
    alone = draw(sometimes, 1, trials[100:101], women[100:101])
    assert all(one[0] == many[100] for one, many in zip(alone, often, strict=True))


def test_shares_of_trials_and_women():
    trials = np.repeat(np.arange(1, 2001), 12)
    sometimes = scenario("target").model_copy(update={"responders": 0.7, "zero_effect": 0.5})
    got = draw(sometimes, 3, trials, np.arange(trials.size)).quality_gain.reshape(2000, 12)
    works = (got > 0).any(axis=1)
    assert stats.binomtest(int(works.sum()), 2000, 0.5).pvalue > FALSE_ALARM  # 0.3^12 without any responder
    responders = (got[works] > 0).sum()
    assert stats.binomtest(int(responders), int(works.sum()) * 12, 0.7).pvalue > FALSE_ALARM


def test_evidence_draws_a_row_of_the_shipped_posterior_for_each_trial():
    one = scenario("evidence")
    assert one.sample is not None
    assert one.may_fail
    trials = np.arange(1, 3001)
    got = draw(one, 3, trials, np.zeros(3000, np.int64))
    rows = one.sample.row(3, trials)
    assert np.array_equal(got.homing, one.sample.columns["homing"][rows])
    nothing = one.sample.columns["works"] == 0.0
    share = float(one.sample.weight[nothing].sum())
    assert stats.binomtest(int(nothing[rows].sum()), 3000, share).pvalue > FALSE_ALARM
    assert not got.quality_gain[nothing[rows]].any()
    # rows stand in order of effect, so that a trial number has a like effect in the next sample
    gain = one.sample.columns["works"] * one.sample.columns["quality_gain"]
    assert (np.diff(gain) >= 0.0).all()


def test_target_is_the_same_in_every_trial():
    got = draw(scenario("target"), 1, np.arange(1, 1001), np.arange(1000))
    record = scenario("target").draws["quality_gain"]
    assert isinstance(record, Fixed)
    assert set(got.quality_gain) <= {0.0, record.value}
    assert stats.binomtest(int((got.quality_gain > 0).sum()), 1000, 0.8).pvalue > FALSE_ALARM


U = np.array([0.025, 0.5, 0.975])


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        (Fixed(kind="fixed", value=0.2), [0.2, 0.2, 0.2]),
        (Uniform(kind="uniform", low=1.0, high=5.0), [1.1, 3.0, 4.9]),
        (LogUniform(kind="log_uniform", low=1.0, high=100.0), [10**0.05, 10.0, 10**1.95]),
        (LogNormal(kind="log_normal", median=2.0, sd_log=0.5), [2 * np.exp(-0.98), 2.0, 2 * np.exp(0.98)]),
        # quantiles of |z| at 0.025, 0.5, 0.975: z at 0.5125, 0.75, 0.9875
        (HalfNormal(kind="half_normal", scale=0.1), [0.0031338, 0.067449, 0.2241403]),
        (HalfNormal(kind="half_normal", scale=0.1, high=0.2), [0.0031338, 0.067449, 0.2]),
    ],
)
def test_laws_by_their_quantiles(law, expected):
    assert law.value_at(U) == pytest.approx(expected, rel=1e-4)


def test_an_unknown_scenario_names_the_known_ones():
    with pytest.raises(InputError, match="activation, evidence, none"):
        scenario("miracle")


def test_a_scenario_of_an_unknown_parameter_is_refused():
    record = scenario("none").model_dump() | {"draws": {"miracle": {"kind": "fixed", "value": 1.0}}}
    with pytest.raises((RecordError, ValueError), match="miracle"):
        Scenario.model_validate(record)


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_a_drawn_number_is_finite(number):
    with pytest.raises(ValueError, match="finite"):
        Fixed(kind="fixed", value=number)
