"""The page on timing and combination: its commands are understood, and each is run with very few trials."""

import os
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from antral.design import grid

PAGE = (Path(__file__).parent.parent.parent / "docs/how-to/timing-and-combination.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line) for line in re.findall(r"^    (antral design .*)$", PAGE, re.MULTILINE)]


def test_every_question_has_its_command():
    assert len(COMMANDS) == 3
    for words in COMMANDS:
        vary = [value for option, value in pairwise(words) if option == "--vary"]
        assert not grid(words[2], vary).left_out


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[-1])
def test_a_command_answers(words, tmp_path):
    tools = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}
    few = [*words, "--trials", "2", "--women", "60", "--workers", "1", "--quiet"]
    done = subprocess.run(few, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr
    assert "Effect of the cells: target" in done.stdout
    assert "not testable" not in done.stdout.casefold()
