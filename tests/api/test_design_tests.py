"""Which test the power of a design is, and what is said where it cannot find anything."""

from typing import Any

import pytest

import antral
from antral import api

ASKED: dict[str, Any] = {"trials": 6, "seed": 3, "women": 60, "effect": "target"}


def test_designs_share_women_and_not_what_another_test_needs() -> None:
    vary = ["control=with", "endpoint=menses_resumed", "n=12", "test=exact_trend,fisher,log_rank"]
    points = api.design("NCT03816852", vary, **ASKED).results["points"]
    names = [point["scenarios"]["target"]["power"]["test"] for point in points]
    assert names == [f"menses_resumed_{test}" for test in ("exact_trend", "fisher", "log_rank")]
    assert {point["simulation"] for point in points} == {0}
    for point in (points[0], points[2]):
        run = antral.simulate("NCT03816852", set=point["set"], **ASKED, sensitivity=False)
        power = point["scenarios"]["target"]["power"]
        rates = run.results["scenarios"]["target"]["tests"]
        assert power["value"] == pytest.approx(rates[power["test"]]["rejection_rate"])


def test_where_the_test_is_not_varied_power_is_against_control() -> None:
    found = api.design("NCT03816852", ["control=with", "endpoint=menses_resumed"], **ASKED).results
    assert found["points"][0]["scenarios"]["target"]["power"]["test"] == "menses_resumed_fisher"


def test_a_test_that_cannot_reject_says_why() -> None:
    """Of six allocations of three women two are as extreme as any: p is 1/3 at least; of nine women 1,680 are."""
    found = api.design("NCT03816852", ["n=3,9"], **ASKED).results
    small, large = (point["scenarios"]["none"]["power"] for point in found["points"])
    assert small["reason"] == "with 3 women no outcome has a p-value of 0.05 or less"
    assert (small["value"], "at_most" in small) == (0.0, False)
    assert large["reason"] is None


def test_an_endpoint_that_hormones_spoil_in_every_woman_is_not_testable() -> None:
    found = api.design("NCT03816852", ["comedication=climen", "endpoint=menses_resumed", "n=12"], **ASKED).results
    power = found["points"][0]["scenarios"]["target"]["power"]
    assert power["not_testable"] == 1.0
    assert power["reason"] == "in no trial are there values of menses_resumed to compare"


def test_a_trial_that_takes_much_of_the_bank_is_warned_of() -> None:
    found = api.design("NCT03816852", ["n=6,15"], **ASKED).results
    assert "Raise --women to 75" in found["warnings"][0]
    assert api.design("NCT03816852", ["n=6,12"], **ASKED).results["warnings"] == []
