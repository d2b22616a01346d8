"""The page on comparing designs: its table is that of the fields, its commands are understood."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

from antral.design import FIELDS, grid

PAGE = (Path(__file__).parent.parent.parent / "docs/how-to/compare-designs.md").read_text(encoding="utf-8")


def test_the_table_is_that_of_the_fields() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE)
    assert rows == [(name, field.meaning) for name, field in FIELDS.items()]


def test_every_command_of_the_page_asks_for_designs_that_can_be() -> None:
    commands = [shlex.split(line) for line in re.findall(r"^    (antral design .*)$", PAGE, re.MULTILINE)]
    assert len(commands) >= 6
    for words in commands:
        vary = [value for option, value in pairwise(words) if option == "--vary"]
        assert not grid(words[2], vary).left_out
