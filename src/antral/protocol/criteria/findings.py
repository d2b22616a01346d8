"""Kinds that ask whether one of several findings is on record: diseases, infections, genes, allergies, operations.

They share one rule: met if any named finding is present, not met if every one was looked for and is absent, else
unknown. Which answer holds where two disagree is said in `antral.patient.answers`.
"""

from datetime import date
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from antral.patient import Cohort, Patient, Severity, Timing
from antral.protocol.base import Strict
from antral.protocol.criteria.laboratory import LabRange, lab_normal_range, lab_normal_range_of_many
from antral.protocol.criteria.statuses import UNKNOWN, Statuses, any_of_many, since
from antral.protocol.criteria.verdict import Verdict, any_of, met, not_met, unknown
from antral.protocol.quantity import Period


class Findings(Strict):
    """Names of findings, any of which counts."""

    any_of: tuple[str, ...] = Field(min_length=1)
    timing: Timing = "ever"
    within: Period | None = None
    """The finding counts if it was there within this time before screening."""
    severity: Severity | None = None
    """The finding counts if it is as severe as this, or more."""
    laboratory: LabRange | None = None
    """Laboratory values that also establish the finding, in a woman without a recorded answer."""

    @model_validator(mode="after")
    def _within_is_not_now(self) -> Self:
        if self.within is not None and self.timing == "current":
            raise ValueError("'within' belongs to 'timing: ever'; what is there now needs no time")
        return self

    def __str__(self) -> str:
        how = f"within {self.within}" if self.within is not None else self.timing
        return f"{how}, at least {self.severity}" if self.severity is not None else how


def findings(patient: Patient, rule: Findings, on: date) -> Verdict:
    """Whether any of the findings is on record."""
    recorded = any_of([_one(patient, name, rule, on) for name in rule.any_of])
    if rule.laboratory is None or recorded.status != "unknown":
        return recorded
    measured = lab_normal_range(patient, rule.laboratory, on)
    return measured if measured.status != "unknown" else recorded


def findings_of_many(cohort: Cohort, rule: Findings) -> Statuses:
    """`findings` for all women."""
    from_day = None if rule.within is None else since(cohort, rule.within)
    recorded = any_of_many(
        [cohort.found(name, rule.timing, since=from_day, at_least=rule.severity) for name in rule.any_of]
    )
    if rule.laboratory is None:
        return recorded
    return np.where(recorded == UNKNOWN, lab_normal_range_of_many(cohort, rule.laboratory), recorded)


def _one(patient: Patient, name: str, rule: Findings, on: date) -> Verdict:
    shown = name.replace("_", " ")
    from_day = None if rule.within is None else rule.within.before(on)
    present = patient.found(name, rule.timing, on, since=from_day, at_least=rule.severity)
    if present is None:
        return unknown(f"{shown}: not recorded", f"{shown} ({rule})")
    if present:
        return met(f"{shown}: present", f"{shown}: present")
    return not_met(f"{shown}: absent", f"{shown}: absent")
