"""What is printed says the answer first and every table after it."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from antral.reports import terminal, verify_table


def printed(what, width=120):
    stream = io.StringIO()
    Console(file=stream, width=width).print(what)
    return " ".join(stream.getvalue().replace("\u00a0", " ").split())


@pytest.mark.parametrize("width", [60, 80, 160])
def test_the_answer_comes_first_at_any_width(results, trial, width):
    text = printed(terminal(results, trial, report=Path("runs/x/report.html")), width)
    order = [
        "What can this trial show?", "If the cells did nothing", "Primary endpoints by arm", "Planned tests",
        "Claims without a comparison", "Serious adverse events", "Women per arm", "Changes of the design",
        "Screening failures", "What this rests on", "Cost", "report.html",
    ]  # fmt: skip
    places = [text.index(title) for title in order]
    assert places == sorted(places)


def test_each_rate_stands_with_its_error_and_zero_effect_beside(results, trial):
    text = printed(terminal(results, trial), 160)
    assert "FSH at 12 months, ratio to baseline 4.8 ± 0.6 % 7.5 ± 0.6 % 15.8 ± 0.6 % not discrete" in text
    assert "no effect evidence target" in text


def test_only_the_most_frequent_screening_failures_are_printed(results, trial):
    text = printed(terminal(results, trial), 160)
    assert "2 more lines in the report." in text  # the sample has seven


def row(number, verdict, note="", interval="1 to 2"):
    return SimpleNamespace(
        number=number, quantity="cycle length (days)", ours="1.5", interval=interval, reference="29 (25 to 35)",
        accept="25 to 35", verdict=verdict, note=note,
    )  # fmt: skip


def test_verify_shows_failing_rows_with_the_others():
    text = printed(verify_table([row("1", "pass"), row("7d", "fail"), row("8", "explained", "smaller scans")]))
    assert "7d cycle length (days) 1.5 [1 to 2] 29 (25 to 35) 25 to 35 fail" in text
    assert "Row 8, cycle length (days): smaller scans" in text
    assert text.endswith("1 pass, 1 fail, 1 explained")
