"""Lines with their proposals, as criteria of a draft; structured fields first."""

import re
from collections.abc import Iterable
from typing import Any, Final

from pydantic import ValidationError

from antral.core import DAYS_PER_YEAR, fingerprint
from antral.protocol.criteria import KINDS
from antral.protocol.eligibility import COMPOSITE, Criterion
from antral.protocol.from_registry.grammar import UNPARSED, Proposal, propose
from antral.protocol.from_registry.lines import Line
from antral.protocol.from_registry.record import Fields

Written = dict[str, Any]

_AGE: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(year|month|week|day|hour|minute)s?\s*", re.IGNORECASE)
_PER_YEAR: Final = {
    "year": 1, "month": 12, "week": DAYS_PER_YEAR / 7, "day": DAYS_PER_YEAR, "hour": 24 * DAYS_PER_YEAR,
    "minute": 24 * 60 * DAYS_PER_YEAR,
}  # fmt: skip
_NAMES: Final = {
    "concomitant_excluded": "medicines or treatments that exclude",
    "concomitant_required": "medicines or treatments that are wanted",
    "diagnosis_dor": "diagnosis of DOR",
    "diagnosis_poi": "diagnosis of POI",
    "lab_normal_range": "laboratory value against a normal range",
    "lab_threshold": "laboratory limit",
}
"""Kinds whose name is not what a reader would say."""
_RULE: Final = ("kind", "definition", "parameters", "negated", "grade", "all", "any")
"""What makes up a rule; a line that differs in one of them from what was proposed was changed by a person."""


def structured(fields: Fields) -> list[Written]:
    """Age and sex as the record holds them in fields of their own."""
    low, high = (fields.text("eligibilityModule", name) for name in ("minimumAge", "maximumAge"))
    bounds: Written = {}
    for name, text in (("minimum_years", low), ("maximum_years", high)):
        years = age_years(text)
        if years is not None:
            bounds[name] = years
        elif text and text.strip().upper() not in ("N/A", "NA", "NONE"):
            fields.unread.append(f"eligibilityModule: age {text!r} is not understood")
    found: list[Written] = []
    if bounds:
        stated = [f"{name}: {text}" for name, text in (("minimumAge", low), ("maximumAge", high)) if text]
        if "maximum_years" in bounds:
            bounds["completed_years"] = True
        found.append(_structured("S1", "; ".join(stated), "age", bounds, "the registry's field of age"))
    sex = (fields.text("eligibilityModule", "sex") or "").upper()
    if sex in ("FEMALE", "MALE"):
        found.append(_structured("S2", f"sex: {sex}", "sex", {"value": sex.lower()}, "the registry's field of sex"))
    return found


def age_years(text: str | None) -> int | float | None:
    """`18 Years`, `6 Months`, as years; None where there is no bound."""
    found = _AGE.fullmatch(text or "")
    if found is None:
        return None
    years = float(found[1]) / _PER_YEAR[found[2].lower()]
    return int(years) if years == int(years) else round(years, 4)


def _structured(name: str, text: str, kind: str, parameters: Written, why: str) -> Written:
    line = {"id": name, "section": "inclusion", "origin": "structured", "text": text, "kind": kind, "grade": "exact"}
    return sealed({**line, "parameters": parameters, "why": why})


def from_lines(lines: Iterable[Line], trial: str) -> list[Written]:
    """Lines of the text, numbered through as they stand: I1, I2, E3, ..."""
    return [_criterion(line, f"{line.section[0].upper()}{n}", trial) for n, line in enumerate(lines, 1)]


def no_text(trial: str) -> Written:
    """The line that stands for a text the record does not hold: nobody is eligible without it."""
    return sealed(
        {
            "id": "T0",
            "section": "inclusion",
            "origin": "structured",
            "text": "eligibilityCriteria: not in the record",
            "kind": UNPARSED,
            "grade": "human_review",
            "parameters": {"item": f"{trial}_T0"},
            "why": "the record as read holds no eligibility text",
        }
    )


def _criterion(line: Line, name: str, trial: str) -> Written:
    proposal = propose(line)
    written: Written = {"id": name, "section": line.section, "text": line.text, "offset": line.offset}
    rule = _rule(proposal, f"{trial}_{name}")
    written |= rule
    said = rule.get("why", proposal.why)
    written["why"] = f"{said}; under '{line.under}'" if line.under else said
    try:
        Criterion.model_validate(written)
    except ValidationError:
        kept = {key: written[key] for key in ("id", "section", "text", "offset")}
        seen = ", ".join(_shown(part) for part in proposal.parts)
        kept |= {"kind": UNPARSED, "grade": "human_review", "parameters": {"item": f"{trial}_{name}"}}
        kept["why"] = f"reads as {seen}, which cannot be put into a rule"
        written = kept
    return sealed(written)


def _rule(proposal: Proposal, item: str) -> Written:
    """The fields of a rule; what lacks a parameter, or a kind that can be computed, waits for a person."""
    if proposal.kind == COMPOSITE:
        parts = [{"name": part.name, **_rule(part, f"{item}_{part.name}")} for part in proposal.parts]
        for part in parts:
            part["note"] = part.pop("why")
        return {"grade": proposal.grade, "all" if proposal.all else "any": parts}
    rule: Written = {"kind": proposal.kind, "grade": proposal.grade}
    if proposal.kind == UNPARSED:
        return {**rule, "parameters": {"item": item}, "why": proposal.why}
    if proposal.parameters:
        rule["parameters"] = dict(proposal.parameters)
    if "cannot be meant" in proposal.why and "threshold" in proposal.parameters:
        number = str(rule["parameters"].pop("threshold")).split(" ", maxsplit=1)[0]
        rule["parameters"]["threshold_number"] = float(number)  # decides nothing until a unit is written
    if proposal.negated:
        rule["negated"] = True
    rule["why"] = proposal.why + _choices(proposal)
    if proposal.parameters.get("severity") == "serious":
        rule["parameters"]["severity"] = "severe"
        rule["why"] += "; serious is taken as severe"
    if not _computable(rule):
        seen = f"reads as {_shown(proposal)}: {proposal.why}{_choices(proposal)}"
        grade = "definition_needed" if proposal.grade == "exact" else proposal.grade
        return {"kind": UNPARSED, "grade": grade, "parameters": {"item": item}, "why": seen}
    return rule


def _computable(rule: Written) -> bool:
    if rule["kind"] not in KINDS:
        return False
    try:
        KINDS[rule["kind"]].parameters.model_validate(rule.get("parameters", {}))
    except ValidationError:
        return False
    return True


def _choices(proposal: Proposal) -> str:
    return f"; definitions that fit: {', '.join(proposal.packs)}" if proposal.packs else ""


def _shown(proposal: Proposal) -> str:
    inner = ", ".join(_told(key, value) for key, value in proposal.parameters.items())
    kind = _NAMES.get(proposal.kind, proposal.kind.replace("_", " "))
    return f"{'no ' if proposal.negated else ''}{kind}{f' ({inner})' if inner else ''}"


def _told(key: str, value: Any) -> str:
    """A parameter as a person says it: `to HRT`, `endometriosis or adenomyosis`."""
    if isinstance(value, dict):
        return ", ".join(_told(name, inner) for name, inner in value.items())
    words = " or ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    words = words.replace("_", " ").replace("hrt", "HRT")
    return words if key in ("any_of", "all_of", "classes", "item") else f"{key.replace('_', ' ')} {words}"


def sealed(written: Written) -> Written:
    """The line with the fingerprint of its rule, by which a person's change is known later."""
    return {**written, "proposed": seal(written)}


def seal(written: Written) -> str:
    """The fingerprint of the rule of a line; names in `why` and `note` do not count."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(inner) for key, inner in value.items() if key not in ("note", "why", "policy")}
        if isinstance(value, list | tuple):
            return [plain(inner) for inner in value]
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    return fingerprint(plain({key: written[key] for key in _RULE if written.get(key)}))[:16]
