"""Laws of times to an event: curves, tests, restricted means and cumulative incidence."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antral.analysis.methods import survival
from antral.core import InputError

WOMEN = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 1), st.integers(0, 1), st.integers(0, 1)), min_size=4, max_size=14
)


def both_groups(women: list[tuple[int, ...]]) -> tuple[np.ndarray, ...]:
    time, event, group, stratum = np.asarray(women).T
    group[0], group[-1] = 0, 1
    return time, event, group, stratum


def plain_log_rank(time: np.ndarray, event: np.ndarray, group: np.ndarray) -> tuple[float, float]:
    """Observed less expected of group 1, and its variance, by the table at each time."""
    excess = variance = 0.0
    for day in sorted(set(time[event == 1])):
        n, n1 = (time >= day).sum(), ((time >= day) & (group == 1)).sum()
        d, d1 = ((time == day) & (event == 1)).sum(), ((time == day) & (event == 1) & (group == 1)).sum()
        excess += d1 - d * n1 / n
        if n > 1:
            variance += d * (n1 / n) * (1 - n1 / n) * (n - d) / (n - 1)
    return excess, variance


@settings(max_examples=60, deadline=None)
@given(WOMEN)
def test_log_rank_is_the_sum_of_tables(women: list[tuple[int, ...]]) -> None:
    time, event, group, _ = both_groups(women)
    found = survival.log_rank(time, event, group, control=0)
    excess, variance = plain_log_rank(time, event, group)
    assert found.details["observed 1"] - found.details["expected 1"] == pytest.approx(excess, abs=1e-12)
    if variance > 1e-12:
        assert found.statistic == pytest.approx(excess**2 / variance, rel=1e-9, abs=1e-12)
        assert found.estimate == pytest.approx(math.exp(excess / variance), rel=1e-9)
    else:
        assert math.isnan(found.p_value)


@settings(max_examples=40, deadline=None)
@given(WOMEN, st.randoms(use_true_random=False))
def test_order_of_women_and_names_of_groups_do_not_matter(women: list[tuple[int, ...]], chance: object) -> None:
    time, event, group, stratum = both_groups(women)
    order = np.asarray(chance.sample(range(len(time)), len(time)))  # type: ignore[attr-defined]
    first = survival.log_rank(time, event, group, stratum=stratum, control=0)
    again = survival.log_rank(time[order], event[order], group[order], stratum=stratum[order], control=0)
    swapped = survival.log_rank(time, event, 1 - group, stratum=stratum, control=0)
    for one in (again, swapped):
        assert one.p_value == pytest.approx(first.p_value, rel=1e-9, nan_ok=True)
    assert 1 / swapped.estimate == pytest.approx(first.estimate, rel=1e-9, nan_ok=True)
    assert 1 / swapped.high == pytest.approx(first.low, rel=1e-9, nan_ok=True)


def test_only_the_order_of_times_matters_to_the_log_rank_test() -> None:
    time, event, group = (
        np.asarray([3.0, 5, 5, 7, 9, 11]),
        np.asarray([1, 0, 1, 1, 0, 1]),
        np.asarray([0, 0, 1, 0, 1, 1]),
    )
    assert survival.log_rank(time**3, event, group, control=0) == survival.log_rank(time, event, group, control=0)


def test_without_censoring_the_curve_is_the_share_left() -> None:
    time = np.asarray([2.0, 4, 4, 6, 8])
    curve = survival.kaplan_meier(time, np.ones(5))["all"]
    for day in (1, 2, 4, 5, 7.5, 8):
        share = float((time > day).mean())
        assert curve.at(day).estimate == pytest.approx(share)
        assert curve.at(day).details["standard error"] == pytest.approx(
            math.sqrt(share * (1 - share) / 5) if share else math.nan, nan_ok=True
        )
    assert curve.quantile(0.5).estimate == 4
    mean = survival.restricted_mean(time, np.ones(5), day=8)["all"]
    assert mean.estimate == pytest.approx(time.mean())
    assert mean.details["standard error"] == pytest.approx(math.sqrt(time.var() / 5))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2)), min_size=2, max_size=14))
def test_shares_of_all_ends_and_of_none_add_to_one(women: list[tuple[int, int]]) -> None:
    time, status = np.asarray(women).T
    causes = [survival.cumulative_incidence(time, status, cause=cause)["all"] for cause in (1, 2)]
    left = survival.kaplan_meier(time, status > 0)["all"]
    np.testing.assert_allclose(causes[0].share + causes[1].share + left.share, 1.0, atol=1e-12)
    np.testing.assert_allclose(causes[0].without_any, left.share, atol=1e-12)


def test_without_competing_events_incidence_is_one_less_kaplan_meier() -> None:
    time, event = [3, 5, 5, 7, 9, 11], [1, 0, 1, 1, 0, 1]
    share = survival.cumulative_incidence(time, event)["all"]
    left = survival.kaplan_meier(time, event)["all"]
    np.testing.assert_allclose(share.share, 1 - left.share)
    np.testing.assert_allclose(share.error[:-1], left.error[:-1])


def test_women_who_left_count_as_such() -> None:
    time, status = [1, 2, 3, 4], [2, 1, 2, 1]
    assert survival.cumulative_incidence(time, status)["all"].at(4).estimate == pytest.approx(0.5)
    censored = survival.kaplan_meier(time, [0, 1, 0, 1])["all"]
    assert 1 - censored.at(4).estimate == pytest.approx(1.0)  # as if those who left had stayed and had it


def test_many_trials_give_the_numbers_of_one() -> None:
    chance = np.random.default_rng(3)
    shape = (14, 20)
    time = chance.integers(1, 12, shape).astype(float)
    status = chance.integers(0, 3, shape)
    group = chance.integers(0, 2, shape)
    stratum = chance.integers(0, 2, shape)
    time[chance.random(shape) < 0.1] = math.nan
    event = (status == 1).astype(int)
    ranks = survival.log_rank_by_trial(time, event, group, groups=2, stratum=stratum)
    left = survival.kaplan_meier_by_trial(time, event, group, groups=2, day=5)
    means = survival.restricted_mean_by_trial(time, event, group, groups=2, day=5)
    contrast = survival.restricted_contrast(means, ratio=True)
    share = survival.cumulative_incidence_by_trial(time, status, group, groups=2, day=5)
    for k in range(shape[1]):
        t, e, s, g = time[:, k], event[:, k], status[:, k], group[:, k]
        one = survival.log_rank(t, e, g, stratum=stratum[:, k], control=0)
        assert one.left_out == np.isnan(t).sum()
        assert (one.statistic, one.p_value) == (ranks.statistic[k], ranks.p_value[k])
        curves, incidences = survival.kaplan_meier(t, e, g), survival.cumulative_incidence(t, s, g)
        for at, name in enumerate("01"):
            for single, many in ((curves[name].at(5), left), (incidences[name].at(5), share)):
                together = [part[at, k] for part in many]
                alone = [single.estimate, single.details["standard error"], single.low, single.high]
                np.testing.assert_allclose(together, alone, rtol=1e-12)
        ratio = survival.restricted_mean_contrast(t, e, g, day=5, ratio=True, control=0)
        np.testing.assert_allclose(
            [part[k] for part in contrast], [ratio.estimate, ratio.low, ratio.high, ratio.p_value]
        )


def test_beyond_follow_up_nothing_is_known() -> None:
    curve = survival.kaplan_meier([1, 2, 3], [1, 0, 0])["all"]
    assert math.isnan(curve.at(4).estimate)
    assert "nobody was followed" in curve.at(4).notes[0]
    assert survival.kaplan_meier([1, 2, 3], [1, 1, 1])["all"].at(4).estimate == 0
    assert math.isnan(survival.restricted_mean([1, 2, 3], [1, 0, 0], day=4)["all"].estimate)
    assert survival.restricted_mean([1, 2, 3], [1, 1, 1], day=4)["all"].estimate == pytest.approx(2.0)
    assert math.isnan(survival.cumulative_incidence([1, 2, 3], [1, 2, 0])["all"].at(4).estimate)


def test_degenerate_trials_have_an_answer() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nothing = survival.log_rank([1, 2, 3, 4], [0, 0, 0, 0], [0, 0, 1, 1], control=0)
        assert math.isnan(nothing.p_value)
        assert "no event" in nothing.notes[-1]
        curve = survival.kaplan_meier([1, 2], [0, 0])["all"]
        assert curve.at(2).estimate == 1
        assert math.isnan(curve.at(2).low)
        assert "no interval" in curve.at(2).notes[0]
        assert math.isinf(curve.quantile().estimate)
        assert survival.kaplan_meier([5], [1])["all"].quantile().estimate == 5
        same = survival.restricted_mean_contrast([4, 4, 4, 4], [0, 0, 0, 0], [0, 0, 1, 1], day=4, control=0)
        assert same.estimate == 0
        assert math.isnan(same.p_value)
        ratio = survival.restricted_mean_contrast(
            [0, 0, 4, 4], [1, 1, 1, 1], [0, 0, 1, 1], day=4, ratio=True, control=0
        )
        assert math.isnan(ratio.p_value)
        assert survival.exact_log_rank([1, 2, 3, 4], [0, 0, 0, 0], [0, 0, 1, 1], control=0).p_value == 1
        everyone = survival.kaplan_meier_by_trial(
            np.full((2, 1), np.nan), np.zeros((2, 1), int), np.zeros((2, 1), int), groups=2, day=1
        )
        assert np.isnan(everyone.estimate).all()


@pytest.mark.parametrize(
    ("arrays", "says"),
    [
        ({"time": [1, 2], "event": [1], "group": [0, 1]}, "event"),
        ({"time": [1, -2], "event": [1, 1], "group": [0, 1]}, "0 or more"),
        ({"time": [1, 2], "event": [1, 2], "group": [0, 1]}, r"0 \(censored\) or 1"),
        ({"time": [1, 2], "event": [1, 1], "group": [0, 0]}, "2 groups"),
        ({"time": [1, 2], "event": [1, 1], "group": [0, 1], "control": 7}, "control"),
        ({"time": [math.nan, math.nan], "event": [1, 1], "group": [0, 1]}, "at least one"),
        ({"time": ["a", "b"], "event": [1, 1], "group": [0, 1]}, "numbers"),
    ],
)
def test_errors_say_what_was_wanted(arrays: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        survival.log_rank(**arrays)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="interval"):
        survival.kaplan_meier([1, 2], [1, 1], interval="arcsine")
    with pytest.raises(InputError, match="day"):
        survival.restricted_mean([1, 2], [1, 1], day=0)


def test_the_exact_test_keeps_its_size_in_a_small_trial() -> None:
    """Two groups of 5 without difference: at 5 % it rejects in at most 5 %, three Monte-Carlo errors allowed."""
    chance = np.random.default_rng(8)
    trials = 20_000
    time, leave = chance.exponential(200, (10, trials)), chance.uniform(100, 365, (10, trials))
    found = survival.exact_log_rank_by_trial(np.minimum(time, leave), (time <= leave).astype(int), (5, 5))
    assert found.every
    assert np.mean(found.p_value <= 0.05) <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / trials)


def test_exact_tests_of_many_trials_are_those_of_each() -> None:
    chance = np.random.default_rng(10)
    time, event = chance.integers(1, 9, (9, 15)).astype(float), chance.integers(0, 2, (9, 15))
    found = survival.exact_log_rank_by_trial(time, event, (4, 5))
    group = np.repeat([0, 1], [4, 5])
    for k in range(15):
        alone = survival.exact_log_rank(time[:, k], event[:, k], group, control=0)
        assert (alone.p_value, alone.estimate) == (found.p_value[k], found.excess[k])
        ranks = survival.log_rank(time[:, k], event[:, k], group, control=0)
        assert alone.estimate == pytest.approx(ranks.details["observed 1"] - ranks.details["expected 1"])
    with pytest.raises(InputError, match="every trial"):
        survival.exact_log_rank_by_trial(time, event, (4, 4))


def test_log_rank_rejects_at_its_level() -> None:
    """Two groups of 18: type I error within three Monte-Carlo errors and 0.006 for the normal limit."""
    chance = np.random.default_rng(9)
    trials = 10_000
    time, leave = chance.exponential(300, (36, trials)), chance.uniform(200, 365, (36, trials))
    group = np.repeat([0, 1], 18)[:, None] * np.ones((1, trials), int)
    found = survival.log_rank_by_trial(np.minimum(time, leave), (time <= leave).astype(int), group, groups=2)
    assert np.mean(found.p_value <= 0.05) == pytest.approx(0.05, abs=3 * math.sqrt(0.05 * 0.95 / trials) + 0.006)


def test_the_example_of_the_docs() -> None:
    day = [84, 112, 140, 252, 364, 364, 196, 300, 364, 364, 364, 364]
    event = [1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0]
    arm = ["cells"] * 6 + ["control"] * 6
    assert survival.kaplan_meier(day, event, arm)["cells"].at(364).estimate == pytest.approx(2 / 6)
    gain = survival.restricted_mean_contrast(day, event, arm, day=364, control="control")
    assert gain.estimate == pytest.approx((84 + 112 + 140 + 252 + 2 * 364) / 6 - (196 + 5 * 364) / 6)
    exact = survival.exact_log_rank(day, event, arm, control="control")
    assert exact.method.endswith("all allocations")
    assert 0.05 < exact.p_value < 0.2


@pytest.mark.parametrize("ratio", [False, True])
def test_a_group_without_events_gives_no_interval_and_no_p(ratio: bool) -> None:
    """Three women who all had the event against three who never had: the second variance counts as 0."""
    time, event, arm = [50, 100, 150, 364, 364, 364], [1, 1, 1, 0, 0, 0], ["control"] * 3 + ["cells"] * 3
    found = survival.restricted_mean_contrast(time, event, arm, day=364, ratio=ratio, control="control")
    assert found.estimate == pytest.approx(364 / 100 if ratio else 264)
    assert all(math.isnan(one) for one in (found.low, found.high, found.p_value))
    assert any(note.startswith("cells: the variance is 0") for note in found.notes)
    assert any(note.startswith("control: 3 events before the day") for note in found.notes)
    assert any("fewer than 30 women" in note for note in found.notes)
    alone = survival.restricted_mean(time, event, arm, day=364)["cells"]
    assert math.isnan(alone.low)
    assert "the variance is 0" in alone.notes[0]


def test_enough_women_and_events_need_no_note() -> None:
    time, arm = np.tile(np.arange(1, 31), 2), np.repeat(["a", "b"], 30)
    found = survival.restricted_mean_contrast(time, np.ones(60), arm, day=30, control="a")
    assert found.notes == ()
    assert found.details["events a"] == 29  # the last has it on the day


def test_in_few_women_the_restricted_mean_rejects_too_often_and_not_through_groups_without_events() -> None:
    """As its note says; six women a group, exponential times, a third and more still without the event at the end."""
    chance = np.random.default_rng(11)
    trials = 8_000
    time = chance.exponential(300, (12, trials))
    group = np.repeat([0, 1], 6)[:, None] * np.ones((1, trials), int)
    event = (time <= 364).astype(int)
    means = survival.restricted_mean_by_trial(np.minimum(time, 364), event, group, groups=2, day=364)
    found = survival.restricted_contrast(means)
    assert 0.06 < np.mean(found.p_value <= 0.05) < 0.11
    without = (event[:6].sum(axis=0) == 0) | (event[6:].sum(axis=0) == 0)
    assert without.any()
    assert np.isnan(found.p_value[without]).all()


def test_a_direction_needs_a_control() -> None:
    arrays = ([1, 2, 3, 4], [1, 1, 1, 0], ["Placebo to cells", "x", "x", "Placebo to cells"])
    with pytest.raises(InputError, match="control: one of Placebo to cells, x"):
        survival.log_rank(*arrays)
    for method in (survival.exact_log_rank, survival.restricted_mean_contrast):
        with pytest.raises(TypeError, match="control"):
            method(*arrays, **({} if method is survival.exact_log_rank else {"day": 3}))  # type: ignore[operator]
    three = survival.log_rank([1, 2, 3, 4], [1, 1, 1, 0], ["a", "b", "c", "c"])
    assert three.effect == "none"


def test_drawn_allocations_tell_their_monte_carlo_error() -> None:
    chance = np.random.default_rng(12)
    time, group = chance.exponential(100, 24), np.repeat([0, 1], 12)  # 2,704,156 allocations
    found = survival.exact_log_rank(time, np.ones(24), group, control=0)
    error = math.sqrt(found.p_value * (1 - found.p_value) / 1999)
    assert f"Monte-Carlo error of {error:.2g}" in found.notes[-1]
    assert "1,999 drawn" in found.method
    assert survival.exact_log_rank(time[:8], np.ones(8), np.repeat([0, 1], 4), control=0).notes == ()


def test_weights_give_a_test_and_no_hazard_ratio() -> None:
    time, event, group = [1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 0, 1, 1, 1, 0], [0, 1, 0, 1, 0, 1, 1, 0]
    plain, weighted = (survival.log_rank(time, event, group, control=0, rho=rho) for rho in (0.0, 1.0))
    assert math.isfinite(plain.estimate)
    assert math.isnan(weighted.estimate)
    assert math.isnan(weighted.low)
    assert weighted.p_value < 1
    assert weighted.effect == "none"


def test_a_median_lies_within_its_limits() -> None:
    found = survival.kaplan_meier([1, 2, 3], [0, 0, 1])["all"].quantile()
    assert found.estimate == 3
    assert math.isnan(found.low)
    assert found.high == math.inf
    assert any("no lower limit" in note for note in found.notes)
