import numpy as np
import pytest

from antral.core import InputError
from antral.trial.dropout import everybody_stays, hazard_per_day, stay, until_an_event
from antral.trial.visits import attend

N = 20_000
WOMAN = np.arange(N)
TRIAL = np.ones(N, np.int64)
ONE = {"withdrew_consent": 1.0}
WHO = {"seed": 3, "trial": TRIAL, "woman": WOMAN}


def test_seven_of_38_leave_within_a_year():
    result = stay(7 / 38, ONE, 365.25, **WHO)
    share = 1 - result.completed.mean()
    assert share == pytest.approx(7 / 38, abs=4 * np.sqrt(7 / 38 * 31 / 38 / N))  # one false alarm in 16,000


def test_half_a_year_loses_less_than_half_of_it():
    # 1 - (31/38)^(1/2) = 0.0968
    assert 1 - stay(7 / 38, ONE, 182.625, **WHO).completed.mean() == pytest.approx(
        0.0968, abs=4 * np.sqrt(0.0968 * 0.9032 / N)
    )


def test_nobody_leaves_at_chance_zero_and_one_is_refused():
    result = stay(0.0, ONE, 364.0, **WHO)
    assert result.completed.all()
    assert (result.last_day == 364.0).all()
    with pytest.raises(InputError, match="below 1"):
        hazard_per_day(1.0)


def test_visits_stay_inside_their_windows_and_in_order():
    last = np.full(N, 364.0)
    visits = attend([0, 14, 28, 364], [0, 3, 3, 7], 0.0, last, 364.0, **WHO)
    assert (visits.day[:, 0] == 0).all()
    assert set(np.unique(visits.day[:, 1])) == {11, 12, 13, 14, 15, 16, 17}
    assert visits.day[:, 3].max() == 364.0
    assert visits.attended.all()


def test_wide_windows_never_make_visits_cross():
    visits = attend([0, 4, 8], [9, 9, 9], 0.0, np.full(N, 8.0), 8.0, **WHO)
    assert (np.diff(visits.day, axis=1) > 0).all()


def test_visits_are_missed_at_their_rate_but_never_the_baseline():
    visits = attend([0, 14, 28], [0, 3, 3], 0.1, np.full(N, 28.0), 28.0, **WHO)
    assert not visits.missed[:, 0].any()
    assert visits.missed[:, 1].mean() == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / N))


def test_nothing_is_due_after_she_left():
    visits = attend([0, 14, 28], [0, 0, 0], 0.5, np.full(N, 20.0), 28.0, **WHO)
    assert visits.due.sum(axis=0).tolist() == [N, N, 0]
    assert not visits.missed[:, 2].any()


def test_leaving_does_not_depend_on_why_and_causes_come_in_their_shares():
    causes = {"withdrew_consent": 0.5, "lost_to_follow_up": 0.0, "adverse_event": 0.2, "lack_of_effect": 0.3}
    many, one = stay(0.5, causes, 365.25, **WHO), stay(0.5, ONE, 365.25, **WHO)
    np.testing.assert_array_equal(many.last_day, one.last_day)
    left = many.cause[~many.completed]
    for position, share in enumerate(causes.values()):
        expected = 4 * np.sqrt(share * (1 - share) / left.size)
        assert (left == position).mean() == pytest.approx(share, abs=expected + 1e-12)
    assert (many.cause[many.completed] == -1).all()


def test_a_death_ends_her_stay_and_only_hers():
    before = stay(7 / 38, ONE, 364.0, **WHO)
    died = np.full(N, np.inf)
    died[:2] = [0.0, 364.0]
    died[2:][~before.completed[2:]] = 400.0  # after she had left
    after = before.ended(died)
    assert after.last_day[0] == 0.0
    assert after.causes[after.cause[0]] == "died"
    np.testing.assert_array_equal(after.last_day[1:], before.last_day[1:])
    np.testing.assert_array_equal(after.cause[2:], before.cause[2:])


def test_where_everybody_stays_nobody_leaves():
    assert everybody_stays(364.0, 5).completed.all()


def test_who_would_leave_for_an_adverse_event_stays_until_one_comes():
    """Half of those who would leave wait for an event; where none comes the other half's rate acts on all.

    After a year 1 - 0.5^(1/2) = 0.2929 have left, as if the cause did not exist.
    """
    causes = {"withdrew_consent": 0.5, "adverse_event": 0.5}
    first = stay(0.5, causes, 365.25, **WHO)
    without, willing = until_an_event(first, 0.5, causes, 365.25, **WHO)
    assert 1 - without.completed.mean() == pytest.approx(0.2929, abs=4 * np.sqrt(0.2929 * 0.7071 / N))
    assert not (without.cause == 1).any()
    waits = np.isfinite(willing)
    np.testing.assert_array_equal(waits, first.cause == 1)
    assert (without.last_day[waits] >= willing[waits]).all()
    np.testing.assert_array_equal(without.last_day[~waits], first.last_day[~waits])


def test_an_event_makes_those_leave_who_wait_for_one():
    """Rates h = ln 2 to wait for one and 2 events a year, one after the other.

    By hand 1 - (2 e^(-h) - h e^(-2)) / (2 - h) have left after a year.
    """
    causes = {"adverse_event": 1.0}
    without, willing = until_an_event(stay(0.5, causes, 365.25, **WHO), 0.5, causes, 365.25, **WHO)
    assert without.completed.all()
    rng = np.random.default_rng(7)
    waiting = np.where(np.isfinite(willing), willing, 0.0) + rng.exponential(365.25 / 2, N)
    left = without.leaving(np.where(np.isfinite(willing), np.floor(waiting), np.inf))
    h = np.log(2)
    expected = 1 - (2 * np.exp(-h) - h * np.exp(-2)) / (2 - h)
    assert 1 - left.completed.mean() == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / N) + 0.002)
    assert (left.last_day[~left.completed] >= willing[~left.completed]).all()
