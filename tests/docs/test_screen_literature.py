"""The page on screening in spreadsheets is run from its first line to its last; its filled sheets are those written."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs/how-to/screen-literature.md").read_text(encoding="utf-8")
SHEETS = ROOT / "docs/examples/literature/sheets"
FILLED_IN = {"decision", "reason"}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = tmp_path_factory.mktemp("review")
    (made / "docs").mkdir()
    (made / "docs/examples").symlink_to(ROOT / "docs/examples")
    return made


@pytest.fixture(scope="module")
def printed(place):
    tools = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}
    code = "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
    done = subprocess.run(
        ["bash", "-euc", code], cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.replace("\u00a0", " ")


def test_two_reviewers_come_from_sheets_to_a_flow(printed, place):
    for told in (
        "herraiz2018-0eedaf  AB: include; CD: exclude",
        "AB and CD  4 of 5  0.62",
        "Wrote conflicts.csv: 1 report.",
        "Wrote full.csv: 3 reports.",
        "Records screened (n = 5)",
        "Records excluded (n = 2)",
        "Reports not retrieved (n = 1)",
        "Poor responders, not POI (n = 1)",
        "Studies included in review (n = 1)",
        "A paper of another review",
    ):
        assert told in printed, told
    assert "<svg" in (place / "flow.html").read_text()


@pytest.mark.parametrize(
    ("written", "filled", "separator"),
    [
        ("to-do-AB.csv", "filled-AB.csv", ";"),
        ("to-do-CD.csv", "filled-CD.csv", ","),
        ("conflicts.csv", "filled-conflicts.csv", ","),
        ("full.csv", "filled-full.csv", ","),
    ],
)
@pytest.mark.usefixtures("printed")
def test_the_filled_sheets_are_the_ones_that_were_written(place, written, filled, separator):
    def cells(file, mark):
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened, delimiter=mark))
        return [{name: value for name, value in row.items() if name not in FILLED_IN} for row in rows]

    assert cells(SHEETS / filled, separator) == cells(place / written, ",")
