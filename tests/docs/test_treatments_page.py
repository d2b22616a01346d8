"""The page on treatments has one row for each record, with its certainty and whether it is simulated."""

import re
from pathlib import Path

from antral.evidence.treatments import treatments

PAGE = (Path(__file__).parent.parent.parent / "docs/evidence/treatments.md").read_text(encoding="utf-8")


def test_the_table_is_that_of_the_records():
    rows = {name: rest for name, *rest in re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \| (.*) \|$", PAGE, re.MULTILINE)}
    assert set(rows) == set(treatments())
    for name, one in treatments().items():
        evidence, certainty, simulated = rows[name]
        assert certainty == one.certainty.grade.replace("_", " "), name
        assert ("not simulated" in simulated) == bool(one.not_simulated), name
        assert evidence != "none" or one.no_evidence, name
