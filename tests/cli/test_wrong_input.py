"""Wrong usage or input: a message that says what to do, exit code 2, no traceback, nothing half-written."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from antral.cli import main


class Said(NamedTuple):
    code: int
    out: str
    err: str


Say = Callable[..., Said]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Say:
    """Run the program in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["antral", *words])
        with pytest.raises(SystemExit) as stop:
            main()
        shown = capsys.readouterr()
        return Said(int(stop.value.code or 0), shown.out, shown.err)

    return run


SIMULATE = ("simulate", "NCT03816852")

WRONG = {
    "an unknown number": (("simulate", "NCT99999999"), "antral protocols"),
    "a mistyped number": (("simulate", "NCT03816853"), "Did you mean NCT03816852"),
    "a record without protocol": (("simulate", "NCT01742533"), "is a draft"),
    "what is shipped, of a protocol": (("evidence", "worth", "NCT03816852", "--shipped"), "name no protocol"),
    "no such file": (("simulate", "mine.yaml"), "no such file"),
    "an impossible dose": ((*SIMULATE, "--set", "arms.high.dose_cells=9e-7 cells"), "Did you mean 9e7"),
    "a negative dose": ((*SIMULATE, "--set", "arms.high.dose_cells=-3"), "positive whole number"),
    "a mistyped path": ((*SIMULATE, "--set", "arms.hihg.dose_cells=3e7"), "Did you mean high"),
    "a missing unit": (
        (*SIMULATE, "--set", "eligibility.criteria.I1.parameters.fsh.threshold=25"),
        "the unit is missing",
    ),
    "a wrong unit": ((*SIMULATE, "--set", "arms.high.dose_cells=3 kg"), "cells"),
    "no value": ((*SIMULATE, "--set", "arms.high.dose_cells"), "="),
    "negative trials": ((*SIMULATE, "--trials", "-5"), "whole number from 1"),
    "no trials": ((*SIMULATE, "--trials", "0"), "whole number from 1"),
    "trials in words": ((*SIMULATE, "--trials", "many"), "--trials"),
    "a negative seed": ((*SIMULATE, "--seed", "-1"), "whole number from 0"),
    "an unknown effect": ((*SIMULATE, "--effect", "wonder"), "evidence"),
    "too small a bank": ((*SIMULATE, "--women", "3"), "whole number from 12"),
    "a folder that cannot be made": ((*SIMULATE, "--out", "/proc/antral"), "Choose"),
    "an unknown aetiology": (("woman", "--aetiology", "other"), "idiopathic"),
    "too young a woman": (("woman", "--age", "5"), "20 to 40"),
    "no data": (("analyse", "none.csv", "--protocol", "NCT03816852"), "observations.csv"),
    "no folder of runs": (("runs", "none"), "no such folder"),
    "no such run": (("runs", ".", "--remove", "first"), "first is no run"),
    "an unknown command": (("dance",), "No such command"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_input_is_a_message(say: Say, tmp_path: Path, case: str) -> None:
    words, hint = WRONG[case]
    said = say(*words)
    assert said.code == 2
    assert hint in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


FILES = {
    "broken": (b"a: [1,", "not valid YAML"),
    "empty": (b"", "empty"),
    "binary": (bytes(range(256)), "not a text file"),
    "a list": (b"- 1\n- 2\n", "mapping"),
    "text": (b"just words", "mapping"),
    "another mapping": (b"hello: world\n", "wrong.yaml"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_wrong_file_is_a_message(say: Say, tmp_path: Path, case: str) -> None:
    content, hint = FILES[case]
    (tmp_path / "wrong.yaml").write_bytes(content)
    said = say("simulate", "wrong.yaml")
    assert said.code == 2
    assert hint in said.err


def test_a_folder_is_no_protocol(say: Say, tmp_path: Path) -> None:
    (tmp_path / "trials").mkdir()
    said = say("simulate", "trials")
    assert said.code == 2
    assert "is a folder" in said.err


def test_a_file_is_no_folder_for_a_run(say: Say, tmp_path: Path) -> None:
    (tmp_path / "run").write_text("mine")
    said = say(*SIMULATE, "--out", "run")
    assert said.code == 2
    assert "is a file" in said.err
    assert (tmp_path / "run").read_text() == "mine"


def test_a_folder_with_other_things_is_left_alone(say: Say, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "thesis.txt").write_text("mine")
    said = say(*SIMULATE, "--out", "run")
    assert said.code == 2
    assert "not empty" in said.err
    assert [file.name for file in (tmp_path / "run").iterdir()] == ["thesis.txt"]


def test_an_existing_file_is_never_overwritten(say: Say, tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text("mine")
    said = say("new", "my.yaml")
    assert said.code == 2
    assert (tmp_path / "my.yaml").read_text() == "mine"


def test_an_output_that_cannot_be_written_is_a_message() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    with full.open("w") as nowhere:
        ended = subprocess.run(
            [sys.executable, "-c", "from antral.cli import main; main()", "show", "NCT03816852"],
            stdout=nowhere,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 2
    assert "the output cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr
