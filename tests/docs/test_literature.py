"""The page on the search for studies is run from its first line to its last."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs/evidence/literature.md").read_text(encoding="utf-8")


def test_a_team_comes_from_a_question_to_a_flow(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/examples").symlink_to(ROOT / "docs/examples")
    tools = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}
    code = "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
    done = subprocess.run(
        ["bash", "-euc", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    printed = done.stdout.replace("\u00a0", " ")
    for told in (
        "references  6",
        "reports     5",
        "May be one report: for a person to judge",
        "Records identified (n = 6)",
        "duplicates (n = 1)",
        "Records excluded (n = 2)",
        "Reports not retrieved (n = 1)",
        "Poor responders, not POI (n = 1)",
        "Studies included in review (n = 1)",
        "Studies included in review (n = 44)",
    ):
        assert told in printed, told
    assert "<svg" in (tmp_path / "flow.html").read_text()
