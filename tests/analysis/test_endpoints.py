"""Endpoints derived from diaries and visits written by hand."""

import math
from typing import Any

import pytest

from antral.analysis import CONFOUNDERS, ENDPOINTS, Plan, Question, Reason, derive

from .woman import answer, one_woman

FSH = Question(name="fsh", derive="log_change", day=168, measure="FSH", window_days=7, direction="decrease")
AMH = Question(name="amh", derive="change", day=168, measure="AMH", window_days=7)
RESUMED = Question(name="resumed", derive="menses_resumed", day=364, window_days=7)
SUSTAINED = Question(name="sustained", derive="menses_sustained", day=364, window_days=7)
OVULATED = Question(name="ovulated", derive="ovulation", day=364, window_days=7, measure="P4")
TWICE = Question(name="twice", derive="ovulation_twice", day=364, window_days=7, measure="P4")
SERIOUS = Question(name="serious", derive="serious_event", day=364)


@pytest.mark.parametrize("name", list(ENDPOINTS))
def test_every_endpoint_says_what_it_is(name: str) -> None:
    endpoint = ENDPOINTS[name]
    assert 0 < len(endpoint.code) <= 8
    assert endpoint.code.isalnum()
    assert endpoint.confounders <= set(CONFOUNDERS)
    assert all(CONFOUNDERS[name] in endpoint.confounded_by for name in endpoint.confounders)
    assert set(endpoint.strategies) == {"started_hormones", "pregnancy", "discontinuation", "fertility_treatment"}
    if not endpoint.is_count:
        assert "treatment_policy" not in endpoint.strategies["pregnancy"]  # values in pregnancy never enter
    assert endpoint.unit


@pytest.mark.parametrize(
    ("bleeds", "expected"),
    [
        ([], 0),
        ([100], 0),
        ([100, 120], 0),  # 20 days
        ([100, 121], 1),  # 21 days
        ([100, 160], 1),  # 60 days
        ([100, 161], 0),  # 61 days
        ([100, 110, 128], 1),  # spotting between two menses 28 days apart
        ([-10, 20], 0),  # the first lies before randomisation
        ([0, 28], 0),  # day 0 does not count
        ([1, 29], 1),
        ([340, 366], 0),  # the second lies after the year
        ([10, 80, 150, 220], 0),  # every 70 days
    ],
)
def test_menses_resumed(bleeds: list[float], expected: float) -> None:
    assert answer(RESUMED, one_woman(bleeds=bleeds)) == expected


def test_withdrawal_bleeds_are_not_menses() -> None:
    treated = [{"day": 50.0, "kind": "started_hormones"}, {"day": 200.0, "kind": "stopped_hormones"}]
    under = Reason.HORMONES.words
    assert answer(RESUMED, one_woman(bleeds=[80, 108, 136], events=treated)) == under
    assert answer(RESUMED, one_woman(bleeds=[205, 228], events=treated)) == under  # within 30 days after
    assert answer(RESUMED, one_woman(bleeds=[240, 268], events=treated)) == 1  # 40 days after
    assert answer(RESUMED, one_woman(bleeds=[10, 38], events=treated)) == 1  # before
    not_hers = [{"day": float(day), "kind": "bleed", "spontaneous": False} for day in (100, 128)]
    assert answer(RESUMED, one_woman(events=not_hers)) == 0


def test_leaving_early() -> None:
    lost = Reason.LOST.words
    assert answer(RESUMED, one_woman(last_day=200)) == lost
    assert answer(RESUMED, one_woman(bleeds=[100, 128], last_day=200)) == 1
    assert answer(RESUMED, one_woman(last_day=357)) == 0  # within the last visit's window
    assert answer(SUSTAINED, one_woman(bleeds=[100, 128, 156], last_day=200)) == lost
    assert answer(OVULATED, one_woman(seen=[("P4", 100, 0.4)], last_day=200)) == lost
    assert answer(SERIOUS, one_woman(last_day=200)) == 0


def test_without_a_diary_nothing_is_known() -> None:
    for question in (RESUMED, SUSTAINED, SERIOUS):
        assert answer(question, one_woman(has_events=False)) == Reason.NO_DIARY.words


@pytest.mark.parametrize(
    ("bleeds", "expected"),
    [
        ([210, 240, 275, 340], 0.0),  # a gap of 65 days: the last run is one bleed
        ([240, 270, 300], 1),  # three bleeds, the last 64 days before the end
        ([270, 300], 0),  # resumed late, one cycle only
        ([100, 128, 156], 0),  # stopped
        ([100, 128, 240, 270, 300], 1),  # stopped, and came back
        ([100, 128, 300], 0),  # a single late bleed
        ([200, 260, 320], 1),  # 60 days apart each
        ([200, 261, 320], 0),  # a gap of 61 days breaks the run
        ([300, 310, 320], 0),  # spotting without a cycle
        ([214, 244, 274], 1),  # the last bleed exactly 90 days before the end
        ([213, 243, 273], 0),
    ],
)
def test_menses_sustained(bleeds: list[float], expected: float) -> None:
    assert answer(SUSTAINED, one_woman(bleeds=bleeds)) == expected


def test_a_conception_counts_as_resumed_and_ovulated() -> None:
    pregnant = [{"day": 150.0, "kind": "pregnancy"}]
    data = one_woman(bleeds=[100], events=pregnant, seen=[("P4", 60, 0.5), ("P4", 170, 30.0)])
    assert answer(RESUMED, data) == 1
    assert answer(SUSTAINED, data) == 1
    assert answer(OVULATED, data) == 1
    assert answer(TWICE, data) == 0  # progesterone of pregnancy is not a second ovulation


def test_ovulation() -> None:
    low = [("P4", day, 0.5) for day in (14.0, 28.0)]
    assert answer(OVULATED, one_woman(seen=low)) == 0
    assert answer(OVULATED, one_woman(seen=[*low, ("P4", 42, 3.0)])) == 0  # above 3, not 3
    once = [*low, ("P4", 42, 3.1)]
    assert answer(OVULATED, one_woman(seen=once)) == 1
    assert answer(TWICE, one_woman(seen=once)) == 0
    assert answer(TWICE, one_woman(seen=[*once, ("P4", 49, 9.0)])) == 0  # the same luteal phase
    assert answer(TWICE, one_woman(seen=[*once, ("P4", 52, 9.0)])) == 1
    assert answer(OVULATED, one_woman(seen=[("P4", 0, 9.0), ("P4", 14, 0.3)])) == 0  # before the infusion
    assert answer(OVULATED, one_woman(seen=[("P4", 0, 0.3)])) == Reason.VISIT_MISSING.words
    assert answer(OVULATED, one_woman(seen=[("FSH", 14, 60)])) == Reason.NOT_MEASURED.words


def test_log_change_takes_the_nearest_visit_in_the_window() -> None:
    seen = [("FSH", -5, 80), ("FSH", 0, 60), ("FSH", 162, 10), ("FSH", 170, 30), ("FSH", 196, 5)]
    assert answer(FSH, one_woman(seen=seen)) == pytest.approx(math.log(0.5))
    assert answer(FSH, one_woman(seen=[("FSH", 0, 60), ("FSH", 160, 30)])) == Reason.VISIT_MISSING.words
    assert answer(FSH, one_woman(seen=[("FSH", 168, 30)])) == Reason.BASELINE_MISSING.words
    assert answer(FSH, one_woman(seen=[("FSH", -100, 60), ("FSH", 168, 30)])) == Reason.BASELINE_MISSING.words
    assert answer(FSH, one_woman(seen=[("FSH", 0, 60)], last_day=100)) == Reason.LOST.words
    assert answer(FSH, one_woman(seen=[("FSH", 0, 60), ("FSH", 168, 0)])) == Reason.NOT_POSITIVE.words


def test_baseline_is_the_geometric_mean_of_the_protocols_baseline_visits() -> None:
    data = one_woman(seen=[("FSH", -7, 40), ("FSH", 0, 90), ("FSH", 168, 30)])
    plan = Plan(doses={"low": 3e7}, questions=(FSH,), baseline_visits=("day_-7", "Day 0"))
    assert derive(data, plan)["value"][0] == pytest.approx(math.log(30 / 60))


def test_hormones_and_pregnancy_take_fsh_out() -> None:
    seen = [("FSH", 0, 60), ("FSH", 168, 8)]
    treated = [{"day": 100.0, "kind": "started_hormones"}]
    assert answer(FSH, one_woman(seen=seen, events=treated)) == Reason.HORMONES.words
    later = [{"day": 169.0, "kind": "started_hormones"}]
    assert answer(FSH, one_woman(seen=seen, events=later)) == pytest.approx(math.log(8 / 60))
    pregnant = [{"day": 150.0, "kind": "pregnancy"}]
    assert answer(FSH, one_woman(seen=seen, events=pregnant)) == Reason.PREGNANT.words


def test_amh_below_detection_twice_is_no_change() -> None:
    assert answer(AMH, one_woman(seen=[("AMH", 0, 0.01), ("AMH", 168, 0.01)])) == 0
    assert answer(AMH, one_woman(seen=[("AMH", 0, 0.01), ("AMH", 168, 0.21)])) == pytest.approx(0.2)


def test_serious_events() -> None:
    def event(day: float, serious: bool) -> list[dict[str, Any]]:
        return [{"day": day, "kind": "adverse_event", "serious": serious}]

    assert answer(SERIOUS, one_woman(events=event(30.0, True))) == 1
    assert answer(SERIOUS, one_woman(events=event(30.0, False))) == 0
    assert answer(SERIOUS, one_woman(events=event(-3.0, True))) == 0
