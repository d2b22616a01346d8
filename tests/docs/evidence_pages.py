"""Sentences of pages that are made from the record: `python -m tests.docs.evidence_pages` writes them anew.

A page holds them between `<!-- from the record: NAME -->` and `<!-- end -->`; the rest of it is written by hand.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from antral.api import evidence
from antral.reports import evidence_known, together_sentence
from antral.reports.evidence.challenge import overall

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGES: Final = ("explain/evidence.md", "evidence/challenge.md")
_BLOCK: Final = re.compile(r"(<!-- from the record: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _known(place: int) -> str:
    """What is known, assumed, or not to be known."""
    section = evidence_known(evidence.report().to_dict())[place]
    return "\n".join(f"- **{name}.** {sentence}" for name, sentence in section.rows)


def _results() -> str:
    """All results of the shipped challenges."""
    return overall(evidence.challenges())


def _together() -> str:
    """All women counted, question by question."""
    return "\n".join(f"- {together_sentence(line)}" for line in evidence.challenges()["together"])


def _command() -> str:
    return f"Made by `{evidence.challenges()['made_with']['command']}`."


BLOCKS: Final[Mapping[str, Callable[[], str]]] = {
    "known": lambda: _known(0),
    "assumed": lambda: _known(1),
    "not to be known": lambda: _known(2),
    "challenge": lambda: f"{_results()}\n\n{_together()}\n\n{_command()}",
    "results": lambda: f"{_results()} {_command()}",
}


def made_anew(page: str) -> str:
    """A page with its blocks as the record of today has them."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{BLOCKS[found[2]]()}\n\n{found[3]}", page)


if __name__ == "__main__":
    for name in PAGES:
        place = DOCS / name
        place.write_text(made_anew(place.read_text("utf-8")), "utf-8")
