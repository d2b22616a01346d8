"""`antral analyse --method` and `antral methods`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from antral.analysis import APPLICATIONS
from antral.cli.main import app
from antral.core import InputError


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "trial.csv"
    file.write_text("id,arm,result\n1,control,3\n2,control,4\n3,cells,5\n4,cells,7\n")
    return file


def run(*words: str) -> str:
    shown = CliRunner().invoke(app, list(words), catch_exceptions=False, env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    return shown.output


def test_a_method_is_printed_with_its_assumptions(table: Path) -> None:
    shown = run("analyse", str(table), "--method", "pooled_t", "--column", "value=result")
    assert "cells against control" in shown
    assert "Student" in shown
    assert "Assumes:" in shown


def test_json_holds_every_part_of_the_result(table: Path) -> None:
    shown = run("analyse", str(table), "--method", "pooled_t", "--column", "value=result", "--json")
    (result,) = json.loads(shown)
    assert result["estimate"] == pytest.approx(2.5)
    assert result["df"] == 2
    assert result["n"] == {"treated": 2, "control": 2}


def test_methods_are_listed() -> None:
    assert set(json.loads(run("methods", "--json"))) == set(APPLICATIONS)
    assert "mann_whitney" in run("methods")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "either --protocol or --method"),
        (("--method", "welch", "--protocol", "NCT03816852"), "either --protocol or --method"),
        (("--method", "welch", "--column", "value"), "two words with ="),
        (("--method", "welch", "--set", "a=1"), "--set changes a protocol"),
        (("--protocol", "NCT03816852", "--control", "low"), "--control goes with --method"),
    ],
)
def test_wrong_options_are_refused(table: Path, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputError, match=said):
        run("analyse", str(table), *words)


def test_an_analysis_names_its_estimands_and_compares_arms() -> None:
    example = str(Path(__file__).parents[2] / "docs" / "examples" / "trial")
    shown = run("analyse", example, "--protocol", "NCT03816852")
    assert "Randomised women who were infused" in shown
    assert "treatment policy" in shown
    content = json.loads(run("analyse", example, "--protocol", "NCT03816852", "--json"))
    assert [one["name"] for one in content["estimands"]] == ["hormones", "ovarian_function", "safety"]
    assert {"arms", "contrasts", "slopes", "tests"} <= set(content)
