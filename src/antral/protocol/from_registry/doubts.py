"""What does not fit together in a record, and what it leaves unsaid that a simulation needs."""

import re
from collections.abc import Sequence
from typing import Any, Final

from antral.protocol.draft import Missing, Registered
from antral.protocol.from_registry.headings import NO_SECTION
from antral.protocol.from_registry.numbers import Dose
from antral.protocol.study import Contradiction

_TEXT_WINS: Final = "The line decides; both stand in the draft."
_OPEN: Final = "Left open; a person decides."


def contradictions(lines: Sequence[dict[str, Any]], design: Registered, doses: Sequence[Dose]) -> list[Contradiction]:
    """Text against structured fields, limits without a usable unit, lost exponents, arms that do not fit."""
    found = [*_headings(lines), *_ages(lines), *_units(lines)]
    found += [
        Contradiction(between="dose and notation", says=one.doubt, settled=_OPEN)
        for one in dict.fromkeys(doses)
        if one.doubt is not None and "exponent" in one.doubt
    ]
    if design.allocation == "randomized" and len(design.arms) == 1:
        says = "The trial is randomised, and one arm is registered."
        found.append(Contradiction(between="designInfo.allocation and armGroups", says=says, settled=_OPEN))
    if design.model == "single group" and len(design.arms) > 1:
        says = f"The model is a single group, and {len(design.arms)} arms are registered."
        found.append(Contradiction(between="designInfo.interventionModel and armGroups", says=says, settled=_OPEN))
    if design.masking == "none" and design.who_masked:
        says = f"The masking is none, and {', '.join(design.who_masked)} are said to be masked."
        found.append(Contradiction(between="masking and whoMasked", says=says, settled=_OPEN))
    return found


def _headings(lines: Sequence[dict[str, Any]]) -> list[Contradiction]:
    """Headings under which no line is read, each once, with its lines."""
    below: dict[str, list[str]] = {}
    for line in lines:
        said = re.search(rf"the heading '(.+)' {NO_SECTION}", line.get("why", ""))
        if said:
            below.setdefault(said[1], []).append(line["id"])
    return [
        Contradiction(
            between=f"heading '{heading}' and lines {', '.join(names)}",
            says=f"The heading {NO_SECTION}: these lines stand where the text has them and are not read.",
            settled=_OPEN,
        )
        for heading, names in below.items()
    ]


def _ages(lines: Sequence[dict[str, Any]]) -> list[Contradiction]:
    fields = next((line["parameters"] for line in lines if line["id"] == "S1"), None)
    found = []
    for line in lines:
        for part in (line, *line.get("all", ()), *line.get("any", ())):
            bounds = part.get("parameters", {})
            if part.get("kind") != "age" or line["id"] == "S1" or line["section"] != "inclusion":
                continue
            if fields is None or bounds.get("at") == "diagnosis":
                continue
            told = _differing(fields, bounds)
            if told:
                says = f"The fields say {_bounds(fields)}, line {line['id']} says {_bounds(bounds)}: {told}."
                between = f"eligibilityModule.minimumAge, maximumAge and line {line['id']}"
                found.append(Contradiction(between=between, says=says, settled=_TEXT_WINS))
    return found


def _differing(fields: dict[str, Any], bounds: dict[str, Any]) -> str:
    told = [
        f"another {side}"
        for side in ("minimum", "maximum")
        if f"{side}_years" in bounds and fields.get(f"{side}_years") != bounds[f"{side}_years"]
    ]
    high = bounds.get("maximum_years")
    if high is not None and high == fields.get("maximum_years") and bounds.get("maximum_inclusive") is False:
        told.append(f"a woman of {high:g} passes the one and fails the other")
    return ", ".join(told)


def _bounds(bounds: dict[str, Any]) -> str:
    low, high = bounds.get("minimum_years"), bounds.get("maximum_years")
    parts = [
        f"from {low:g}" if low is not None else "",
        f"{'below' if bounds.get('maximum_inclusive') is False else 'to'} {high:g}" if high is not None else "",
    ]
    return " ".join(part for part in parts if part) + " years"


def _units(lines: Sequence[dict[str, Any]]) -> list[Contradiction]:
    found = []
    for line in lines:
        said = " ".join(
            [line.get("why", ""), *(p.get("note", "") for p in (*line.get("all", ()), *line.get("any", ())))]
        )
        doubt = re.search(r"no unit is written|the unit [^;]+ cannot be meant for \w+", said)
        if doubt:
            text = " ".join(line["text"].split())
            found.append(
                Contradiction(
                    between=f"line {line['id']} and its unit", says=f"'{text}': {doubt.group()}.", settled=_OPEN
                )
            )
    return found


def missing(design: Registered, *, text: bool, doses: Sequence[Dose]) -> list[Missing]:
    """What a simulation needs and the record does not say."""
    needed: list[tuple[bool, str, str]] = [
        (not design.arms, "arms", "which groups there are, and what each receives"),
        (len(design.arms) == 1, "arms", "what a comparison would be made with: one arm is registered"),
        (not any(one.cells for one in doses), "arms.*.dose_cells", "how many cells are given at once"),
        (True, "arms.*.infusion_days", "how often, and on which days, cells are given"),
        (len(design.arms) != 1, "design.allocation.ratio", "in which ratio women are allocated"),
        (not design.masking, "design.blinding", "who knows the arm"),
        (not design.enrolment, "design.participants", "how many women take part"),
        (True, "visits", "when women are seen, and what is measured"),
        (not any(one.days for one in design.outcomes), "follow_up_days", "how long women are followed"),
        (not any(one.role == "primary" for one in design.outcomes), "endpoints", "what the primary outcome is"),
        (True, "analyses", "how the outcome is analysed"),
        (not text, "eligibility", "who may enter: the record holds no eligibility text"),
    ]
    return [Missing(field=field, question=question) for lacking, field, question in needed if lacking]
