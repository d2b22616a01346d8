"""`antral diagnose` as it is typed."""

import json
import sys
from pathlib import Path

import pytest

from antral.cli import main

ON = ("--on", "2026-06-15")
ONE = """
id: W1
sex: female
birth_date: 1994-03-03
diary: {from_date: 2025-09-01, to_date: 2026-06-15}
measurements:
  - {analyte: FSH, value: 61, unit: IU/L, date: 2026-05-30, off_hormones: true}
findings: [{name: polycystic_ovary_syndrome, present: true}]
karyotype: {result: "46,XX", date: 2026-04-02}
"""
GUIDELINES = [
    "ESHRE guideline on premature ovarian insufficiency, 2016",
    "ESHRE/ASRM/CREWHIRL/IMS guideline on premature ovarian insufficiency, 2024",
]


@pytest.fixture
def say(monkeypatch, capsys, tmp_path):
    """Run the program in a folder with one woman."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "180")
    Path("one.yaml").write_text(ONE)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["antral", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        shown = capsys.readouterr()
        return int(stop.value.code or 0), shown.out, shown.err

    return run


def diagnosed(say, *words):
    code, out, _ = say("diagnose", *words, *ON, "--json")
    assert code == 0
    return json.loads(out)


def test_one_raised_value_is_the_disease_since_2024(say):
    told = diagnosed(say, "one.yaml")
    (her,) = told["women"]
    assert [(one["guideline"], one["status"]) for one in her["guidelines"]] == list(
        zip(GUIDELINES, ["unknown", "met"], strict=True)
    )
    parts = {one["part"]: one for one in her["guidelines"][0]["parts"]}
    assert {name: one["status"] for name, one in parts.items()} == {"age": "met", "bleeding": "met", "fsh": "unknown"}
    assert parts["fsh"]["data"] == ["FSH 61 IU/L on 2026-05-30"]
    assert "two samples" in parts["fsh"]["missing"]
    assert (her["stage"]["stage"], her["stage"]["possible"]) == ("overt", ["overt"])
    causes = {one["cause"]: one["status"] for one in her["other_causes"]}
    assert causes["polycystic ovary syndrome"] == "met"
    assert causes["pregnancy"] == "unknown"
    states = {one["test"]: one["state"] for one in her["tests"] if one["guideline"] == GUIDELINES[1]}
    assert states["chromosomal analysis"] == "done"
    assert states["FMR1 premutation"] == states["TSH"] == "missing"
    assert told["made_with"]["For the day"] == her["on"] == "2026-06-15"


def test_the_tables_say_the_same_and_what_they_are(say):
    code, out, _ = say("diagnose", "one.yaml", *ON)
    flat = " ".join(out.split())
    assert code == 0
    for text in (
        f"Premature ovarian insufficiency: not known by the {GUIDELINES[0]}; yes by the {GUIDELINES[1]}. Stage: overt.",
        "the versions differ",
        "FSH 61 IU/L on 2026-05-30",
        "polycystic ovary syndrome present",
        "pregnancy not known not recorded: pregnancy a pregnancy test",
        "chromosomal analysis done 46,XX on 2026-04-02 recommended",
        "TSH missing recommended",
        "Not medical advice.",
        "Version of antral",
        "2026-06-15",
    ):
        assert text in flat, text


def test_every_woman_of_a_file_is_told_and_what_was_not_understood(say):
    Path("two.yaml").write_text(
        "- {id: W1, sex: female, measurements: [{analyte: FSH, value: 70, date: 2026-05-01}]}\n"
        "- {id: W2, sex: female}\n"
    )
    told = diagnosed(say, "two.yaml")
    assert [one["patient"] for one in told["women"]] == ["W1", "W2"]
    assert told["women_with_entries_not_understood"] == [{"patient": "W1", "entries": 1}]
    assert [len(one["entries_not_understood"]) for one in told["women"]] == [1, 0]
    _, out, _ = say("diagnose", "two.yaml", *ON)
    assert out.count("Entries of her record that were not understood") == 1
    shared = diagnosed(say, "two.yaml", "--redact")
    assert [one["patient"] for one in shared["women"]] == ["1", "2"]
    assert shared["women_with_entries_not_understood"] == [{"patient": "1", "entries": 1}]
    _, out, _ = say("diagnose", "two.yaml", *ON, "--redact")
    assert "not recorded: 1 (1)." in " ".join(out.split())


def test_what_is_recorded_after_the_day_does_not_count(say):
    code, out, _ = say("diagnose", "one.yaml", "--on", "2026-05-01", "--json")
    assert code == 0
    assert json.loads(out)["women"][0]["guidelines"][1]["status"] == "unknown"


@pytest.mark.parametrize(
    ("words", "said"), [(("nowhere.yaml",), "no such file"), (("NCT07115082",), "is a trial"), ((), "patients")]
)
def test_wrong_input_is_a_message_and_exit_code_2(say, words, said):
    code, _, err = say("diagnose", *words)
    assert code == 2
    assert said in err
    assert "Traceback" not in err
