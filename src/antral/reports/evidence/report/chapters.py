"""One chapter a question: its first sentences, its forest plot, and the tables behind it, folded."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from antral.reports.evidence import sections as parts
from antral.reports.evidence.opening import opening
from antral.reports.evidence.plates import forest_plate
from antral.reports.evidence.report import tables
from antral.reports.screening import Chapter
from antral.reports.section import Section

_SHARES: Final = ("menses_resumed", "pregnancy", "live_birth", "ovulation", "follicle_development", "safety")
_MARKERS: Final = ("afc", "amh", "fsh", "e2")


def answers(told: Mapping[str, Any]) -> list[Chapter]:
    """The questions in the order in which a clinician asks them; markers together."""
    order = [name for name in _SHARES if name in told["answers"]]
    order += [name for name in told["answers"] if name not in (*_SHARES, *_MARKERS)]
    chapters = [_chapter(told["answers"][name], _more(told, name)) for name in order]
    markers = [told["answers"][name] for name in _MARKERS if name in told["answers"]]
    return [*chapters, *([_markers(markers)] if markers else [])]


def _more(told: Mapping[str, Any], name: str) -> list[tuple[Section, bool]]:
    """What else belongs to a question."""
    return [(tables.harm_elsewhere(told), True)] if name == "safety" else []


def _chapter(one: Mapping[str, Any], more: Sequence[tuple[Section, bool]]) -> Chapter:
    has_rows = bool(one["main"]["rows"] or one["spontaneous"]["rows"] or any(block["rows"] for block in one["others"]))
    return Chapter(
        one["question"]["id"],
        one["question"]["title"],
        words=[*opening(one), _cannot(one)],
        figures=[forest_plate(one)] if has_rows else [],
        tables=[*_tables(one), *more],
    )


def _cannot(one: Mapping[str, Any]) -> str:
    said = " ".join(one["question"]["cannot_say"])
    return f"What this cannot say: {said[:1].lower()}{said[1:]}"


def _tables(one: Mapping[str, Any]) -> list[tuple[Section, bool]]:
    shown = [
        (parts.studies_section(one), True),
        (parts.groups_section(one), True),
        (parts.signs_section(one), True),
        (parts.comparisons_section(one), True),
        (parts.pooled_section(one), False),
        (parts.methods_section(one), False),
        (parts.against_section(one), False),
        (parts.steps_section(one), False),
        (parts.small_studies_section(one), False),
        (parts.beside_section(one), False),
        (parts.certainty_section(one), False),
        (parts.left_out_section(one), False),
    ]
    return [(section, is_open) for section, is_open in shown if section.rows]


def _markers(told: Sequence[Mapping[str, Any]]) -> Chapter:
    """Hormones and follicles seen: mostly directions."""
    words = [
        "Of markers the studies of cells mostly print that they rose or fell. A direction is a constraint, no "
        "measurement; women enter at a bad moment of a fluctuating course and improve by themselves."
    ]
    shown: list[tuple[Section, bool]] = []
    for one in told:
        name = one["question"]["title"].split(",")[0]
        words += [f"{name}. {opening(one)[0]}"]
        for section in (parts.studies_section(one), parts.signs_section(one)):
            if section.rows:
                shown.append((_renamed(section, name), True))
        for section in (parts.beside_section(one), parts.certainty_section(one), parts.left_out_section(one)):
            if section.rows:
                shown.append((_renamed(section, name), False))
    figures = [forest_plate(one) for one in told if any(block["rows"] for block in (one["main"], *one["others"]))]
    return Chapter("markers", "Follicles and hormones", words=words, figures=figures, tables=shown)


def _renamed(section: Section, name: str) -> Section:
    return Section(
        f"{name}: {section.title[:1].lower()}{section.title[1:]}", section.columns, section.rows, section.paragraphs
    )
