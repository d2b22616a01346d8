"""The rule that stops a trial for harm, against R and against the enumeration of every course of events."""

from itertools import product

import polars as pl
import pytest

from antral.dataset import Tables, tables
from antral.design import boundary, exact
from antral.design.monitoring import Look, stops
from antral.protocol import Monitoring

from .conducted import protocol

RULE = Monitoring(
    window_days=30, acceptable_share=0.1, certainty=0.9, prior_events=1, prior_women=10, look_every=1,
    tag="assumed", reason="a test",
)  # fmt: skip


def rule(**changed: float) -> Monitoring:
    return RULE.model_copy(update=changed)


def test_the_boundary_is_that_of_r() -> None:
    # R 4.2.2: smallest e with pbeta(0.1, 1 + e, 9 + n - e, lower.tail = FALSE) > 0.9
    found = dict(boundary(RULE, 25))
    assert 1 not in found  # even one event in one woman is not enough
    assert {n: found[n] for n in (2, 5, 10, 25)} == {2: 2, 5: 3, 10: 4, 25: 6}
    # pbeta(0.2, 1 + e, 9 + n - e, lower.tail = FALSE) > 0.95
    strict = rule(acceptable_share=0.2, certainty=0.95, look_every=5)
    assert boundary(strict, 25) == [Look(5, 5), Look(10, 7), Look(15, 8), Look(20, 9), Look(25, 11)]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.7])
def test_the_chance_to_stop_is_that_of_all_courses(share: float) -> None:
    """All 2^10 orders of harm and no harm in ten women, looked at one by one."""
    looks = dict(boundary(RULE, 10))
    stopped = women = 0.0
    for harmed in product((0, 1), repeat=10):
        chance = share ** sum(harmed) * (1 - share) ** (10 - sum(harmed))
        at = next((n for n in range(1, 11) if n in looks and sum(harmed[:n]) >= looks[n]), None)
        stopped += chance * (at is not None)
        women += chance * (at or 10)
    found = exact(boundary(RULE, 10), 10, share)
    assert (found.stops, found.women) == pytest.approx((stopped, women), abs=1e-12)


def trials(events: dict[int, list[tuple[int, float]]], *, enrolled: float = 40.0) -> Tables:
    """Four infused women a trial, one every so many days; serious events as woman and day since her infusion."""
    people = [(trial, woman, "high", enrolled * woman, 364.0) for trial in events for woman in range(4)]
    rows = [(trial, woman, 0.0, "infusion", None) for trial in events for woman in range(4)]
    rows += [(trial, woman, day, "adverse_event", True) for trial, some in events.items() for woman, day in some]
    return tables(
        pl.DataFrame(people, schema=["trial", "participant_id", "arm", "enrolled_day", "last_day"], orient="row"),
        None,
        pl.DataFrame(rows, schema=["trial", "participant_id", "day", "kind", "serious"], orient="row"),
    )


def test_a_trial_stops_in_the_order_of_the_calendar() -> None:
    asked = protocol().model_copy(update={"monitoring": RULE})  # two events in two women stop it
    data = trials({1: [(0, 5.0), (1, 30.0)], 2: [(0, 5.0), (1, 31.0)], 3: [(2, 1.0), (3, 1.0)], 4: []})
    # woman 1 is infused on day 40 and her window ends on day 70: two are infused; 31 days are outside the window;
    # two events in the last two of four women are two in four, and three would be needed
    assert dict(boundary(RULE, 4)) == {2: 2, 3: 3, 4: 3}  # R, too
    assert stops(asked, data).rows() == [(1, True, 2, 70.0), *((n, False, 4, None) for n in (2, 3, 4))]


def test_women_infused_before_the_harm_was_known_are_counted() -> None:
    asked = protocol().model_copy(update={"monitoring": RULE})
    data = trials({1: [(0, 5.0), (1, 30.0)]}, enrolled=10.0)  # by day 40, when woman 1's window ends, all four are in
    assert stops(asked, data).rows() == [(1, True, 4, 40.0)]


def test_without_a_rule_nothing_is_followed() -> None:
    asked = protocol().model_copy(update={"monitoring": None})
    assert stops(asked, trials({1: []})).is_empty()
