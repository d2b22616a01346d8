"""The page of `antral evidence pool --out`: one HTML file that opens offline."""

from collections.abc import Mapping
from typing import Any, Final

from antral.reports.evidence.opening import opening
from antral.reports.evidence.plates import answer_plates
from antral.reports.evidence.sections import answer_sections
from antral.reports.screening import Chapter, page

DECIDES: Final = (
    "What is published, pooled; no statement that cells work and no medical advice. Other women stand beside "
    "it, not against it."
)
_FOLDED: Final = ("Left out, and why", "The same numbers by other methods", "Left out in turn, and added by year")


def answer_page(told: Mapping[str, Any]) -> str:
    """An answer with its figures."""
    first, *sections = answer_sections(told)
    chapters = [Chapter("figures", "At a glance", figures=answer_plates(told))]
    chapters += [
        Chapter(f"part-{place}", one.title, words=one.paragraphs if not one.rows else (), tables=_tables(one))
        for place, one in enumerate(sections)
    ]
    chapters.append(Chapter("again", "Make it again", words=(told["command"], told["python"])))
    said = opening(told)
    return page(
        kicker=f"Published record · antral {told['version']}",
        title=first.title,
        question="What does the published record say?",
        answer=said[0],
        decides=" ".join([*said[1:], DECIDES]),
        chapters=chapters,
    )


def _tables(section: Any) -> list[tuple[Any, bool]]:
    return [(section, section.title not in _FOLDED)] if section.rows else []
