"""The page of the published record: its commands run, and it lists every rule and every name of an outcome."""

import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from antral.cli import main
from antral.evidence import outcome_names
from antral.evidence.studies.lint import AGAINST_STUDIES, DISAGREE, NOT_FOUND, RULES, RULES_BETWEEN, RULES_POOLED

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "evidence/records.md").read_text("utf-8")


def test_its_commands_run(monkeypatch, tmp_path, capsys):
    shutil.copytree(DOCS / "examples/evidence", tmp_path / "docs/examples/evidence")
    monkeypatch.chdir(tmp_path)
    lines = [line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S) for line in block.splitlines()]
    assert len(lines) == 10
    for line in lines:
        monkeypatch.setattr(sys, "argv", shlex.split(line))
        with pytest.raises(SystemExit) as stop:
            main()
        assert not stop.value.code, line
    assert {file.name for file in Path("mine").iterdir()} == {"invented2027.yaml", "invented2026.yaml"}
    assert "Invented for this page" in capsys.readouterr().out


@pytest.mark.parametrize("rule", sorted({*RULES, *RULES_BETWEEN, *RULES_POOLED, AGAINST_STUDIES, DISAGREE, NOT_FOUND}))
def test_every_rule_has_its_row(rule):
    levels = {name: one.level for name, one in {**RULES, **RULES_POOLED, **RULES_BETWEEN}.items()}
    level = {**levels, AGAINST_STUDIES: "warning", DISAGREE: "warning", NOT_FOUND: "error"}[rule]
    assert re.search(rf"^\| `{rule}` \| {level} \| ", PAGE, re.M)


def test_every_outcome_has_its_row_and_none_is_of_another():
    listed = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \| (?:better|worse|neither) \|$", PAGE, re.M))
    assert listed == {name: one.title for name, one in outcome_names().items()}
