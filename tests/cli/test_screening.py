"""`antral screen`, `match`, `attrition` (and the fields of `diagnose`) as they are typed."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from antral import api
from antral.cli import main
from antral.patient import Cohort, read_patients

WOMEN = Path(__file__).parent.parent.parent / "docs/examples/women.yaml"
TRIAL = "NCT07115082"
ON = ("--on", "2026-06-15")


@pytest.fixture
def say(monkeypatch, capsys, tmp_path):
    """Run the program in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "150")

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["antral", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        shown = capsys.readouterr()
        return int(stop.value.code or 0), shown.out, shown.err

    return run


def screened(say, *words):
    code, out, _ = say("screen", TRIAL, *words, *ON, "--json")
    assert code == 0
    return json.loads(out)


def test_three_women_of_the_example(say):
    told = screened(say, WOMEN)
    assert told["counts"] == {"women": 3, "eligible": 0, "undetermined": 1, "ineligible": 2}
    outcomes = {one["patient"]: one["outcome"] for one in told["women"]}
    assert outcomes == {"A-01": "undetermined", "A-02": "ineligible", "A-03": "ineligible"}
    second = next(one for one in told["explained"] if one["patient"] == "A-02")
    out = {line["line"]: line for line in second["keeps_out"]}
    assert set(out) == {"I3", "I4"}  # FSH 22 and 19, and a wash-out until 20 August
    assert out["I3"]["data"] == ["FSH 22 IU/L on 2026-02-20", "FSH 19 IU/L on 2026-03-28"]
    assert out["I4"]["time_alone_turns_it_on"] == "2026-08-20"


def keys(told):
    """Every name of a field, however deep."""
    if isinstance(told, list):
        return set().union(*map(keys, told))
    return set(told) | set().union(*map(keys, told.values())) if isinstance(told, dict) else set()


def test_every_field_of_the_json_is_documented(say):
    Path("one.yaml").write_text("id: W1\nsex: female\n")
    _, matched, _ = say("match", "one.yaml", *ON, "--json")
    _, lost, _ = say("attrition", TRIAL, WOMEN, *ON, "--json")
    _, diagnosed, _ = say("diagnose", WOMEN, *ON, "--json")
    objects = [screened(say, WOMEN), json.loads(matched), json.loads(lost), json.loads(diagnosed)]
    for one in objects:
        del one["made_with"]
    page = (WOMEN.parent.parent / "how-to/screen-many.md").read_text()
    assert not [name for name in set().union(*map(keys, objects)) if f"`{name}`" not in page]


def test_a_cohort_says_what_the_file_says(say, tmp_path):
    Cohort.of(list(read_patients(WOMEN)), date(2020, 1, 1)).write(tmp_path / "cohort")
    assert screened(say, tmp_path / "cohort") == screened(say, WOMEN)


def test_of_many_women_those_asked_for_are_explained(say, tmp_path):
    many = "\n".join(f"- {{id: W{number}, sex: female}}" for number in range(30))
    Path("many.yaml").write_text(many)
    assert screened(say, "many.yaml")["explained"] == []
    found = screened(say, "many.yaml", "--explain", "W27")["explained"]
    assert [one["patient"] for one in found] == ["W27"]
    redacted = screened(say, "many.yaml", "--explain", "W27", "--redact")
    assert [one["patient"] for one in redacted["explained"]] == ["28"]
    assert redacted["women"][27]["patient"] == "28"


@pytest.mark.parametrize(
    "words", [("screen", TRIAL, WOMEN), ("match", "one.yaml"), ("attrition", TRIAL, WOMEN)], ids=lambda words: words[0]
)
def test_every_page_and_table_says_what_it_is(say, words):
    Path("one.yaml").write_text("id: W1\nsex: female\n")
    code, out, _ = say(*words, *ON, "--html", "page.html")
    page = Path("page.html").read_text()
    assert code == 0
    for text in (page, out):
        flat = " ".join(text.split())
        assert "Not medical advice. Whether a woman enters a trial is decided by its investigator" in flat
        assert "Version of antral" in flat
        assert "2026-06-15" in flat
        assert "2025-08-11" in flat  # when the registry's record was last updated
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("screen", "NCT99999999", WOMEN), "no protocol"),
        (("screen", TRIAL, "nowhere.yaml"), "no such file"),
        (("screen", WOMEN, TRIAL), "the trial comes first, then the women"),
        (("attrition", WOMEN, TRIAL), "the trial comes first, then the women"),
        (("screen", TRIAL, WOMEN, "--on", "yesterday"), "yesterday"),
        (("screen", TRIAL, WOMEN, "--explain", "B-9"), "--explain"),
        (("match", WOMEN), "one woman was wanted"),
        (("attrition", TRIAL), "--virtual"),
        (("attrition", TRIAL, WOMEN, "--virtual", "3"), "not both"),
        (("attrition", TRIAL, "--virtual", "0"), "virtual = 0"),
    ],
)
def test_wrong_input_is_a_message_and_exit_code_2(say, words, said):
    code, _, err = say(*words)
    assert code == 2
    assert said in err
    assert "Traceback" not in err


def test_no_woman_is_simulated_to_screen_one():
    code = (
        "import sys; from antral import api;"
        f"api.screen({TRIAL!r}, {str(WOMEN)!r}).to_dict();"
        "print([name for name in ('numba', 'polars', 'matplotlib', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.mark.timeout(300)
def test_virtual_women_are_lost_as_a_bank_loses_them(say):
    from antral.population import bank
    from antral.protocol import load

    made = bank(load(TRIAL), seed=3, size=50).screening
    code, out, _ = say("attrition", TRIAL, "--virtual", str(made.candidates), "--seed", "3", "--json", "--quiet")
    told = json.loads(out)
    assert code == 0
    assert told["counts"]["women"] == made.candidates
    assert told["counts"]["eligible"] == made.admitted == 50
    assert {one["line"]: one["keeps_out"] + one["unknown"] for one in told["lines"]} == made.reasons
    assert {one["line"]: one["kept_out_here"] for one in told["lines"]} == made.first_reasons


UNREAD = """
- {id: W1, sex: female, measurements: [{analyte: FSH, value: 70, date: 2026-05-01}]}
- {id: W2, sex: female}
"""


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize("stored", [False, True], ids=["file", "cohort"])
@pytest.mark.parametrize("verb", ["screen", "attrition"])
def test_entries_that_were_not_understood_are_told_of_many_women(say, verb, stored):
    more = "\n".join(f"- {{id: V{number}, sex: female}}" for number in range(25))
    Path("women.yaml").write_text(f"{UNREAD.strip()}\n{more}\n")
    given = "women.yaml"
    if stored:
        Cohort.of(list(read_patients(Path(given))), date(2026, 6, 15)).write(Path("cohort"))
        given = "cohort"
    words = (verb, TRIAL, given, *ON)
    _, out, _ = say(*words, "--html", "page.html")
    _, told, _ = say(*words, "--json")
    assert json.loads(told)["women_with_entries_not_understood"] == [{"patient": "W1", "entries": 1}]
    for text in (flat(out), flat(Path("page.html").read_text())):
        assert "1 entry of 1 woman not understood, counted as not recorded: W1 (1)." in text
    _, shared, _ = say(*words, "--redact")
    assert "not recorded: 1 (1)." in flat(shared)
    assert "W1" not in shared
    assert "2026-06-15" not in shared


def test_match_tells_entries_that_were_not_understood(say):
    Path("one.yaml").write_text(UNREAD.strip().splitlines()[0])
    _, out, _ = say("match", "one.yaml", *ON, "--html", "page.html")
    assert "not recorded: W1 (1)." in flat(out)
    assert "Climen" in out  # the table names the trials by their titles
    assert "not recorded: W1 (1)." in flat(Path("page.html").read_text())


def test_of_many_women_the_eligible_are_named_up_to_a_number(say):
    from tests.screening.made import protocol, stated, woman

    from antral import api
    from antral.reports import render, screened_sections

    women = [woman(id=f"W{at}", statements={"informed_consent": at % 2 == 0}) for at in range(500)]
    found = api.screen(protocol(stated("I1", "informed_consent")), women, on=date(2026, 6, 15))
    (section,) = [one for one in screened_sections(found.to_dict()) if one.title == "Eligible women"]
    names, more = section.paragraphs
    assert names.split(", ") == [f"W{at}" for at in range(0, 400, 2)]
    assert more == "The first 200 of 250; --json has all."
    page = found.html("page.html").read_text()
    assert names in page
    assert more in page
    assert render([section])


def test_a_table_for_women_is_written_and_read(tmp_path):
    file = tmp_path / "women.csv"
    assert api.new(file) == file
    (woman,) = read_patients(file)
    assert woman.unread == ()


def test_a_date_in_another_form_is_told_how_to_write_it(say):
    code, _, err = say("screen", TRIAL, WOMEN, "--on", "15.06.2026")
    assert code == 2
    assert "2026-06-15" in err
    assert "%Y" not in err
