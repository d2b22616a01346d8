"""Facts of the disease, chapter by chapter, each with its source."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from antral.reports.evidence.plain import records_named
from antral.reports.section import Section

if TYPE_CHECKING:
    from antral.evidence import Chapter, Fact, Figure


def disease_sections(chapters: Iterable["Chapter"]) -> list[Section]:
    """One table a chapter; below a fact stand the sources that say otherwise, or say it of others."""
    return [
        Section(chapter.title, ("what", "figure", "of", "source", "tag"), _rows(chapter.facts.values()))
        for chapter in chapters
    ]


def _rows(facts: Iterable["Fact"]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for fact in facts:
        says = " ".join(part for part in (fact.says, _STAGES.get(fact.stage or ""), fact.note) if part)
        rows.append((records_named(says), *_figure(fact.figure), records_named(fact.source), str(fact.tag)))
        rows += [("", *_figure(other.figure), records_named(other.source), str(other.tag)) for other in fact.others]
    return rows


_STAGES = {
    "women": "Given to women in studies, or registered to be.",
    "offered": "Offered to women without a study.",
    "laboratory": "In the laboratory only.",
}


def _figure(figure: "Figure | None") -> tuple[str, str]:
    return ("", "") if figure is None else (figure.text, figure.of)
