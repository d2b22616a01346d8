"""Loose endpoints of uncontrolled reports: one bleed, a value above a limit at any visit, a rise above baseline."""

import pytest

from antral.analysis import Question, Reason

from .woman import answer, happened, one_woman

BLED = Question(name="bled", derive="bled", day=168, window_days=3)
E2 = Question(name="e2", derive="above", day=168, measure="E2", threshold=50.0, window_days=3)
AFC = Question(name="afc", derive="rise", day=168, measure="AFC", threshold=2.0, window_days=3)


def _bleeds(*days: float) -> list:
    return [happened("bleed", day) for day in days]


@pytest.mark.parametrize(
    ("days", "expected"),
    [((60.0,), 1.0), ((60.0, 65.0), 1.0), ((), 0.0), ((0.0,), 0.0), ((169.0,), 0.0)],
)
def test_one_bleed_after_day_one_and_in_time_is_enough(days: tuple[float, ...], expected: float) -> None:
    assert answer(BLED, one_woman(seen=[("E2", 0.0, 5.0)], events=_bleeds(*days))) == expected


def test_a_bleed_under_the_hormones_of_her_arm_is_none() -> None:
    data = one_woman(seen=[("E2", 0.0, 5.0)], events=[*_bleeds(60.0), happened("assigned_hormones", 0.0)])
    assert answer(BLED, data) == Reason.HORMONES.words


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ([("E2", 0.0, 80.0), ("E2", 28.0, 20.0), ("E2", 56.0, 51.0)], 1.0),
        ([("E2", 0.0, 80.0), ("E2", 28.0, 20.0), ("E2", 56.0, 50.0)], 0.0),  # at the limit, and high before only
        ([("E2", 0.0, 80.0)], Reason.VISIT_MISSING.words),
    ],
)
def test_a_value_above_the_limit_at_any_visit_counts(seen: list, expected: float | str) -> None:
    assert answer(E2, one_woman(seen=seen, events=[])) == expected


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ([("AFC", 0.0, 1.0), ("AFC", 28.0, 0.0), ("AFC", 56.0, 3.0)], 1.0),
        ([("AFC", 0.0, 1.0), ("AFC", 28.0, 0.0), ("AFC", 56.0, 2.0)], 0.0),
        ([("AFC", 28.0, 9.0)], Reason.BASELINE_MISSING.words),
    ],
)
def test_a_rise_is_reckoned_from_her_own_baseline(seen: list, expected: float | str) -> None:
    assert answer(AFC, one_woman(seen=seen, events=[])) == expected
