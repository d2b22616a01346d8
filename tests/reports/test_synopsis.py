"""The synopsis says what a clinician asks first."""

import io

import pytest
from rich.console import Console

from antral import protocol
from antral.reports.registry_synopsis import registry_synopsis
from antral.reports.section import render
from antral.reports.synopsis import synopsis


def printed(sections, width=160):
    stream = io.StringIO()
    Console(file=stream, width=width).print(render(sections))
    return " ".join(stream.getvalue().split())


def parts(*overrides, name="NCT03816852"):
    return {section.title: section for section in synopsis(protocol.load(name, overrides))}


def test_arms_and_doses_are_written_as_a_clinician_writes_them():
    doses = [row[4] for row in parts()["Arms"].rows]
    assert doses == [f"{factor} × 10^7 cells in 30 mL, intravenous" for factor in (3, 6, 9)]


def test_arm_without_cells():
    control = parts(name="NCT03816852-control")["Arms"].rows[-1]
    assert control[0] == "control"
    assert control[3:] == ("none", "no cells", "none")


def test_calendar_is_told_in_five_lines():
    rows = parts()["Calendar"].rows
    assert [row[0] for row in rows] == [
        "screening 1",
        "screening 2",
        "baseline",
        "week 2 to week 24 (12 visits, every 14 days)",
        "week 28 to week 52 (7 visits, every 28 days)",
    ]


def test_every_line_gap_and_endpoint_is_shown():
    trial, shown = protocol.load("NCT03816852"), parts()
    lines = [*shown["Inclusion criteria"].rows, *shown["Exclusion criteria"].rows]
    assert [row[1] for row in lines] == [line.text for line in trial.eligibility.criteria]
    assert len(shown["Gaps the registry leaves, and how they are filled"].rows) == len(trial.gaps)
    assert len(shown["Endpoints and analyses"].rows) == len(trial.endpoints)


def test_change_by_the_user_is_shown():
    assert "Changed by the user" not in parts()
    changed = parts("arms.high.dose_cells=1.2e8")
    assert changed["Changed by the user"].paragraphs == ["arms.high.dose_cells: 9e7 cells → 1.2e8, changed by the user"]
    assert changed["Arms"].rows[-1][4].startswith("1.2 × 10^8 cells")


@pytest.mark.parametrize("width", [60, 80, 200])
def test_it_prints_at_any_width(width):
    text = printed(synopsis(protocol.load("NCT03816852")), width)
    assert "Contradictions in the record" in text


@pytest.mark.parametrize("number", protocol.registered())
def test_every_record_can_be_shown(number):
    text = printed(registry_synopsis(number))
    assert number in text
    assert "no computable protocol yet" in text or number == "NCT03816852"
