"""Women who come soon or long after the diagnosis: two designs, each with women of its own; and where it is told."""

from typing import Any

import antral
from antral import api, protocol
from antral.api.register import assumptions
from antral.population import mix

ASKED: dict[str, Any] = {"trials": 6, "seed": 3, "women": 40, "effect": "target"}


def test_two_ranges_are_two_designs_with_women_of_their_own() -> None:
    found = api.design("NCT03816852", ["years_since_diagnosis=0-1,5-15"], **ASKED).results
    soon, late = found["points"]
    assert [point["values"] for point in (soon, late)] == [
        {"years_since_diagnosis": "0-1"},
        {"years_since_diagnosis": "5-15"},
    ]
    assert [point["simulation"] for point in (soon, late)] == [0, 1]
    assert not found["reference_is_protocol"]
    assert soon["screening"] != late["screening"]
    run = antral.simulate("NCT03816852", set=late["set"], **ASKED, sensitivity=False)
    assert run.command == late["command"].replace(" 3.0", " 3")
    power = late["scenarios"]["target"]["power"]
    assert power["value"] == run.results["scenarios"]["target"]["tests"][power["test"]]["rejection_rate"]
    told = [one["text"] for one in run.results["assumptions"]]
    assert "Only women diagnosed 5 to 15 years ago come; no woman is drawn beyond 12 years" in told


def test_a_flow_of_virtual_women_says_who_they_are() -> None:
    years = ["candidates.years_since_diagnosis=[1, 5]"]
    assert api.attrition("NCT03816852", virtual=5, set=years).who.endswith("clinic, diagnosed 1 to 5 years ago")
    assert api.attrition("NCT03816852", virtual=5).who.endswith("clinic")


def test_nothing_is_taken_for_granted_where_years_are_not_asked_for() -> None:
    trial = protocol.load("NCT03816852")
    told = assumptions(trial, ["none"], mix(trial.candidates.mix))
    assert not any("diagnosed" in one["text"] and "Only women" in one["text"] for one in told)
