"""Kinds `karyotype` and `prior_cell_therapy`: what a report or her past says, either way."""

from pydantic import Field

from antral.patient import Patient
from antral.protocol.base import Strict
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown

ABNORMAL_KARYOTYPE = "abnormal_karyotype"
"""The finding that stands for the report."""


class Karyotype(Strict):
    """A karyotype report that is normal, or one that is not."""

    normal: bool


class PriorTherapy(Strict):
    """Whether she ever had one of some treatments."""

    classes: tuple[str, ...] = Field(min_length=1)
    ever: bool = True


def karyotype(patient: Patient, rule: Karyotype) -> Verdict:
    """Whether the report is the one the line describes; not examined is unknown."""
    abnormal = patient.conditions.get(ABNORMAL_KARYOTYPE)
    if abnormal is None:
        return unknown("karyotype: not examined", "karyotype")
    shown = f"karyotype: {'abnormal' if abnormal else 'normal'}"
    return (met if abnormal != rule.normal else not_met)(shown, shown)


def prior_therapy(patient: Patient, rule: PriorTherapy) -> Verdict:
    """Whether her past treatments are as the line describes."""
    named = " or ".join(rule.classes).replace("_", " ")
    if patient.medications is None:
        return unknown(f"{named}: not recorded", f"past treatments ({named})")
    had = [medicine.name for medicine in patient.medications if medicine.drug_class in rule.classes]
    shown = f"had {', '.join(had)}" if had else f"never had {named}"
    return (met if bool(had) == rule.ever else not_met)(shown, *(had or ["medicines"]))
