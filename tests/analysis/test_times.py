"""Times to an event from diaries and visits written by hand."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from antral.analysis import ENDPOINTS, Ending, Plan, Question, event_times, methods
from antral.core import InputError
from antral.dataset import Tables, tables

from .woman import answer, happened, one_woman

RESUMED = Question(name="resumed", derive="menses_resumed", day=364, window_days=7)
OVULATED = Question(name="ovulated", derive="ovulation", day=364, window_days=7, measure="P4")
CONCEIVED = Question(name="conceived", derive="conceived", day=364, window_days=7)
BORN = Question(name="born", derive="live_birth", day=364, window_days=7)


def ended(question: Question, data: Tables) -> tuple[float, Ending] | str:
    """Time and ending, or why there is none."""
    row = event_times(data, Plan(doses={"low": 3e7}, questions=(question,)), question.name).long.row(0, named=True)
    return (row["time"], Ending(row["status"])) if row["time"] is not None else str(row["left_out"])


def asking(question: Question, **strategies: str) -> Question:
    return replace(question, strategies=strategies)


@pytest.mark.parametrize(
    ("woman", "expected"),
    [
        ({}, (364, Ending.CENSORED)),
        ({"bleeds": [100, 128]}, (128, Ending.EVENT)),  # the second bleed makes it known
        ({"bleeds": [100, 128, 156]}, (128, Ending.EVENT)),
        ({"last_day": 200}, (200, Ending.CENSORED)),
        ({"last_day": 360}, (360, Ending.CENSORED)),  # within the last visit's window
        ({"last_day": 400}, (364, Ending.CENSORED)),
        ({"bleeds": [100, 128], "last_day": 200}, (128, Ending.EVENT)),
        ({"events": [happened("pregnancy", 90)]}, (90, Ending.EVENT)),
        ({"events": [happened("fertility_treatment", 90)], "bleeds": [100, 128]}, (90, Ending.CENSORED)),
        ({"events": [happened("started_hormones", 50)]}, (50, Ending.CENSORED)),
        ({"events": [happened("started_hormones", 50), happened("stopped_hormones", 100)]}, (364, Ending.CENSORED)),
        (
            {"events": [happened("started_hormones", 50), happened("stopped_hormones", 100)], "bleeds": [140, 168]},
            (168, Ending.EVENT),
        ),
        ({"events": [happened("started_hormones", 50), happened("stopped_hormones", 340)]}, (50, Ending.CENSORED)),
        ({"events": [happened("assigned_hormones", 1)]}, "under hormones"),
        ({"has_events": False}, "no diary or events recorded"),
    ],
)
def test_menses(woman: dict[str, Any], expected: object) -> None:
    assert ended(RESUMED, one_woman(**woman)) == expected


@pytest.mark.parametrize(
    ("strategies", "woman", "expected"),
    [
        ({"discontinuation": "composite"}, {"last_day": 200}, (200, Ending.LEFT)),
        ({"discontinuation": "composite"}, {"last_day": 200, "bleeds": [100, 128]}, (200, Ending.LEFT)),
        ({"discontinuation": "while_on_treatment"}, {"last_day": 200}, (200, Ending.LEFT)),
        ({"discontinuation": "while_on_treatment"}, {"last_day": 200, "bleeds": [100, 128]}, (128, Ending.EVENT)),
        ({"started_hormones": "composite"}, {"events": [happened("started_hormones", 50)]}, (50, Ending.HORMONES)),
        (
            {"started_hormones": "while_on_treatment"},
            {"events": [happened("started_hormones", 50), happened("stopped_hormones", 99)], "bleeds": [150, 178]},
            (50, Ending.CENSORED),
        ),
        (
            {"fertility_treatment": "composite"},
            {"events": [happened("fertility_treatment", 90)]},
            (90, Ending.FERTILITY_TREATMENT),
        ),
        ({"pregnancy": "hypothetical"}, {"events": [happened("pregnancy", 90)]}, (90, Ending.CENSORED)),
        (
            {"discontinuation": "composite", "started_hormones": "composite"},
            {"last_day": 200, "events": [happened("started_hormones", 50)]},
            (50, Ending.HORMONES),
        ),
    ],
)
def test_strategies(strategies: dict[str, str], woman: dict[str, Any], expected: object) -> None:
    assert ended(asking(RESUMED, **strategies), one_woman(**woman)) == expected


def test_ovulation_is_known_at_visits() -> None:
    assert ended(OVULATED, one_woman(seen=[("P4", 84, 0.4), ("P4", 168, 6.0)])) == (168, Ending.EVENT)
    assert ended(OVULATED, one_woman(seen=[("P4", 84, 0.4), ("P4", 168, 0.5)])) == (168, Ending.CENSORED)
    assert ended(OVULATED, one_woman(seen=[("P4", 84, 0.4)], last_day=200)) == (84, Ending.CENSORED)
    composite = asking(OVULATED, discontinuation="composite")
    assert ended(composite, one_woman(seen=[("P4", 84, 0.4)], last_day=200)) == (200, Ending.LEFT)
    assert ended(OVULATED, one_woman(seen=[("P4", -10, 0.4)])) == "no value within the visit's window"
    assert ended(OVULATED, one_woman(seen=[("P4", -10, 0.4)], last_day=200)) == "no value within the visit's window"


def test_pregnancy_and_birth() -> None:
    events = [happened("pregnancy", 60), happened("live_birth", 326)]
    assert ended(CONCEIVED, one_woman(events=events)) == (60, Ending.EVENT)
    assert ended(BORN, one_woman(events=events)) == (326, Ending.EVENT)
    assert ended(CONCEIVED, one_woman(events=[happened("assigned_hormones", 1)])) == (364, Ending.CENSORED)


@pytest.mark.parametrize("question", [RESUMED, OVULATED, CONCEIVED, BORN], ids=lambda q: q.name)
def test_an_event_is_what_the_endpoint_says(question: Question) -> None:
    """Many women by chance, every strategy: event where the endpoint is 1, and only there."""
    chance = np.random.default_rng(12)
    for _ in range(60):
        kinds = ["started_hormones", "stopped_hormones", "pregnancy", "fertility_treatment", "assigned_hormones"]
        events = [
            happened(str(kind), float(chance.integers(1, 364)))
            for kind in chance.choice(kinds, chance.integers(0, 3), p=[0.3, 0.2, 0.2, 0.2, 0.1])
        ]
        data = one_woman(
            bleeds=sorted(chance.integers(1, 364, chance.integers(0, 8)).astype(float).tolist()),
            seen=[("P4", float(day), float(chance.choice([0.4, 8.0]))) for day in (84, 168, 252, 336)],
            events=events,
            last_day=float(chance.choice([100, 250, 364])),
        )
        known = ENDPOINTS[question.derive].strategies
        asked = asking(question, **{event: str(chance.choice(list(ways))) for event, ways in known.items()})
        found, value = ended(asked, data), answer(asked, data)
        assert (not isinstance(found, str) and found[1] == Ending.EVENT) == (value == 1.0)
        if value == 0.0:
            assert not isinstance(found, str)
        if not isinstance(found, str):
            assert 0 <= found[0] <= 364 or found[1] == Ending.LEFT


def two_trials() -> Tables:
    people = pl.DataFrame(
        {
            "trial": [1, 1, 1, 2, 2],
            "participant_id": [1, 2, 3, 1, 2],
            "arm": ["low", "high", "low", "low", "high"],
            "last_day": [364.0, 364.0, 150.0, 364.0, 364.0],
        }
    )
    rows = [(1, 1, 100.0), (1, 1, 128.0), (2, 2, 40.0), (2, 2, 70.0)]
    bleeds = pl.DataFrame(rows, schema=["trial", "participant_id", "day"], orient="row").with_columns(
        kind=pl.lit("bleed"), spontaneous=pl.lit(True)
    )
    return tables(people, None, bleeds, has_events=True)


def test_times_go_into_the_methods_for_many_trials() -> None:
    found = event_times(two_trials(), Plan(doses={"low": 3e7, "high": 9e7}, questions=(RESUMED,)), "resumed")
    time, ending, arm = found.by_trial()
    np.testing.assert_array_equal(time, [[128, 364], [150, 70], [364, math.nan]])
    np.testing.assert_array_equal(ending, [[1, 0], [0, 1], [0, 0]])
    np.testing.assert_array_equal(arm, [[0, 0], [0, 1], [1, 0]])
    share = methods.survival.kaplan_meier_by_trial(time, (ending == Ending.EVENT).astype(int), arm, groups=2, day=364)
    assert share.estimate[1].tolist() == [1.0, 0.0]


def test_what_is_no_first_event_is_refused() -> None:
    sustained = Question(name="sustained", derive="menses_sustained", day=364)
    with pytest.raises(InputError, match="first event"):
        event_times(one_woman(), Plan(doses={"low": 3e7}, questions=(sustained,)), "sustained")
    with pytest.raises(InputError, match="no endpoint"):
        event_times(one_woman(), Plan(doses={"low": 3e7}, questions=(RESUMED,)), "ovulated")
