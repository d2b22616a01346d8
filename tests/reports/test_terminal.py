"""What is printed says the answer first and every table after it."""

import io
import re
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest
from rich.console import Console

from antral.analysis import Plan, Question, analyse
from antral.core import Tag
from antral.dataset import read
from antral.reports import analysis_tables, calibration_tables, terminal, verify_table
from antral.verify import Estimate, Reference, Row
from antral.verify.row import Verdict


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


def row(number, verdict, note="", interval="1 to 2", kind="test", seen_by="", follows_from=()):
    return SimpleNamespace(
        number=number, quantity="cycle length (days)", ours="1.5", interval=interval, reference="29 (25 to 35)",
        accept="25 to 35", verdict=verdict, note=note, kind=kind, seen_by=seen_by, follows_from=follows_from, over="",
    )  # fmt: skip


def test_verify_shows_failing_rows_with_the_others():
    text = printed(verify_table([row("1", "pass"), row("7d", "fail"), row("8", "explained", "smaller scans")]))
    assert "7d cycle length (days) 1.5 [1 to 2] 29 (25 to 35) 25 to 35 fail" in text
    assert "Row 8, cycle length (days): smaller scans" in text
    assert text.startswith("1 explained, 1 failed, 1 passed")


def test_verify_says_from_which_targets_a_row_follows():
    follow = [row(number, "pass", kind="follows", follows_from=("mean", "sd")) for number in ("3c", "3c", "4")]
    text = printed(verify_table([row("3b", "pass", kind="target"), *follow]))
    assert "Row 3c and 4 given by mean and sd" in text
    assert text.index("Rows used in fitting") < text.index("Rows that follow from those")


def test_verify_says_which_rows_were_in_view_of_what():
    rows = [row(number, "pass", kind="seen", seen_by="gnrh.rest_share") for number in ("5b", "5b", "6")]
    text = printed(verify_table([row("1", "pass"), *rows]))
    assert text.index("Rows in view when values were set by hand") < text.index("Rows not used in fitting")
    assert text.endswith("Row 5b and 6 in view: gnrh.rest_share")


def a_row(number, value, **changes):
    stated: dict = {"number": number, "quantity": "length", "unit": "d", "reference": "29 d", "source": "somebody"}
    stated |= {"tag": Tag.PUBLISHED, "low": 27.0, "high": 31.0, "selection": "healthy women"}
    outdated = changes.pop("outdated", "")
    return Row(number, Reference(**stated | changes), Estimate(value, value - 1, value + 1, 80, outdated))


def test_verify_shows_rows_as_they_are_evaluated():
    rows = [
        a_row("4", 29.0),
        a_row("5", 33.0),
        a_row("6", 99.0, low=None, high=None),
        a_row("24", 28.0, outdated="made with other code"),
    ]
    text = printed(verify_table(rows))
    assert "4 length (d) 29 [28 to 30] 29 d 27 to 31 pass" in text
    assert "5 length (d) 33 [32 to 34] 29 d 27 to 31 fail" in text
    assert "6 length (d) 99 [98 to 100] 29 d no limit reported" in text
    assert "24 length (d) 28 [27 to 29] 29 d 27 to 31 stale" in text
    assert text.endswith("Row 24, length (d): made with other code")
    assert text.startswith("0 explained, 1 failed, 1 stale, 1 passed, 1 reported")


def test_every_verdict_has_its_own_colour():
    stream = io.StringIO()
    rows = [row(str(place), verdict) for place, verdict in enumerate(get_args(Verdict))]
    Console(file=stream, width=160, force_terminal=True, color_system="standard").print(verify_table(rows))
    codes = [re.search(rf"\x1b\[([\d;]+)m{verdict}", stream.getvalue()) for verdict in get_args(Verdict)]
    assert all(codes)
    assert len({code.group(1) for code in codes}) == len(get_args(Verdict)) == 5


def test_an_analysis_is_printed_by_arm_with_its_test_and_what_is_missing(tmp_path):
    lines = ["participant_id,arm,visit,day,parameter,value,unit"]
    for place, (arm, after) in enumerate([("low", 20), ("low", 5), ("high", 10), ("high", 2.5)]):
        lines += [f"W-{place},{arm},baseline,0,FSH,10,IU/L", f"W-{place},{arm},week 24,168,FSH,{after},IU/L"]
    file = tmp_path / "observations.csv"
    file.write_text("\n".join(lines) + "\n")
    questions = (
        Question(name="fsh", derive="log_change", day=168, measure="FSH", window_days=7, test="linear_trend"),
        Question(name="resumed", derive="menses_resumed", day=364, window_days=7, test="exact_trend"),
    )
    results = analyse(read(file), Plan(doses={"low": 3e7, "high": 6e7}, questions=questions))
    text = printed(analysis_tables(results), 200)
    # by hand: logs to base 2 are 1, -1 and 0, -2; means 0 and -1; standard errors 1; t of one degree of freedom 12.706
    assert "FSH on day 168, ratio to baseline low 2 1.00 0.00015 to 6,683" in text
    assert "high 2 0.50 7.5e-05 to 3,341" in text
    # four of the six ways to draw two of four women are as extreme
    assert "FSH on day 168, ratio to baseline 4 2/2 0.667" in text
    assert "Resumed no diary or events recorded 4" in text
    assert "(ratio)" not in text


def test_calibration_lists_targets_outside_the_accepted_range():
    def target(median, low, high, inside):
        return {
            "number": "11", "quantity": "FSH", "wanted": 13.0, "sd": 2.5, "before": 9.4, "misfit_after": -1.8,
            "after": {"median": median, "q05": 7.6, "q95": 9.4},
            "accepted": {"low": low, "high": high, "inside": inside},
        }  # fmt: skip

    found = {
        "targets": {
            "fsh_47": target(8.46, 9.0, 16.0, inside=False),
            "fsh_42": target(6.14, 3.9, 6.5, inside=True),
            "poi_inhibin": target(3.5, None, 3.0, inside=False),
        },
        "parameters": {}, "correlations": {"strong": []}, "weights": {"effective_members": 50.0, "exponent": 0.55},
        "evaluations": 3, "women": 4, "refused": 0, "members": 100, "carried_values": "none", "missed": [],
    }  # fmt: skip
    text = " ".join(printed(calibration_tables(found), 200).split())
    assert "Missed by more than three of its errors: none." in text
    assert "Median outside the range in which the row is accepted: fsh_47 (8.46, accepted 9 to 16), " in text
    assert "poi_inhibin (3.5, accepted at most 3)." in text
