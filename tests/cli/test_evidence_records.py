"""`antral evidence studies`, `show`, `lint`: the records on a terminal, and exit codes."""

import json
import sys
from pathlib import Path

import pytest

from antral.cli import main
from antral.records import path

OWN = Path(__file__).parents[2] / "docs/examples/evidence/own/invented2027.yaml"


@pytest.fixture
def antral(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["antral", "evidence", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        shown = capsys.readouterr()
        return int(stop.value.code or 0), shown.out, shown.err

    return run


@pytest.fixture
def wrong(tmp_path):
    text = path("studies", "bidet2011.yaml").read_text(encoding="utf-8")
    place = tmp_path / "wrong.yaml"
    place.write_text(text.replace("id: bidet2011", "id: wrong").replace("value: 86", "value: 860"), encoding="utf-8")
    return place


def test_the_list_has_every_study(antral):
    code, out, _ = antral("studies")
    assert code == 0
    assert "44 studies" in out
    assert any(line.split()[:2] == ["herraiz2018", "single"] for line in out.splitlines())
    code, out, _ = antral("studies", "--json")
    assert len(json.loads(out)) == 44


def test_one_study_is_shown_with_its_places_and_doubts(antral):
    code, out, _ = antral("show", "bidet2011")
    assert code == 0
    for part in ("PubMed abstract 21994953", "printed 24 % of 358", "Not judged from the text read", "Known"):
        assert part in out
    assert "six months in its arm text" in " ".join(antral("show", "edessy2016")[1].split())
    code, out, _ = antral("show", "umer2024")
    assert "What speaks against it" in out
    code, out, _ = antral("show", "umer2024", "--json")
    assert json.loads(out)["results"][0]["p"] == 0.185


def test_the_shipped_records_pass(antral):
    code, out, _ = antral("lint")
    assert code == 0
    assert "Nothing new to look at." in out
    assert "Known, and so in the source" in out


def test_an_error_ends_with_code_1_and_an_unreadable_file_with_2(antral, wrong, tmp_path):
    code, out, _ = antral("lint", wrong)
    assert code == 1
    assert "860 of 358" in out
    code, out, _ = antral("lint", wrong, "--json")
    assert json.loads(out)[0]["rule"] == "events_above_n"
    unreadable = tmp_path / "none.yaml"
    unreadable.write_text("id: none\narms: 3\n", encoding="utf-8")
    code, _, err = antral("lint", unreadable)
    assert code == 2
    assert "none.yaml" in err
    code, _, err = antral("lint", "bidet2001")
    assert code == 2
    assert "did you mean bidet2011" in err
    assert "umer2024" in antral("lint", "zzzz")[2]


def test_records_of_the_users_are_looked_at_too(antral, wrong):
    code, out, _ = antral("lint", "--records", wrong.parent)
    assert code == 1
    assert "bidet2011 has it, too" in out
    code, out, _ = antral("studies", "--records", wrong.parent)
    assert "45 studies" in out


def test_a_study_is_added_from_the_template(antral, tmp_path):
    place, folder = tmp_path / "mine2026.yaml", tmp_path / "mine"
    assert antral("add", place, "--template")[0] == 0
    code, _, said = antral("add", place, "--records", folder)
    assert (code, "is not filled: citation.first_author" in said, folder.exists()) == (2, True, False)
    place.write_bytes(OWN.read_bytes().replace(b"invented2027", b"mine2026"))
    assert antral("add", place, "--records", folder)[0] == 0
    assert (folder / "mine2026.yaml").read_bytes() == place.read_bytes()
    assert "An invented study" in antral("show", "mine2026", "--records", folder)[1]
    assert antral("add", place, "--records", folder)[0] == 2
    assert antral("add", place)[0] == 2
    assert antral("add")[0] == 2


def test_a_study_that_cannot_be_is_not_added(antral, wrong, tmp_path):
    code, out, _ = antral("add", wrong, "--records", tmp_path / "mine")
    assert code == 1
    assert "was not written" in out
    assert not (tmp_path / "mine").exists()


def test_the_disease_is_told_with_sources_that_differ(antral):
    code, out, _ = antral("disease")
    assert code == 0
    for part in ("1 to 3 %", "0.01 %", "10 to 28 %", "4 to 18 %", "Javanshir 2023", "Csehely 2025"):
        assert part in out
    assert json.loads(antral("disease", "--json")[1])["diagnosis"]["facts"]["fsh"]["figure"]["value"] == 25


def test_a_study_to_challenge_that_is_not_there_brings_near_names(antral):
    code, _, err = antral("challenge", "mashayekhi2201")
    assert (code, "did you mean mashayekhi2021" in err, "zhou2013_ea" in err) == (2, True, False)


def test_a_place_that_cannot_be_written_is_named_as_given(antral, tmp_path):
    code, _, err = antral("literature", "flow", "poi_cells", "--out", tmp_path / "none/flow.svg")
    assert code == 2
    assert f"{tmp_path}/none/flow.svg cannot be" in err
    assert ".part" not in err
    assert "Make its folder first" in err


def test_a_report_for_a_folder_ends_with_2(antral, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = antral("report", "--out", ".")
    assert (code, "is a folder; give the name of the page" in err) == (2, True)


def test_names_are_whole_at_80_columns(antral, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = antral("studies")[1]
    firsts = {line.split()[0] for line in out.splitlines() if line.strip()}
    assert {"NCT01853501", "ascot_poi_ivi", "santamaria_regenera"} <= firsts
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 80
    assert "judged" in out
    assert "menses_resumed" in antral("show", "mashayekhi2021")[1]
