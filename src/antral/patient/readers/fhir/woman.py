"""One woman from her FHIR resources."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from antral.patient.finding import NOT_LISTED, Relative
from antral.patient.medication import UNLISTED
from antral.patient.patient import Patient
from antral.patient.readers.facts import Facts
from antral.patient.readers.fhir.condition import condition
from antral.patient.readers.fhir.dates import day_of
from antral.patient.readers.fhir.history import allergy, family, procedure
from antral.patient.readers.fhir.medication import Resolve, medication
from antral.patient.readers.fhir.node import Node
from antral.patient.readers.fhir.observation import analyte_of, observation
from antral.patient.readers.values import NotReadError

SUBJECT: Final = {
    # what is read, and the field that says whose it is
    "Observation": "subject",
    "Condition": "subject",
    "MedicationStatement": "subject",
    "MedicationRequest": "subject",
    "Procedure": "subject",
    "FamilyMemberHistory": "patient",
    "AllergyIntolerance": "patient",
    "Consent": "patient",
}
_READ: Final[dict[str, Callable[[Node, str, Facts], None]]] = {
    "Observation": observation,
    "Condition": condition,
    "Procedure": procedure,
    "FamilyMemberHistory": family,
    "AllergyIntolerance": allergy,
}


class Placed(NamedTuple):
    """A resource, and where it stands."""

    where: str
    resource: Node


def woman(
    patient: Placed, resources: Iterable[Placed], pseudonym: str, resolve: Resolve, notes: Iterable[tuple[str, str]]
) -> Patient:
    """Everything that is read of one woman.

    Parameters
    ----------
    patient
        Her Patient resource.
    resources
        Those that are about her.
    notes
        What the file as a whole leaves open: place and reason.
    """
    facts = Facts()
    for where, why in notes:
        facts.note(where, why)
    _person(patient, facts)
    for where, resource in resources:
        with facts.attempt(where, resource.path, analyte_of(resource) if resource.path == "Observation" else None):
            if resource["modifierExtension"] or resource["implicitRules"]:
                raise NotReadError("an extension that may change the meaning of the entry")
            if resource.path in ("MedicationStatement", "MedicationRequest"):
                medication(resource, facts, resolve)
            elif resource.path == "Consent":
                raise NotReadError("which trial the consent is for is not read; record it as a statement")
            else:
                _READ[resource.path](resource, where, facts)
    if facts.medications is not None and "medications" not in facts.complete:
        facts.medications.append(UNLISTED)
    if facts.family_history is not None:
        facts.family_history.append(Relative(finding=NOT_LISTED))
    return facts.woman(pseudonym)


def _person(patient: Placed, facts: Facts) -> None:
    """Birth date and sex; names and addresses are never looked at."""
    where, resource = patient
    with facts.attempt(where, "Patient"):
        if resource["modifierExtension"] or resource["implicitRules"]:
            raise NotReadError("an extension that may change the meaning of the entry")
        gender = resource["gender"].text()
        if gender in ("female", "male"):
            facts.set("sex", gender)
        born = day_of(resource["birthDate"])
        if born is not None:
            facts.set("birth_date", born)
        if resource["deceasedBoolean"].flag() or resource["deceasedDateTime"]:
            facts.note(f"{where}, Patient.deceased", "the record says that she has died")
        if any(one["type"].text() == "replaced-by" for one in resource["link"].items()):
            facts.note(f"{where}, Patient.link", "another record has replaced this one")
