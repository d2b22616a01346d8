"""`antral evidence literature`: from nothing to a flow, as a team would."""

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
