"""FHIR Procedures, FamilyMemberHistory and AllergyIntolerance.

What a record does not list was not asked. So a procedure becomes a finding (it was done), never a list that would say
that nothing else was done.
"""

from typing import Final

from antral.patient.codes import SNOMED, answers, codes
from antral.patient.finding import Finding, Relative
from antral.patient.readers.facts import Facts
from antral.patient.readers.fhir.condition import CLINICAL, VERIFICATION, meant, unknown
from antral.patient.readers.fhir.dates import day_of, span
from antral.patient.readers.fhir.node import Node
from antral.patient.readers.values import NotReadError

_NO_DRUG_ALLERGY: Final = ("409137002", "716186003")  # no known drug allergy; no known allergy
_ANAPHYLAXIS: Final = ("39579001",)
_DRUG_ALLERGIES: Final = ("drug_anaphylaxis", "severe_cutaneous_drug_reaction", "other_drug_allergy")
_NARROWER: Final = {
    "both": "bilateral_ovariectomy",
    "left": "unilateral_ovariectomy",
    "right": "unilateral_ovariectomy",
}


def procedure(resource: Node, where: str, facts: Facts) -> None:
    """Read one Procedure that was carried out."""
    if resource["status"].text() != "completed":
        return
    names = [
        codes().procedures[code]
        for system, code in resource["code"].codings()
        if system == SNOMED and code in codes().procedures
    ]
    if not names:
        unknown(resource, facts)
        return
    start, end = span(resource, "performed")
    if start is None and end is None:
        start, end = span(resource, "occurrence")  # R5
    name, side = names[0], _side(resource)
    if name == "ovariectomy" and side is not None:
        name = _NARROWER[side]
    facts.findings.append(Finding(name=name, onset=start or end))


def _side(resource: Node) -> str | None:
    """The side of the body, by the codes of the body site."""
    given = {code for one in resource["bodySite"].items() for system, code in one.codings() if system == SNOMED}
    sides = [side for side, known in answers()["sides"].items() if given & set(known)]
    return sides[0] if len(sides) == 1 else None


def family(resource: Node, where: str, facts: Facts) -> None:
    """Read one FamilyMemberHistory: what is on record of a relative; what is not, is not known."""
    if resource["status"].text() not in ("completed", "partial"):
        return
    relation = next((code for _, code in resource["relationship"].codings()), None)
    degree = next((degree for degree, known in answers()["relations"].items() if relation in known), None)
    for one in resource["condition"].items():
        with facts.attempt(where, "FamilyMemberHistory.condition"):
            found = meant(one["code"])
            if not found:
                unknown(Node(one.value, resource.path), facts)
            for name in found:
                facts.family_history = [*(facts.family_history or []), Relative(finding=name, degree=degree)]


def allergy(resource: Node, where: str, facts: Facts) -> None:
    """Read one AllergyIntolerance: allergies to medicines, or that there is none."""
    verification = resource["verificationStatus"].status(VERIFICATION)
    if verification == "entered-in-error":
        return
    recorded = day_of(resource["recordedDate"])
    written = resource["code"].codings()
    none = any(system == SNOMED and code in _NO_DRUG_ALLERGY for system, code in written)
    none = none or any(
        system == codes().empty_system and codes().empty_lists.get(code) in ("allergies", "medication_allergies")
        for system, code in written
    )
    if none:
        facts.findings += [Finding(name=name, present=False, recorded=recorded) for name in _DRUG_ALLERGIES]
        return
    categories = [one.text() for one in resource["category"].items()]
    if "medication" not in categories:
        if written:
            facts.other("AllergyIntolerance", "allergies to other things than medicines")
        return
    if verification == "refuted":
        raise NotReadError(
            "one allergy was refuted, which rules no other out", at="AllergyIntolerance.verificationStatus"
        )
    reactions = [
        code
        for reaction in resource["reaction"].items()
        for shown in reaction["manifestation"].items()
        for _, code in (shown["concept"] if shown["concept"] else shown).codings()
    ]
    name = "drug_anaphylaxis" if any(code in _ANAPHYLAXIS for code in reactions) else "other_drug_allergy"
    if resource["clinicalStatus"].status(CLINICAL) in ("inactive", "resolved"):
        raise NotReadError("it is over, and no day says since when", at="AllergyIntolerance.clinicalStatus")
    certainty = "suspected" if verification == "unconfirmed" else "definite"
    facts.findings.append(Finding(name=name, recorded=recorded, certainty=certainty))
