"""Rows by age group and by phase, on courses and cycles made by hand."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from tests.verify.test_rows import a_course

from antral.engine import OUTPUTS
from antral.verify import ROWS, references, rows_by_age, rows_inhibin, rows_phases
from antral.verify.company import Life
from antral.verify.cycles import cycles, spread_within
from antral.verify.rows_poi import lower, resumption


def a_life(lengths, *, regular=True):
    """Women with cycles of these lengths, one list each, their menses at 06:00."""
    owner = np.repeat(np.arange(len(lengths)), [len(one) for one in lengths])
    begin = np.concatenate([10.25 + np.r_[0.0, np.cumsum(one)[:-1]] for one in lengths])
    found = replace(
        cycles(a_course()), owner=owner, length=np.concatenate(lengths), begin=begin, ovulations=np.ones(owner.size)
    )
    women = len(lengths)
    return Life(a_course(), found, np.full(women, regular), np.arange(women))


def a_company(life):
    return SimpleNamespace(seed=1, at_age=lambda age: life)


def value(key, life):
    return ROWS[key](a_company(life)).value


def test_days_are_those_of_the_calendar():
    life = a_life([np.array([28.5, 28.5, 27.75])])
    # menses on days 10.25, 38.75, 67.25 and 95.0
    assert rows_by_age.calendar_days(life.cycles).tolist() == [28.0, 29.0, 28.0]


def test_spread_and_steps_by_hand():
    owner = np.array([0, 0, 0, 0, 1, 1, 1, 3, 3, 3, 3])
    length = np.array([20.0, 30.0, 20.0, 30.0, 28.0, 28.0, 28.0, 25.0, 26.0, 28.0, 25.0])
    assert spread_within(length, owner, 4) == pytest.approx(
        [np.std([20, 30, 20, 30], ddof=1), np.nan, np.nan, np.std([25, 26, 28, 25], ddof=1)], nan_ok=True
    )
    assert rows_by_age.mean_step(length, owner, 4) == pytest.approx([10.0, np.nan, np.nan, 2.0], nan_ok=True)
    assert rows_by_age.first_cycles(owner, 3).tolist() == [True] * 3 + [False] + [True] * 6 + [False]


def test_shares_of_cycles_and_women_by_hand():
    lengths = [np.array([23.0, 23.0, 24.0, 38.0]), np.array([39.0, 31.0, 39.0, 31.0])]
    life = a_life(lengths)
    assert value("short_25_29", life) == pytest.approx(2 / 8)
    assert value("long_25_29", life) == pytest.approx(2 / 8)
    # mean steps of 5 d and of 8 d
    assert value("irregular_25_29", life) == pytest.approx(1 / 2)
    assert value("cycle_25_29", life) == pytest.approx(np.mean(lengths))
    assert value("spread_25_29", life) == pytest.approx(np.mean([np.std(one, ddof=1) for one in lengths]))


def test_spread_between_women_is_what_their_own_cycles_do_not_explain():
    rng = np.random.default_rng(3)
    means, women = rng.normal(29.0, 2.0, 400), 400
    life = a_life([np.round(rng.normal(one, 2.5, 8)) for one in means])
    # rounding adds 1/12 to the variance within, not between
    assert value("between_30", life) == pytest.approx(2.0, abs=4 * 2.0 / np.sqrt(2 * women))
    assert value("volunteers_sd", life) == pytest.approx(np.hypot(2.0, 2.5), rel=0.07)
    assert value("volunteers_low", life) < 29 - 1.5 * 3.2 < 29 + 1.5 * 3.2 < value("volunteers_high", life)
    alike = a_life([np.array([27.0, 29.0, 31.0, 29.0])] * 30)
    assert value("between_30", alike) == 0.0


def test_wide_ranges_are_counted_over_the_first_cycles_of_regular_women():
    steady, wide, late = np.full(8, 29.0), np.array([26.0, 34.0] * 4), np.r_[np.full(8, 29.0), 40.0]
    assert value("volunteers_wide", a_life([steady, wide, late])) == pytest.approx(1 / 3)
    assert np.isnan(value("volunteers_wide", a_life([steady, wide], regular=False)))


def test_slope_over_age_is_that_of_the_line_through_the_cycles():
    lives = {22 + 5 * i: a_life([np.full(6, 30.0 - i)] * 3) for i in range(6)}
    company = SimpleNamespace(seed=1, at_age=lambda age: lives[age])
    # a day less at 27, 32, 37 and 42 y; the cycles of a group lie on a level line
    assert ROWS["slope_cycle"](company).value == pytest.approx(-0.2, abs=0.001)
    life = lives[27]
    ages = rows_by_age.age_of_cycles(life, 27.0)
    middle = (life.course.t_days[0] + life.course.t_days[-1]) / 2
    assert ages[0] == pytest.approx(27.0 + (10.25 - middle) / 365.25)


def test_follicular_days_end_two_days_before_the_peak():
    course = a_course()
    life = Life(course, cycles(course), np.ones(1, np.bool_), np.zeros(1, np.int64))
    taken = rows_phases.follicular(life)
    # menses on day 10, peak of LH on day 23; the other cycle has no ovulation
    assert taken.day.tolist() == list(range(11, 22))
    assert set(taken.owner.tolist()) == {0}


def test_samples_are_taken_in_the_morning_with_the_error_of_the_assay(monkeypatch):
    course = a_course()
    life = Life(course, cycles(course), np.ones(1, np.bool_), np.zeros(1, np.int64))
    monkeypatch.setattr(rows_phases, "luck", lambda *args, visit, **who: np.zeros(visit.shape))
    exact = rows_phases.daily(life, "LH", 1)
    # LH of the course is 5 + 50 exp(-(t - 23.5)^2), read between the records of 06:00 and 12:00
    at = [5 + 50 * np.exp(-((hour - 23.5) ** 2)) for hour in (23.25, 23.5)]
    assert exact[0, 23] == pytest.approx(at[0] + (at[1] - at[0]) / 3, abs=0.05)
    monkeypatch.undo()
    twice = [rows_phases.daily(life, "LH", seed) for seed in (1, 1, 2)]
    assert (twice[0] == twice[1]).all()
    assert (twice[0] != twice[2]).any()


def test_highest_sample_about_the_peak_is_judged(monkeypatch):
    course = a_course()
    life = Life(course, cycles(course), np.ones(1, np.bool_), np.zeros(1, np.int64))
    monkeypatch.setattr(rows_phases, "luck", lambda *args, visit, **who: np.zeros(visit.shape))
    # LH rises to 55, FSH to 13: both inside; the follicular LH of 5 too, FSH of 4 too
    for key in ("mid_cycle_lh", "mid_cycle_fsh", "follicular_lh", "follicular_fsh"):
        assert value(key, life) == 1.0
    low = {key: one.model_copy(update={"limits": {"low": 1.0, "high": 10.0}}) for key, one in references().items()}
    monkeypatch.setattr(rows_phases, "references", lambda: low)
    assert value("mid_cycle_lh", life) == 0.0


def test_women_past_the_menopause_have_no_menses_for_a_year():
    course = a_course(days=400)
    values = np.concatenate([course.values, course.values], axis=1)
    values[OUTPUTS.index("menses"), 1] = 0.0
    values[OUTPUTS.index("fsh_iu_l")] = 80.0
    both = type(course)(course.t_days, values, np.zeros(2, np.int8), np.zeros(2, np.int64))
    life = Life(both, cycles(both), np.zeros(2, np.bool_), np.arange(2))
    assert rows_phases.past(life).tolist() == [False, True]
    assert value("past_fsh_mean", life) == pytest.approx(80.0, rel=0.5)
    assert value("past_inhibin", life) == 1.0
    assert value("past_fsh", life) == 1.0


def test_quantiles_and_share_of_the_age_at_menopause():
    company = SimpleNamespace(seed=1, final_menses=np.arange(41.0, 61.0))
    assert ROWS["menopause_16"](company).value == 44.0  # the fourth of twenty: 0.16 × 20 = 3.2
    assert ROWS["menopause_84"](company).value == 57.0
    assert ROWS["menopause_45_55"](company).value == pytest.approx(11 / 20)


def test_chance_of_the_lower_value_by_hand():
    values, others = np.array([1.0, 2.0, 5.0]), np.array([2.0, 4.0])
    # of six pairs, three are lower and one is tied: (1<2, 1<4, 2<4) + 0.5
    assert lower(values, others, np.ones(3), np.ones(2)) == pytest.approx(3.5 / 6)
    # the second control counted three times: 1 below 4 of 4, 2 below 3 and tied with 1, 5 below none
    assert lower(values, others, np.ones(3), np.array([1.0, 3.0])) == pytest.approx((4 + 3.5 + 0) / 12)


def test_resumption_wants_two_menses_within_a_year():
    menses = np.zeros((4, 1248), np.bool_)
    menses[1, [30, 400]] = True  # 370 days apart
    menses[2, [30, 400, 500]] = True
    menses[3, [100, 465]] = True
    assert resumption(menses).tolist() == [np.inf, np.inf, 500.0, 465.0]


def test_resumption_is_told_by_either_rule(monkeypatch):
    menses = np.zeros((4, 1248))
    menses[1, [30, 400]] = 1.0  # 370 days apart: any two, but not within a year
    menses[2, [30, 40]] = 1.0
    menses[3, [700, 800]] = 1.0
    women = SimpleNamespace(followed=SimpleNamespace(menses=menses))
    company = SimpleNamespace(seed=1, selected=lambda selection: women)
    shares = [ROWS[f"poi_resumed{rule}"](company).value for rule in ("", "_all", "_any", "_early")]
    assert shares == [0.25, 0.5, 0.75, 0.5]


def test_inhibin_a_is_read_on_the_nights_of_the_first_ovulatory_cycle():
    found = cycles(a_course())
    nightly = np.tile(np.arange(1.0, 101.0), (2, 1))  # the number of the midnight that ends the day
    of = rows_inhibin.nights(nightly, found, 0.0)
    # menses on days 10 and 38, peak of LH on day 23.5; the second woman has no cycle
    assert rows_inhibin.early(of)[0] == 13.5
    assert of.at(of.peak)[0] in (23.0, 24.0)
    assert of.at(of.peak + 1.0)[0] - of.at(of.peak)[0] in (0.0, 1.0, 2.0)
    assert rows_inhibin.luteal(of)[0] == pytest.approx(23.5 + 9.0, abs=0.5)
    assert of.at(of.end)[0] == 38.0
    assert np.isnan([of.at(of.peak)[1], rows_inhibin.early(of)[1]]).all()
