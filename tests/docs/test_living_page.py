"""The page of living evidence: its commands run, its example is the file, its table names every part."""

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from antral.api.evidence import shipped_worth, updating
from antral.cli import main
from antral.evidence import questions

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "evidence/living.md").read_text("utf-8")


def test_its_commands_run(monkeypatch, tmp_path, capsys):
    shutil.copytree(DOCS / "examples/evidence", tmp_path / "docs/examples/evidence")
    monkeypatch.chdir(tmp_path)
    some = {name: one for name, one in questions.questions().items() if name in ("pregnancy", "live_birth")}
    monkeypatch.setattr(questions, "questions", lambda: some)
    lines = [line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S) for line in block.splitlines()]
    assert len(lines) == 6
    shown = []
    for line in lines:
        monkeypatch.setattr(sys, "argv", shlex.split(line))
        with pytest.raises(SystemExit) as stop:
            main()
        assert not stop.value.code, line
        shown.append(" ".join(capsys.readouterr().out.split()))
    listed, made, checked, worth, updated, own = shown
    assert "No forecast" in listed
    assert "Chance that the planned test rejects" in made
    assert Path("mine.yaml").exists()
    assert "taken from them at random, without replacement" in checked
    assert "hardly" in checked  # in a narrow column, so that its words stand in several rows
    assert "favours" in checked
    assert "Weight of no effect after the trial" in worth
    assert "numbers moved" in updated or "Nothing moved" in updated
    assert "study invented2027 added" in own
    assert "pooled/pregnancy" in own


def test_the_reported_results_are_those_of_the_file():
    (block,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)
    assert (DOCS / "examples/evidence/reported.yaml").read_text("utf-8").endswith(block)


def test_what_is_said_of_planned_trials_holds_for_the_record():
    """The page says in words what the record has in numbers; where the record moves, the words are written anew."""
    page = " ".join(PAGE.split())
    trials = {one["protocol"]: one["outcomes"][0]["plans"] for one in shipped_worth()["trials"]}
    twelve, repeated = trials["NCT03816852"], trials["NCT03816852-repeated"]
    four_times = next(one for one in twelve if one["factor"] == 4 and not one["untreated"])
    assert (twelve[0]["women"], repeated[0]["women"], four_times["women"]) == (12, 12, 48)
    for name, told in twelve[0]["readings"].items():
        assert told["of_all"] < 0.01
        assert 0.01 < told["move"] < 0.05
        assert told["below"] + told["above"] < 0.001
        assert four_times["readings"][name]["of_all"] < 3.5 * told["of_all"]
        assert 2.0 < repeated[0]["readings"][name]["of_all"] / told["of_all"] < 4.0
    for said in (
        "by a few points whatever is true, tell less than a hundredth of what there is to learn",
        "practically never end below 10 or above 90 %",
        "Four times as many women tell at most some three times as much",
        "infused three times (`-repeated`), would teach some three times as much",
    ):
        assert said in page, said


def test_every_part_has_its_row():
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.M) == list(updating.PARTS)
