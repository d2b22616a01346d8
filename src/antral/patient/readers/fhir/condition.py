"""FHIR Conditions: findings by SNOMED CT or ICD-10, with their dates, and how certain they are."""

import datetime as dt
from typing import Final

from antral.patient.codes import ICD_10, SNOMED, codes, icd_10_finding, shown
from antral.patient.finding import Finding
from antral.patient.readers.facts import Facts
from antral.patient.readers.fhir.dates import day_of
from antral.patient.readers.fhir.node import Node
from antral.patient.readers.values import NotReadError

_ASSERTED = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate"
_OVER = ("inactive", "remission", "resolved")
CLINICAL: Final = ("active", "recurrence", "relapse", "unknown", *_OVER)
"""Clinical statuses, of conditions and allergies."""
_SUSPECTED = ("unconfirmed", "provisional", "differential")
VERIFICATION: Final = ("confirmed", "presumed", "refuted", "entered-in-error", *_SUSPECTED)
"""How certain a condition or an allergy is."""


def condition(resource: Node, where: str, facts: Facts) -> None:
    """Read one Condition."""
    verification = resource["verificationStatus"].status(VERIFICATION)
    if verification == "entered-in-error":
        return
    names = meant(resource["code"])
    if not names:
        unknown(resource, facts)
        return
    recorded = day_of(resource["recordedDate"])
    for name, exact in names.items():
        if verification == "refuted":
            if not exact:
                raise NotReadError(
                    f"a narrower code than {name} was refuted, which does not rule {name} out", at="Condition.code"
                )
            facts.findings.append(Finding(name=name, present=False, recorded=recorded))
            continue
        onset = _day(resource, "onset", where, facts)
        finding = Finding(
            name=name,
            onset=onset,
            ended=_ended(resource, where, facts),
            recorded=recorded,
            certainty="suspected" if verification in _SUSPECTED else "definite",
        )
        facts.findings.append(finding)
        if name == "premature_ovarian_insufficiency" and finding.certainty == "definite":
            _diagnosed(resource, onset, recorded, facts)


def _diagnosed(resource: Node, onset: dt.date | None, recorded: dt.date | None, facts: Facts) -> None:
    """The day of the diagnosis: asserted as such, or the day on which the disease both began and was recorded."""
    told = [one["valueDateTime"] for one in resource["extension"].items() if one["url"].text() == _ASSERTED]
    day = day_of(told[0]) if told else onset if onset == recorded else None
    if day is None:
        raise NotReadError(
            "the day of the diagnosis lies between onset and recording", at=f"{resource.path}.recordedDate"
        )
    facts.fields["poi_diagnosed"] = min(day, facts.fields.get("poi_diagnosed", day))


def meant(concept: Node) -> dict[str, bool]:
    """The findings that a CodeableConcept means, and whether its code is as wide as the finding."""
    found: dict[str, bool] = {}
    for system, code in concept.codings():
        if system == SNOMED and code in codes().by_snomed:
            found[codes().by_snomed[code]] = True
        elif system in ICD_10:
            one = icd_10_finding(system, code)
            if one is not None:
                found[one[0]] = found.get(one[0], False) or one[1]
    return found


def unknown(resource: Node, facts: Facts) -> None:
    """Count a code that means nothing to antral."""
    written = resource["code"].codings()
    if not written:
        raise NotReadError("no code with its system", at=f"{resource.path}.code")
    system, code = written[0]
    facts.other(f"{resource.path}.code", shown(system, code))


def _day(resource: Node, stem: str, where: str, facts: Facts) -> dt.date | None:
    """The day of `onset` or `abatement`; one that is not exact leaves the finding without it."""
    day = None
    with facts.attempt(where, f"{resource.path}.{stem}"):
        day = day_of(resource[f"{stem}DateTime"]) or day_of(
            resource[f"{stem}Period"]["start" if stem == "onset" else "end"]
        )
        if day is None and any(resource[f"{stem}{kind}"] for kind in ("Age", "Range", "String")):
            raise NotReadError("no day, but an age or a text")
    return day


def _ended(resource: Node, where: str, facts: Facts) -> dt.date | None:
    """The last day; that one is over, without its day, is not read: the day it was recorded says nothing of its end."""
    ended = _day(resource, "abatement", where, facts)
    over = resource["clinicalStatus"].status(CLINICAL) in _OVER or bool(resource["abatementBoolean"].flag())
    if ended is None and over:
        raise NotReadError("it is over, and no day says since when", at=f"{resource.path}.abatement")
    return ended
