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
