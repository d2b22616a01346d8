"""The synopsis says what a clinician asks first."""

import io
import subprocess
import sys

import pytest
from rich.console import Console

from antral import api, protocol
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
    assert control[3:] == ("none", "no cells", "none", "none")


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
    assert [row[1] for row in lines if row[0]] == [line.text for line in trial.eligibility.criteria]
    assert len(shown["Gaps the registry leaves, and how they are filled"].rows) == len(trial.gaps)
    assert len(shown["Endpoints and analyses"].rows) == len(trial.endpoints)


def test_change_by_the_user_is_shown():
    assert "Changed by the user" not in parts()
    changed = parts("arms.high.dose_cells=1.2e8")
    assert changed["Changed by the user"].paragraphs == ["arms.high.dose_cells: 9e7 cells → 1.2e8, changed by the user"]
    assert changed["Arms"].rows[-1][4].startswith("1.2 × 10^8 cells")


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ("[0, 1]", "; only women diagnosed less than 1 year ago"),
        ("[5, 15]", "; only women diagnosed 5 to 15 years ago"),
    ],
)
@pytest.mark.parametrize("mix", ["poi_2017_24", "idiopathic"])
def test_how_long_ago_candidates_were_diagnosed_is_told(years, told, mix):
    def candidates(*overrides):
        facts = next(iter(parts(f"candidates.mix={mix}", *overrides).values()))
        return dict(facts.rows)["Candidates"]

    assert candidates(f"candidates.years_since_diagnosis={years}") == candidates() + told


@pytest.mark.parametrize("width", [60, 80, 200])
def test_it_prints_at_any_width(width):
    text = printed(synopsis(protocol.load("NCT03816852")), width)
    assert "Contradictions in the record" in text


@pytest.mark.parametrize("number", protocol.registered())
def test_every_record_can_be_shown(number):
    text = " ".join(printed(api.show(number)).split())
    assert number in text
    assert "cannot be simulated" in text or number in ("NCT03816852", "NCT07115082")


def test_hormones_and_where_an_arm_was_read():
    arms = parts(name="NCT07115082")["Arms"]
    assert [row[-1] for row in arms.rows] == ["climen, day 0 to the end"] * 2
    assert arms.paragraphs == ["cells is not among the arms of the registry's record; it is read from its description."]


def test_a_line_of_several_parts_has_a_row_for_each():
    rows = parts(name="NCT07115082")["Inclusion criteria"].rows
    start = next(place for place, row in enumerate(rows) if row[0] == "I1")
    assert [row[3].split(",")[0] for row in rows[start : start + 3]] == ["fertility wish", "and age", "and karyotype"]
    assert [row[4].split(":")[0] for row in rows[start : start + 3]] == ["taken as met", "simulated", "taken as met"]
    tumour = next(row for row in parts(name="NCT07115082")["Exclusion criteria"].rows if row[0] == "E8")
    assert tumour[4].startswith("drawn, chemotherapy 95 %, surgical 40 %, others 12 % (assumed)")


def test_adverse_events_tell_severity_and_seriousness_apart():
    rows = {row[0]: row for row in parts(name="NCT07115082")["Adverse events"].rows}
    fever = rows["Fever, after an infusion"]
    assert fever[1] == "5 % without cells, 7.81 % with (odds ratio 1.61)"  # 0.0805 / (0.95 + 0.0805)
    assert fever[2:5] == ("1: 85 %, 2: 15 %", "2 %", "80 %")
    assert rows["Admission to hospital, any cause, at any time"][3] == "100 %"


def test_the_rule_for_harm_is_a_sentence():
    said = parts(name="NCT07115082")["Rule for harm"].paragraphs[0]
    assert "more than 90 % certain that more than 10 % of women have a serious event within 30 days" in said


def test_every_intercurrent_event_has_its_strategy_in_plain_words():
    trial, rows = protocol.load("NCT07115082"), parts(name="NCT07115082")["Estimands"].rows
    assert len(rows) == 4 * len(trial.estimands)
    assert all("(" in row[3] and row[4] for row in rows)


def test_intention_and_rescue_hormones_are_shown():
    on_the_way = {row[0]: row[1] for row in parts()["What happens on the way"].rows}
    assert on_the_way["Tries to conceive"] == "50 %"
    assert on_the_way["Starts hormones against the plan"] == "10 % a year (climen)"
    assert "lost to follow up 30 %" in on_the_way["  of whom"]
    nobody = {row[0]: row[1] for row in parts("conception=null")["What happens on the way"].rows}
    assert nobody["Tries to conceive"] == "nobody"


def test_the_calendar_of_the_hormones_is_told_in_days_of_the_pack():
    rows = parts(name="NCT07115082")["Hormones"].rows
    assert [row[2:4] for row in rows] == [
        ("1 to 11", "estradiol 2 mg"),
        ("12 to 21", "estradiol 2 mg and cyproterone acetate 1 mg"),
        ("22 to 28", "nothing"),
    ]
    assert [row[1] for row in rows] == ["assigned", "", ""]
    assert parts()["Hormones"].rows[0][1] == "of her own"
    assert "Hormones" not in parts("rescue_hormones=null")


def test_the_mix_of_candidates_is_told():
    facts = dict(parts()["NCT03816852: " + protocol.load("NCT03816852").title].rows)
    assert facts["Candidates"].startswith("women diagnosed in 2017 to 2024: idiopathic 37 %, ")
    one = dict(next(iter(parts("candidates.mix=idiopathic").values())).rows)
    assert one["Candidates"] == "idiopathic (assumed)"


def test_a_synopsis_loads_no_compiler():
    code = (
        "import sys; from antral import protocol; from antral.reports.synopsis import synopsis;"
        "synopsis(protocol.load('NCT07115082'));"
        "print([m for m in ('numba', 'matplotlib') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_parts_of_parts_stand_in_brackets():
    sections = {section.title: section for section in api.show("NCT06072794")}
    rows = sections["Inclusion criteria"].rows
    start = next(place for place, row in enumerate(rows) if row[0] == "I3")
    rules = [row[3] for row in rows[start : start + 3]]
    assert [rule.split(",")[0] for rule in rules] == ["(amenorrhoea", "and lab threshold", "or diagnosis dor"]
    assert rules[1].endswith(")")
    assert not rules[2].endswith(")")
