"""Kinds `washout` and `concomitant_excluded`: what she took and takes."""

from pydantic import Field

from antral.patient import Patient
from antral.protocol.base import Strict
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown
from antral.protocol.quantity import Duration


class Washout(Strict):
    """None of some classes of medicine within a time before screening."""

    classes: tuple[str, ...] = Field(min_length=1)
    none_within: Duration = Field(gt=0)


class ConcomitantExcluded(Strict):
    """Any of some classes of medicine or treatment, now."""

    classes: tuple[str, ...] = Field(min_length=1)


def washout(patient: Patient, rule: Washout) -> Verdict:
    """Whether she took none of the classes within the time."""
    wanted = f"medicines of the last {rule.none_within:.0f} days"
    if patient.medications is None:
        return unknown("medicines not recorded", wanted)
    taken = [m for m in patient.medications if m.drug_class in rule.classes and m.taken_between(-rule.none_within, 0.0)]
    if taken:
        names = ", ".join(f"{m.name} ({m.drug_class.replace('_', ' ')})" for m in taken)
        return not_met(f"took {names} within {rule.none_within:.0f} days", *(m.name for m in taken))
    return met(f"none of {', '.join(rule.classes)} within {rule.none_within:.0f} days".replace("_", " "), "medicines")


def concomitant_excluded(patient: Patient, rule: ConcomitantExcluded) -> Verdict:
    """Whether she takes any of the classes now."""
    if patient.medications is None:
        return unknown("medicines not recorded", "present medicines and treatments")
    taken = [m for m in patient.medications if m.drug_class in rule.classes and m.taken_between(0.0, 0.0)]
    if taken:
        return met(f"takes {', '.join(m.name for m in taken)}", *(m.name for m in taken))
    return not_met("takes none of the excluded classes", "medicines")
