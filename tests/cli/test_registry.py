"""`antral import`, `fetch`, `lint`, and drafts in the other commands."""

import json
import sys

import pytest

from antral.cli import main
from antral.records import path

RECORD = path("registry", "NCT03069209.json")


@pytest.fixture
def antral(monkeypatch, capsys):
    def run(*words):
        monkeypatch.setattr(sys, "argv", ["antral", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        shown = capsys.readouterr()
        return int(stop.value.code or 0), shown.out, shown.err

    return run


def test_import_shows_or_writes_a_draft(antral, tmp_path):
    code, out, _ = antral("import", RECORD)
    assert code == 0
    assert "FSH>20" in out
    place = tmp_path / "draft.yaml"
    code, out, _ = antral("import", RECORD, "-o", place)
    assert code == 0
    assert "12 lines" in out
    assert place.read_text().startswith("draft: true\n")
    code, out, _ = antral("show", place)
    assert code == 0
    assert "cannot be simulated" in " ".join(out.split())
    code, _, err = antral("simulate", place)
    assert code == 2
    assert "is a draft" in err
    code, out, _ = antral("import", RECORD, "-o", place)
    assert code == 0
    assert "kept" not in out


def test_lint_ends_with_one_where_something_is_wrong(antral, tmp_path):
    place = tmp_path / "draft.yaml"
    antral("import", RECORD, "-o", place)
    code, out, _ = antral("lint", place)
    assert code == 1
    assert "no unit" in " ".join(out.split())
    code, out, _ = antral("lint", place, "--json")
    assert code == 1
    assert {one["level"] for one in json.loads(out)} >= {"error"}
    code, _, _ = antral("lint", "NCT03816852")
    assert code == 0


@pytest.mark.parametrize(
    ("number", "before", "after", "words"),
    [
        ("NCT05138367", "maximum_years: 39", "maximum_years: 17", "minimum_years (18) is above maximum_years (17)"),
        ("NCT07115082", '"25 IU/L"', '"25 IU/mL"', "IU/mL"),
    ],
)
def test_lint_names_a_value_that_cannot_be_read(antral, tmp_path, number, before, after, words):
    place = tmp_path / "draft.yaml"
    antral("import", number, "-o", place)
    text = place.read_text()
    assert before in text
    place.write_text(text.replace(before, after))
    code, out, err = antral("lint", place, "--json")
    assert (code, err) == (1, "")
    found = json.loads(out)
    assert {one["level"] for one in found} == {"error"}
    assert any(words in one["what"] for one in found)
    code, _, err = antral("import", number, "-o", place)
    assert code == 2
    assert "draft.yaml" in err
    assert ".check" not in err


def test_a_shipped_record_is_imported_by_its_number(antral, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "draft.yaml"
    code, out, _ = antral("import", "nct05138367", "-o", place)
    assert (code, str(place) in out) == (0, True)
    assert "id: NCT05138367" in place.read_text()
    code, _, err = antral("import", "records/NCT05138367.json")
    assert (code, "antral import NCT05138367" in err) == (2, True)
    code, _, err = antral("import", "NCT99999999")
    assert (code, "antral fetch NCT99999999" in err) == (2, True)


def test_what_cannot_be_imported_or_fetched_is_said(antral, tmp_path):
    code, _, err = antral("import", tmp_path / "none.json")
    assert (code, "no such file" in err) == (2, True)
    code, _, err = antral("fetch", "NCT12")
    assert (code, "no number" in err) == (2, True)
