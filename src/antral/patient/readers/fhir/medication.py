"""FHIR MedicationStatement and MedicationRequest, of R4 and R5: classes of medicines by ATC or RxNorm, and their days.

A list of a clinic is seldom all that a woman takes. Unless the source says that she takes nothing, an entry of unknown
class stands for what is not listed, so that no wash-out is taken for granted.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final

from antral.patient.codes import ATC, RXNORM, atc_classes, codes, medicines, shown
from antral.patient.medication import Medication
from antral.patient.readers.facts import Facts
from antral.patient.readers.fhir.dates import day_of, span
from antral.patient.readers.fhir.node import Node
from antral.patient.readers.values import NotReadError

_NEVER: Final = ("entered-in-error", "not-taken", "intended", "draft", "cancelled")
_ADHERENCE: Final = (
    *("taking", "taking-as-directed", "taking-not-as-directed", "not-taking", "on-hold", "on-hold-as-directed"),
    *("on-hold-not-as-directed", "stopped", "stopped-as-directed", "stopped-not-as-directed", "never-taken", "unknown"),
)
_STOPPED: Final = ("completed", "stopped", "ended")
Resolve = Callable[[Node], Node | None]


def medication(resource: Node, facts: Facts, resolve: Resolve) -> None:
    """Read one MedicationStatement or MedicationRequest.

    Parameters
    ----------
    resolve
        Finds the resource to which a reference leads.
    """
    status, adherence = resource["status"].text(), resource["adherence"]["code"].status(_ADHERENCE)
    if status in _NEVER or adherence in ("not-taking", "never-taken"):
        return
    if resource["doNotPerform"].flag() or resource["intent"].text() in ("proposal", "plan", "option"):
        return
    name, classes = _classes(resource, resolve, facts)
    if facts.medications is None:
        facts.medications = []
    if name is None:
        return
    start, stop = _days(resource)
    over = status in _STOPPED or (adherence or "").startswith("stopped")
    if over and stop is None:
        stop = day_of(resource["meta"]["lastUpdated"]) or day_of(resource["dateAsserted"])
        if stop is None:
            raise NotReadError("it was stopped, and no day says when", at=resource.path)
    facts.medications.append(Medication(name=name, drug_classes=classes, start=start, stop=stop))


def _days(resource: Node) -> tuple[dt.date | None, dt.date | None]:
    """First and last day: those of a statement, or those that a request sets."""
    start, stop = span(resource, "effective")
    if resource["effectiveDateTime"]:
        return start, None
    if resource.path == "MedicationRequest":
        start = day_of(resource["authoredOn"])
        bounds = [one["timing"]["repeat"]["boundsPeriod"] for one in resource["dosageInstruction"].items()]
        ends = [day_of(one["end"]) for one in bounds]
        stop = max((end for end in ends if end is not None), default=None) if ends and all(ends) else None
    return start, stop


def _classes(resource: Node, resolve: Resolve, facts: Facts) -> tuple[str | None, tuple[str, ...]]:
    """Our name of the medicine and its classes; no name where the source says that there is none."""
    concept = resource["medicationCodeableConcept"]
    reference = resource["medicationReference"]
    if resource["medication"]:  # R5
        concept, reference = resource["medication"]["concept"], resource["medication"]["reference"]
    if not concept and reference:
        found = _contained(reference, resource) or resolve(reference)
        if found is None:
            raise NotReadError("a reference that leads nowhere", at=reference.path)
        concept = found["code"]
    written = concept.codings()
    for system, code in written:
        if system == codes().empty_system and codes().empty_lists.get(code) == "medications":
            facts.complete.add("medications")
            return None, ()
        if system == ATC and atc_classes(code):
            return code, atc_classes(code)
        if system == RXNORM and code in medicines()["rxnorm"]:
            one = medicines()["rxnorm"][code]
            return one["name"], tuple(one["classes"])
    if not written:
        raise NotReadError("no code with its system", at=concept.path)
    system, code = written[0]
    facts.other(f"{resource.path}.medication", shown(system, code))
    return shown(system, code), ()


def _contained(reference: Node, own: Node) -> Node | None:
    """The resource inside a resource to which a reference such as `#med` leads."""
    text = reference["reference"].text() or ""
    if not text.startswith("#"):
        return None
    for one in own["contained"].items():
        if one["id"].text() == text[1:]:
            return Node(one.value, "Medication")
    return None
