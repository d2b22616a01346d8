import numpy as np
import pytest

from antral.protocol import AdverseEvent
from antral.trial.adverse_events import Exposure, adverse_events
from antral.trial.dose import Given
from antral.trial.roster import Roster

N = 20_000
ROSTER = Roster(3, np.ones(N, np.int64), np.arange(1, N + 1), np.arange(N))
BASE = {
    "term": "headache", "trigger": "background", "per_woman_year": 0.5, "grades": {1: 0.7, 3: 0.3},
    "serious_share": 0.1, "related_share": 0.4, "duration_days": 5.0, "tag": "assumed", "reason": "for a test",
}  # fmt: skip


def kind(**changes):
    return AdverseEvent.model_validate({k: v for k, v in (BASE | changes).items() if v is not None})


def infusion(**changes):
    return kind(trigger="infusion", per_woman_year=None, probability=0.1, **changes)


def exposure(last=364.0, first=np.inf, until=-np.inf, cells=1.0, women=N, days=(0.0,)):
    row = np.repeat(np.arange(women), len(days))
    nth = np.tile(np.arange(len(days)), women)
    given = Given(row, np.tile(days, women), nth, np.full(row.size, cells), np.zeros(row.size, np.int64))
    return Exposure(np.full(N, last), np.full(N, first), np.full(N, until), given)


def near(share, n=N):
    return pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / n))  # one false alarm in 16,000


def test_background_events_come_at_their_rate_and_only_while_in_the_trial():
    found = adverse_events([kind()], exposure(last=364.25), ROSTER)
    assert found.row.size / N == pytest.approx(0.5, abs=4 * np.sqrt(0.5 / N))
    assert found.day.max() == 364.0
    at_least_two = (np.bincount(found.row, minlength=N) >= 2).mean()
    assert at_least_two == near(1 - 1.5 * np.exp(-0.5))
    assert adverse_events([kind(per_woman_year=0.0)], exposure(), ROSTER).row.size == 0


def test_the_odds_ratio_acts_on_the_odds():
    # 0.1 is odds of 1/9; 3.65 times that is 3.65/9 = 0.405556, a chance of 0.405556/1.405556 = 0.288538
    raised = infusion(cells_odds_ratio=3.65, or_source="for a test")
    assert raised.probability_after_cells == pytest.approx(0.288538, abs=1e-6)
    assert adverse_events([raised], exposure(), ROSTER).row.size / N == near(0.288538)
    assert adverse_events([raised], exposure(cells=0.0), ROSTER).row.size / N == near(0.1)


def test_whoever_has_it_at_a_lower_chance_has_it_at_a_higher():
    low, high = (
        adverse_events([infusion(cells_odds_ratio=odds, or_source="for a test")], exposure(), ROSTER)
        for odds in (1.0, 3.0)
    )
    assert set(low.row) < set(high.row)
    kept = np.isin(high.row, low.row)
    for field in ("day", "end_day", "grade", "serious", "related"):
        np.testing.assert_array_equal(getattr(high, field)[kept], getattr(low, field))


def test_reactions_begin_within_their_days_and_follow_each_infusion():
    found = adverse_events([infusion(onset_days=[0, 2])], exposure(days=(0.0, 28.0)), ROSTER)
    assert set(found.day) == {0.0, 1.0, 2.0, 28.0, 29.0, 30.0}
    assert found.row.size / (2 * N) == near(0.1, 2 * N)
    first, second = (set(found.row[found.day // 28 == part]) for part in (0, 1))
    assert len(first & second) / N == near(0.01)


def test_events_under_hormones_need_hormones():
    spotting = kind(trigger="hormones", per_woman_year=2.0)
    assert adverse_events([spotting], exposure(), ROSTER).row.size == 0
    found = adverse_events([spotting], exposure(first=100.0, until=199.0), ROSTER)
    assert (found.day.min(), found.day.max()) == (100.0, 199.0)
    assert found.row.size / N == pytest.approx(2 * 100 / 365.25, abs=4 * np.sqrt(0.55 / N))
    left = adverse_events([spotting], exposure(first=100.0, until=199.0, last=150.0), ROSTER)
    assert left.day.max() == 150.0


def test_grade_seriousness_and_relatedness_are_drawn_apart():
    found = adverse_events([kind(per_woman_year=3.0)], exposure(), ROSTER)
    n = found.row.size
    severe = found.grade == 3
    assert set(found.grade) == {1, 3}
    assert severe.mean() == near(0.3, n)
    assert found.serious.mean() == near(0.1, n)
    assert found.related.mean() == near(0.4, n)
    assert (severe & found.serious).mean() == near(0.03, n)
    assert (found.related & found.serious).mean() == near(0.04, n)


def test_nothing_is_related_to_cells_before_an_infusion_or_without_one():
    often = kind(per_woman_year=3.0, related_share=1.0)
    found = adverse_events([often], exposure(days=(28.0,), women=N // 2), ROSTER)
    expected = (found.day >= 28.0) & (found.row < N // 2)
    np.testing.assert_array_equal(found.related, expected)


def test_danger_to_life_and_death_are_serious():
    found = adverse_events([kind(grades={4: 0.5, 5: 0.5}, serious_share=0.0)], exposure(), ROSTER)
    assert set(found.grade) == {4, 5}
    assert found.serious.all()


def test_events_last_as_long_as_their_mean_and_some_for_good():
    found = adverse_events([kind(not_recovered_share=0.2)], exposure(last=364.0), ROSTER)
    early = found.day < 200  # 164 days of follow-up left: 33 means, so none of these is cut off
    assert np.isnan(found.end_day[early]).mean() == near(0.2, early.sum())
    lasted = (found.end_day - found.day)[early & ~np.isnan(found.end_day)]
    # whole days of an exponential with mean 5: mean 1/(e^(1/5) - 1) = 4.517, sd 4.99
    assert lasted.mean() == pytest.approx(4.517, abs=4 * 4.99 / np.sqrt(lasted.size))
    assert lasted.min() == 0.0


def test_what_has_not_ended_at_last_contact_has_no_end():
    found = adverse_events([kind(duration_days=1e6)], exposure(), ROSTER)
    assert np.isnan(found.end_day).mean() > 0.99


def test_the_first_death_of_a_woman_counts():
    found = adverse_events([kind(per_woman_year=3.0, grades={5: 1.0})], exposure(), ROSTER)
    died = found.fatal_days(N)
    assert np.isfinite(died).mean() == near(1 - np.exp(-3 * 365 / 365.25))
    hers = found.row == found.row[0]
    assert died[found.row[0]] == found.day[hers].min()


def test_kinds_have_luck_of_their_own_and_stand_in_order():
    both = adverse_events([kind(), kind(term="cough")], exposure(), ROSTER)
    assert (np.diff(both.row) >= 0).all()
    first, second = (both.where(both.kind == one) for one in (0, 1))
    alone = adverse_events([kind()], exposure(), ROSTER)
    np.testing.assert_array_equal(np.sort(first.day), np.sort(alone.day))
    assert set(first.row) != set(second.row)
    assert adverse_events([], exposure(), ROSTER).row.size == 0


def test_luck_is_hers_alone():
    one = Roster(3, np.ones(1, np.int64), np.ones(1, np.int64), np.array([17]))
    all_of_them = adverse_events([kind(per_woman_year=9.0)], exposure(), ROSTER)
    hers = all_of_them.where(all_of_them.row == 17)
    given = Given(*(np.zeros(0, np.int64),) * 5)
    alone = adverse_events(
        [kind(per_woman_year=9.0)], Exposure(np.array([364.0]), np.array([np.inf]), np.array([-np.inf]), given), one
    )
    np.testing.assert_array_equal(hers.day, alone.day)
    np.testing.assert_array_equal(hers.grade, alone.grade)
