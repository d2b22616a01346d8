"""`antral evidence literature`: from nothing to a flow, as a team would."""

import json
import sys
from pathlib import Path

import pytest

from antral.cli import main

EXPORTS = Path(__file__).parent.parent / "evidence/literature/exports"


@pytest.fixture
def run(monkeypatch, capsys):
    def give(*words):
        monkeypatch.setattr(sys, "argv", ["antral", "evidence", "literature", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return code, said.out + said.err

    return give


def test_a_team_comes_from_nothing_to_a_flow(run, tmp_path):
    file = tmp_path / "review.yaml"
    assert run("new", file, "--question", "Do cells help?")[0] == 0
    code, said = run("import", file, EXPORTS / "pubmed.nbib", "--on", "2026-06-15", "--hits", "3", "--query", "POI")
    assert (code, "3 references, 3 new reports" in said) == (0, True)
    code, said = run("import", file, EXPORTS / "scopus.ris", EXPORTS / "pubmed.nbib")
    assert "scopus.ris (search scopus): 3 references, 2 new reports" in said
    assert "nothing changed" in said
    before = file.read_bytes()
    assert run("import", file, EXPORTS / "scopus.ris", tmp_path / "none.ris")[0] == 2
    assert file.read_bytes() == before
    code, said = run(
        "decide", file, "mashayekhi", "herraiz", "--title", "--include", "--by", "AB", "--on", "2026-06-16"
    )
    assert code == 0
    assert "2 × include, by AB" in said
    assert run("decide", file, "mashayekhi", "--full", "--include", "--by", "AB")[0] == 0
    assert run("link", file, "mashayekhi", "mashayekhi2021")[0] == 0
    assert run("link", file, "mashayekhi", "nobody2021")[0] == 2
    code, said = run("flow", file, "--out", tmp_path / "flow.svg")
    assert code == 0
    assert "Studies included in review (n = 1)" in said.replace("\u00a0", " ")
    assert (tmp_path / "flow.svg").read_text().startswith("<svg")
    assert "Waits for title and abstract: 3" in run("status", file)[1]


def test_a_number_of_hits_is_corrected_and_never_below_zero(run, tmp_path):
    file = tmp_path / "review.yaml"
    run("new", file, "--question", "Do cells help?")
    nbib = EXPORTS / "pubmed.nbib"
    run("import", file, nbib, "--search", "one", "--hits", "212")
    said = run("flow", file)[1]
    assert "counted 212 hits, 3 references" in said
    assert "correct FILE one --hits 3" in said
    code, said = run("import", file, nbib, "--hits", "3")
    assert (code, "states hits = 212 already; 3 came" in said) == (2, True)
    assert run("import", file, nbib, "--hits", "-3")[0] == 2
    assert run("correct", file, "one", "--hits", "-3")[0] == 2
    assert run("correct", file, "one")[0] == 2
    code, said = run("correct", file, "two", "--hits", "3")
    assert (code, "there are: one." in said) == (2, True)
    assert run("correct", file, "one", "--hits", "3")[0] == 0
    assert run("flow", file)[0] == 0


def test_the_same_file_again_may_state_what_was_not_stated(run, tmp_path):
    file = tmp_path / "review.yaml"
    run("new", file, "--question", "Do cells help?")
    run("import", file, EXPORTS / "pubmed.nbib", "--search", "one")
    assert run("import", file, EXPORTS / "pubmed.nbib", "--hits", "4")[0] == 0
    assert "counted 4 hits" in run("flow", file)[1]


def test_an_included_report_is_linked_to_a_study_of_ones_own(run, tmp_path):
    file, own = tmp_path / "review.yaml", Path(__file__).parents[2] / "docs/examples/evidence/own"
    run("new", file, "--question", "Do cells help?")
    run("import", file, EXPORTS / "pubmed.nbib", "--hits", "3")
    run("decide", file, "mashayekhi", "--title", "--include", "--by", "AB")
    run("decide", file, "herraiz", "--title", "--exclude", "--by", "AB")
    code, said = run("link", file, "mashayekhi", "invented2027", "--records", own)
    assert (code, "is not included" in said) == (2, True)
    run("decide", file, "mashayekhi", "--full", "--include", "--by", "AB")
    said = run("status", file)[1]
    assert "1 included" in said, said
    assert "Included, no study named: 1" in said, said
    assert len(json.loads(run("status", file, "--json")[1])["unlinked"]) == 1
    assert run("link", file, "mashayekhi", "invented2027")[0] == 2
    assert run("link", file, "mashayekhi", "invented2027", "--records", own)[0] == 0
    assert "no study named" not in run("status", file)[1]
    told = json.loads(run("flow", file, "--records", own, "--json")[1])
    assert (told["studies"], told["roles"]) == (1, [["cell_therapy", 1]])


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "x", "a", "--by", "AB", "--include"),
        ("decide", "x", "a", "--by", "AB", "--title"),
        ("decide", "x", "a", "--by", "AB", "--title", "--include", "--exclude"),
        ("flow", "poi_cells", "--out", "flow.png"),
        ("flow", "nowhere"),
        ("status", "nowhere.yaml"),
    ],
)
def test_wrong_words_end_with_2(run, words):
    assert run(*words)[0] == 2


def test_decisions_go_out_and_back_by_a_sheet(run, tmp_path):
    file, sheet = tmp_path / "review.yaml", tmp_path / "to-do.csv"
    run("new", file, "--question", "Do cells help?")
    run("import", file, EXPORTS / "pubmed.nbib", "--hits", "3")
    assert run("sheet", file, sheet, "--by", "AB")[0] == 2
    code, said = run("sheet", file, sheet, "--title", "--by", "AB")
    assert (code, "3 reports" in said) == (0, True)
    assert run("sheet", file, sheet, "--title", "--by", "AB")[0] == 2
    sheet.write_text("pmid;decision;reviewer\n33407794;include;AB\n9935122;exclude;AB\n5;include;AB\n")
    before = file.read_bytes()
    code, said = run("decisions", file, sheet, "--title", "--check", "--on", "2026-07-01")
    assert (code, file.read_bytes()) == (1, before)
    assert "nothing written" in said
    code, said = run("decisions", file, sheet, "--title", "--on", "2026-07-01", "--json")
    told = json.loads(said)
    assert (code, len(told["added"]), told["not_found"][0]["row"]) == (1, 2, 4)
    assert told["added"][0]["on"] == "2026-07-01"
    sheet.write_text("pmid,decision,reviewer\n9935122,include,AB\n")
    code, said = run("decisions", file, sheet, "--title")
    assert code == 0
    assert "exclude → include" in said
    assert run("decisions", file, sheet, "--full", "--title")[0] == 2
    assert run("decisions", file, sheet, "--title", "--include", "--exclude")[0] == 2
    sheet.write_text("pmid,decision,reviewer\n9935122,sure,AB\n")
    code, said = run("decisions", file, sheet, "--title")
    assert (code, "row 2: 'sure' is no decision" in said) == (2, True)
    assert "Waits for title and abstract: 1" in run("status", file)[1]
