"""Kinds that ask whether one of several findings is on record: diseases, infections, genes, allergies, operations.

They share one rule: met if any named finding is present, not met if every one was looked for and is absent, else
unknown. Which answer holds where two disagree is said in `antral.patient.answers`.
"""

from datetime import date
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from antral.patient import Cohort, Patient, Severity, Timing, vocabulary
from antral.protocol.criteria.laboratory import LabThreshold, lab_threshold, lab_threshold_of_many
from antral.protocol.criteria.reference_range import LabRange, lab_normal_range, lab_normal_range_of_many
from antral.protocol.criteria.statuses import MET, NOT_MET, UNKNOWN, Statuses, all_of_many, any_of_many, since
from antral.protocol.criteria.verdict import Verdict, all_of, any_of, met, not_met, unknown
from antral.protocol.quantity import Period
from antral.records import Strict


class Findings(Strict):
    """Names of findings, any of which counts."""

    any_of: tuple[str, ...] = Field(min_length=1)
    also: tuple[str, ...] = ()
    """Wider names under which it may be on record: one that is there counts, one that is absent or not on record rules
    nothing out."""
    timing: Timing = "ever"
    only_current: tuple[str, ...] = ()
    """Names of which only what is there now counts, whatever `timing`."""
    within: Period | None = None
    """The finding counts if it was there within this time before screening."""
    severity: Severity | None = None
    """The finding counts if it is as severe as this, or more."""
    laboratory: LabRange | None = None
    """Laboratory values that decide in a woman without a recorded answer: outside their range the finding is there,
    within it is not, unless a wider finding is on record. Outside against a recorded no leaves it open."""
    thresholds: tuple[LabThreshold, ...] = ()
    """Laboratory values that establish the finding whatever is recorded; one that does not pass rules nothing out."""

    @model_validator(mode="after")
    def _within_is_not_now(self) -> Self:
        if self.within is not None and self.timing == "current":
            raise ValueError("'within' belongs to 'timing: ever'; what is there now needs no time")
        return self

    def timing_of(self, name: str) -> Timing:
        """Whether a name counts if it ever was, or only now."""
        return "current" if name in self.only_current else self.timing

    def asked(self, name: str) -> str:
        """What is asked of a name."""
        shown, timing = name.replace("_", " "), self.timing_of(name)
        how = f"within {self.within}" if self.within is not None and timing == "ever" else timing
        return f"{shown} ({how}{'' if self.severity is None else f', at least {self.severity}'})"


class Contraindication(Findings):
    """Findings that speak against something."""

    to: Literal["pregnancy", "hrt", "liposuction", "surgery"]


class Anatomy(Findings):
    """Any of some malformations, or organs that are all there."""

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_list(self) -> Self:
        if bool(self.any_of) == bool(self.all_of):
            raise ValueError("either 'any_of' or 'all_of' is wanted")
        return self


def anatomy(patient: Patient, rule: Anatomy, on: date) -> Verdict:
    """Whether any malformation, or every organ, is on record."""
    if rule.any_of:
        return findings(patient, rule, on)
    return all_of([_one(patient, name, rule, on) for name in rule.all_of])


def findings(patient: Patient, rule: Findings, on: date) -> Verdict:
    """Whether any of the findings is on record."""
    for limit in rule.thresholds:
        measured = lab_threshold(patient, limit, on)
        if measured.status == "met":
            return measured
    wider = [_one(patient, name, rule, on) for name in rule.also]
    recorded = any_of(
        [*(_one(patient, name, rule, on) for name in rule.any_of), *(one for one in wider if one.status == "met")]
    )
    if rule.laboratory is None or recorded.status == "met":
        return recorded
    measured = lab_normal_range(patient, rule.laboratory, on)
    asked = [rule.asked(name) for name in rule.any_of]
    if recorded.status == "not_met":
        if measured.status != "met":
            return recorded
        return unknown(f"{recorded.reason}, yet {measured.reason}", *asked, data_used=measured.data_used)
    if measured.status == "not_met":
        for name, timing in _wider(rule):
            if patient.found(name, timing, on):
                shown = f"{name.replace('_', ' ')}: present"
                return unknown(f"{shown}, yet {measured.reason}", *asked, data_used=(shown, *measured.data_used))
    return measured if measured.status != "unknown" else recorded


def _wider(rule: Findings) -> dict[tuple[str, Timing], None]:
    """The next wider findings of the named ones: where one of them is present, a named one may be."""
    wider = vocabulary().wider
    found: dict[tuple[str, Timing], None] = {}
    for name in rule.any_of:
        others = wider.get(name, ())
        next_ones = [one for one in others if not any(one in wider.get(other, ()) for other in others)]
        found |= dict.fromkeys((one, rule.timing_of(name)) for one in next_ones)
    return found


def findings_of_many(cohort: Cohort, rule: Findings) -> Statuses:
    """`findings` for all women."""
    recorded = any_of_many([_one_of_many(cohort, name, rule) for name in rule.any_of])
    for name in rule.also:
        recorded = np.where(_one_of_many(cohort, name, rule) == MET, MET, recorded)
    if rule.laboratory is not None:
        measured = lab_normal_range_of_many(cohort, rule.laboratory)
        wider = np.zeros(len(cohort), np.bool_)
        for name, timing in _wider(rule):
            wider |= cohort.found(name, timing) == MET
        decides = np.where(wider & (measured == NOT_MET), UNKNOWN, measured)
        disagrees = (recorded == NOT_MET) & (measured == MET)
        recorded = np.where(disagrees, UNKNOWN, np.where(recorded == UNKNOWN, decides, recorded))
    for limit in rule.thresholds:
        recorded = np.where(lab_threshold_of_many(cohort, limit) == MET, MET, recorded)
    return recorded


def anatomy_of_many(cohort: Cohort, rule: Anatomy) -> Statuses:
    """`anatomy` for all women."""
    if rule.any_of:
        return findings_of_many(cohort, rule)
    return all_of_many([_one_of_many(cohort, name, rule) for name in rule.all_of])


def _one_of_many(cohort: Cohort, name: str, rule: Findings) -> Statuses:
    timing = rule.timing_of(name)
    from_day = None if rule.within is None or timing == "current" else since(cohort, rule.within)
    return cohort.found(name, timing, since=from_day, at_least=rule.severity)


def _one(patient: Patient, name: str, rule: Findings, on: date) -> Verdict:
    shown, timing = name.replace("_", " "), rule.timing_of(name)
    from_day = None if rule.within is None or timing == "current" else rule.within.before(on)
    present = patient.found(name, timing, on, since=from_day, at_least=rule.severity)
    if present is None:
        return unknown(f"{shown}: not recorded", rule.asked(name))
    if present:
        return met(f"{shown}: present", f"{shown}: present")
    return not_met(f"{shown}: absent", f"{shown}: absent")
