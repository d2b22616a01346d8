"""Which rules can be held against the simulated history of a virtual woman: her age, her bleeding, her FSH."""

from typing import Final

from antral.protocol.criteria.age import Age
from antral.protocol.criteria.bleeding import Amenorrhoea
from antral.protocol.criteria.diagnosis import DiagnosisPOI
from antral.protocol.criteria.laboratory import LabThreshold
from antral.records import Strict

SIMULATED: Final = ("age", "amenorrhoea", "diagnosis_poi", "lab_threshold")
"""Kinds that can be simulated."""

ANALYTE: Final = "FSH"


def not_simulated(kind: str, rule: Strict) -> str | None:
    """Why a line cannot be evaluated on a virtual woman's history; None where it can."""
    if kind not in SIMULATED:
        return (
            f"criteria of kind {kind} cannot be simulated; give the line a policy 'draw' or 'assume'. "
            f"Kinds that can: {', '.join(SIMULATED)}."
        )
    sampled = rule.fsh if isinstance(rule, DiagnosisPOI) else rule
    if isinstance(sampled, LabThreshold) and (sampled.analyte != ANALYTE or sampled.cycle_days is not None):
        asked = sampled.analyte if sampled.analyte != ANALYTE else f"{ANALYTE} of a day of the cycle"
        return (
            f"virtual women are screened by {ANALYTE}; {asked} cannot be simulated: "
            "give the line a policy 'draw' or 'assume'."
        )
    bleeding = rule.bleeding if isinstance(rule, DiagnosisPOI) else rule
    dated = isinstance(rule, Age) and rule.at != "screening"
    if isinstance(bleeding, Amenorrhoea):
        dated = bleeding.pattern in ("primary", "secondary") or bleeding.since != "screening"
    if dated:
        return (
            "the dates of menarche, diagnosis and consent of virtual women are not simulated: "
            "give the line a policy 'draw' or 'assume'."
        )
    return None
