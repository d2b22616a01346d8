"""Kinds that ask whether one of several findings is on record: diseases, infections, genes, allergies, operations.

`aetiology`, `allergy`, `anatomy`, `condition`, `gene`, `infection_serology`, `organ_function`, `pregnancy_lactation`,
`surgery`, `thrombosis_coagulation` and `tumour` share one rule: met if any named finding is present, not met if
every one was looked for and is absent, else unknown.
"""

from typing import Literal

from pydantic import Field

from antral.patient import Patient
from antral.protocol.base import Strict
from antral.protocol.criteria.laboratory import LabRange, lab_normal_range
from antral.protocol.criteria.verdict import Verdict, any_of, met, not_met, unknown


class Findings(Strict):
    """Names of findings, any of which counts."""

    any_of: tuple[str, ...] = Field(min_length=1)
    timing: Literal["current", "ever"] = "ever"
    """What the record's yes or no refers to; shown to whoever fills it in."""
    laboratory: LabRange | None = None
    """Laboratory values that also establish the finding, in a woman without a recorded answer."""


def findings(patient: Patient, rule: Findings) -> Verdict:
    """Whether any of the findings is on record."""
    recorded = any_of([_one(patient, name, rule.timing) for name in rule.any_of])
    if rule.laboratory is None or recorded.status != "unknown":
        return recorded
    measured = lab_normal_range(patient, rule.laboratory)
    return measured if measured.status != "unknown" else recorded


def _one(patient: Patient, name: str, timing: str) -> Verdict:
    shown = name.replace("_", " ")
    present = patient.conditions.get(name)
    if present is None:
        return unknown(f"{shown}: not recorded", f"{shown} ({timing})")
    if present:
        return met(f"{shown}: present", f"{shown}: present")
    return not_met(f"{shown}: absent", f"{shown}: absent")
