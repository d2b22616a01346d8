"""The two pages on screening are run from their first line to their last, with fewer virtual women."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
WOMEN = 40


def blocks(name):
    """The code of a page in its order: language and text."""
    text = (ROOT / f"docs/how-to/{name}.md").read_text(encoding="utf-8")
    return re.findall(r"^```(sh|python|yaml)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def run(name, place):
    """What every block printed; stops at the first that fails."""
    (place / "docs").mkdir()
    (place / "docs/examples").symlink_to(ROOT / "docs/examples")
    tools = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}
    printed = []
    for language, code in blocks(name):
        if language == "yaml":
            (place / "woman.yaml").write_text(code)
            continue
        small = re.sub(r"--virtual \d+", f"--virtual {WOMEN}", code)
        command = ["bash", "-euc", small] if language == "sh" else [sys.executable, "-c", small]
        done = subprocess.run(
            command, cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=400
        )
        assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
        printed.append(done.stdout)
    return printed


def test_a_clinician_comes_from_nothing_to_an_answer(tmp_path):
    matched, screened, diagnosed, shared = run("screen-a-woman", tmp_path)
    assert "Trials on file" in matched
    assert "Woman A-01: not decided yet" in screened
    assert "What would decide, in this order" in screened
    assert "Stage: overt" in diagnosed
    assert "A-01" not in shared + (tmp_path / "shared.html").read_text()
    assert "<h2" in (tmp_path / "answer.html").read_text()


@pytest.mark.timeout(600)
def test_a_trial_team_comes_from_a_protocol_to_its_attrition(tmp_path):
    _, _, screened, lost = run("screen-many", tmp_path)
    assert "3 women" in screened
    assert "Loss by line" in lost
    assert "Flow of women" in (tmp_path / "virtual.html").read_text()
