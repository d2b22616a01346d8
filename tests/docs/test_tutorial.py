"""The tutorial is run from its first line to its last, with fewer trials and women than it asks for."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TUTORIAL = (ROOT / "docs/tutorial/first-trial.md").read_text(encoding="utf-8")
TRIALS, WOMEN, YEARS = 4, 60, 0.2


def blocks():
    """The code of the page in its order: language and text."""
    return re.findall(r"^```(sh|python)\n(.*?)^```$", TUTORIAL, re.DOTALL | re.MULTILINE)


def smaller(code):
    """The same with fewer trials, women and years."""
    code = re.sub(r"(antral simulate .*--trials) \d+", rf"\1 {TRIALS} --women {WOMEN}", code)
    code = re.sub(r"trials=\d+", f"trials={TRIALS}, women={WOMEN}", code)
    return re.sub(r"--years [\d.]+", f"--years {YEARS}", code)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder in which a reader might stand, with the example that is shipped."""
    folder = tmp_path_factory.mktemp("tutorial")
    (folder / "docs").mkdir()
    (folder / "docs/examples").symlink_to(ROOT / "docs/examples")
    return folder


@pytest.fixture(scope="module")
def done(place):
    """What every block printed, in order; stops at the first that fails."""
    tools = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}
    printed = []
    for language, code in blocks():
        command = ["bash", "-euc", smaller(code)] if language == "sh" else [sys.executable, "-c", smaller(code)]
        one = subprocess.run(
            command, cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=500
        )
        assert one.returncode == 0, f"{code}\n{one.stdout}\n{one.stderr}"
        printed.append(one.stdout)
    return printed


@pytest.mark.timeout(900)
def test_every_block_runs(done, place):
    assert len(done) == len(blocks()) >= 9
    assert "NCT03816852" in done[0]
    assert "Gaps" in done[1]
    assert "What can this trial show?" in done[2]
    for name in ("first", "doubled", "control", "mine"):
        assert (place / f"runs/{name}/report.html").exists()
    assert list((place / "women").glob("*.png"))


def test_nothing_is_run_with_as_many_trials_as_a_reader_would():
    for _, code in blocks():
        assert not re.search(r"(--trials |trials=)(?!4\b)\d", smaller(code))


def test_every_command_of_the_page_is_in_a_block():
    outside = re.sub(r"^```.*?^```$", "", TUTORIAL, flags=re.DOTALL | re.MULTILINE)
    assert "\nantral " not in outside
