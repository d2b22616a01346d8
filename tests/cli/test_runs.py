"""`antral runs` lists and removes, and asks before it removes."""

import json
import sys
from pathlib import Path

import pytest

from antral.api.folder import Folder
from antral.cli import main


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """Run the program where the folder `runs` holds a run named first."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    inputs = {"protocol": "NCT1", "trials": 4000, "seed": 7, "effects": ["none"], "shards": 2}
    Folder.opened(Path("runs/first"), inputs, {})

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["antral", "runs", *words])
        with pytest.raises(SystemExit) as stop:
            main()
        shown = capsys.readouterr()
        return int(stop.value.code or 0), shown.out, shown.err

    return run


def test_runs_are_listed(say) -> None:
    code, out, _ = say()
    assert code == 0
    for word in ("runs/first", "NCT1", "4,000", "7", "none", "partial, 0 of 2 shards"):
        assert word in out


def test_runs_are_listed_for_programs(say) -> None:
    _, out, _ = say("--json")
    (one,) = json.loads(out)
    assert (one["folder"], one["whole"], one["shards_wanted"]) == ("runs/first", False, 2)


def test_nothing_is_removed_where_nobody_can_be_asked(say) -> None:
    code, _, err = say("--remove", "first")
    assert code == 2
    assert "--yes" in err
    assert Path("runs/first").exists()


@pytest.mark.parametrize(("answer", "left"), [("n\n", True), ("y\n", False)])
def test_the_user_is_asked(say, monkeypatch: pytest.MonkeyPatch, answer: str, left: bool) -> None:
    monkeypatch.setattr("antral.cli.run.typer.confirm", lambda question: answer == "y\n")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert say("runs", "--remove", "first")[0] == 0
    assert Path("runs/first").exists() == left


def test_yes_removes_without_asking(say) -> None:
    code, out, _ = say("runs", "--remove", "first", "--yes")
    assert (code, out) == (0, "Removed runs/first.\n")
    assert list(Path("runs").iterdir()) == []
    assert say()[1] == "runs holds no runs.\n"


def test_one_wrong_name_removes_nothing(say) -> None:
    assert say("--remove", "first", "--remove", "second", "--yes")[0] == 2
    assert Path("runs/first").exists()
