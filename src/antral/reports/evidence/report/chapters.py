"""One chapter a question: its first sentences, its forest plot, and the tables behind it, folded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from antral.reports.evidence import sections as parts
from antral.reports.evidence.opening import opening
from antral.reports.evidence.plates import forest_plate
from antral.reports.evidence.report import tables
from antral.reports.evidence.report.modelled import too_few
from antral.reports.screening import Chapter
from antral.reports.section import Section
from antral.reports.wording import capitalised

_SHARES: Final = (
    "menses_resumed", "pregnancy", "spontaneous_pregnancy", "live_birth", "ovulation", "follicle_development", "safety"
)  # fmt: skip
_MARKERS: Final = ("afc", "amh", "fsh", "e2")


def in_order(told: Mapping[str, Any]) -> list[str]:
    """The questions in the order in which a clinician asks them; markers last."""
    asked = list(told["answers"])
    others = [name for name in asked if name not in (*_SHARES, *_MARKERS)]
    return [*(name for name in (*_SHARES, *others, *_MARKERS) if name in asked)]


def answers(told: Mapping[str, Any], modelled: Mapping[str, Mapping[str, Any]]) -> list[Chapter]:
    """A chapter a question, markers together.

    Parameters
    ----------
    modelled
        By question, all its women against the modelled course, where studies were repeated without effect.
    """
    chapters = [
        _chapter(told["answers"][name], modelled.get(name), _more(told, name))
        for name in in_order(told)
        if name not in _MARKERS
    ]
    markers = [told["answers"][name] for name in _MARKERS if name in told["answers"]]
    return [*chapters, *([_markers(markers)] if markers else [])]


def _more(told: Mapping[str, Any], name: str) -> list[tuple[Section, bool]]:
    """What else belongs to a question."""
    return [(tables.harm_elsewhere(told), True)] if name == "safety" else []


def _chapter(
    one: Mapping[str, Any], modelled: Mapping[str, Any] | None, more: Sequence[tuple[Section, bool]]
) -> Chapter:
    has_rows = bool(one["main"]["rows"] or one["spontaneous"]["rows"] or any(block["rows"] for block in one["others"]))
    words = [*_opening(one), *([] if modelled is None else too_few(modelled))]
    figures = [replace(forest_plate(one), title="Study by study")] if has_rows else []
    shown = [*_tables(one), *more]
    return Chapter(one["question"]["id"], one["question"]["title"], words=words, figures=figures, tables=shown)


def _opening(one: Mapping[str, Any]) -> list[str]:
    """The first sentences, which speak of all sources of cells together."""
    return opening({**one, "asked": {**one["asked"], "by": None}})


def _cannot(one: Mapping[str, Any]) -> Section:
    """What the answer cannot say, each with its reason."""
    rows = []
    for said in one["question"]["cannot_say"]:
        what, _, why = said.partition(". " if ". " in said else "; ")
        rows.append((what.removesuffix("."), capitalised(why) or "No study above reports it, as far as it was read."))
    return Section("What this cannot say", rows=rows)


def _tables(one: Mapping[str, Any]) -> list[tuple[Section, bool]]:
    several, groups = len(one["main"]["rows"]) > 1, len(one["groups"]) > 1
    shown = [
        (_cannot(one), True),
        (parts.studies_section(one), True),
        *([(parts.groups_section(one), True)] if groups else []),
        (parts.signs_section(one), True),
        (parts.comparisons_section(one), True),
        *([(parts.pooled_section(one), False)] if several else []),
        (parts.methods_section(one), False),
        (parts.against_section(one), False),
        (parts.steps_section(one), False),
        *([(parts.small_studies_section(one), False)] if several else []),
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
        words += [f"{name}. {_opening(one)[0]}"]
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
