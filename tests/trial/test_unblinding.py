import numpy as np
import pytest

from antral.protocol import Unblinding
from antral.trial.adverse_events import Found
from antral.trial.roster import Roster
from antral.trial.unblinding import unblinded

N = 10_000
ROSTER = Roster(3, np.ones(N, np.int64), np.arange(1, N + 1), np.arange(N))
STAYED = np.full(N, 364.0)


def rule(event=0.0, yearly=0.0):
    return Unblinding(
        probability_per_serious_event=event, yearly_probability=yearly, tag="assumed", reason="for a test"
    )


def events(day=50.0, serious=True, times=1):
    row = np.repeat(np.arange(N), times)
    flag = np.full(row.size, serious)
    return Found(row, row * 0, np.tile(day + np.arange(times), N), np.zeros(row.size), row * 0 + 3, flag, ~flag)


def test_serious_events_unblind_at_their_chance_and_others_never():
    found = unblinded(rule(event=0.3), events(), STAYED, ROSTER)
    assert found.row.size / N == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / N))
    assert (found.day == 50.0).all()
    assert found.after_event.all()
    assert unblinded(rule(event=1.0), events(serious=False), STAYED, ROSTER).row.size == 0


def test_each_serious_event_is_an_occasion_and_the_first_counts():
    found = unblinded(rule(event=0.3), events(times=2), STAYED, ROSTER)
    assert found.row.size / N == pytest.approx(1 - 0.7**2, abs=4 * 0.5 / np.sqrt(N))
    assert (found.day == 50.0).sum() / N == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / N))
    assert np.unique(found.row).size == found.row.size


def test_other_reasons_come_at_their_yearly_rate_while_she_is_in_the_trial():
    half = np.full(N, 182.0)
    found = unblinded(rule(yearly=0.19), events(serious=False), half, ROSTER)
    # 183 of 365.25 days: 1 - 0.81^(183/365.25) = 0.1002
    assert found.row.size / N == pytest.approx(0.1002, abs=4 * np.sqrt(0.09 / N))
    assert found.day.max() <= 182.0
    assert not found.after_event.any()


def test_without_a_rule_nobody_is_unblinded():
    assert unblinded(None, events(), STAYED, ROSTER).row.size == 0
