"""Kind `diagnosis_dor`: diminished ovarian reserve, or a poor response to stimulation, by so many of some signs."""

from collections.abc import Sequence
from datetime import date
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from antral.patient import Cohort, Patient
from antral.protocol.criteria.age import Age, age, age_of_many
from antral.protocol.criteria.findings import Findings, findings, findings_of_many
from antral.protocol.criteria.laboratory import LabThreshold, lab_threshold, lab_threshold_of_many
from antral.protocol.criteria.statuses import MET, NOT_MET, Statuses, any_of_many, either
from antral.protocol.criteria.verdict import Status, Verdict, any_of, met, not_met, unknown
from antral.records import Strict


class Sign(Strict):
    """One sign: an age, laboratory values or findings, any of which establishes it."""

    age: Age | None = None
    laboratory: tuple[LabThreshold, ...] = ()
    findings: Findings | None = None

    @model_validator(mode="after")
    def _is_something(self) -> Self:
        if self.age is None and not self.laboratory and self.findings is None:
            raise ValueError("a sign has an age, laboratory values or findings")
        return self


class DiagnosisDOR(Strict):
    """At least so many of some signs."""

    any: tuple[Sign, ...] = Field(min_length=1)
    at_least: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.at_least > len(self.any):
            raise ValueError(f"at_least = {self.at_least}: there are {len(self.any)} signs")
        return self


def diagnosis_dor(patient: Patient, rule: DiagnosisDOR, on: date) -> Verdict:
    """Whether enough signs are there, however those turn out that are not known."""
    signs = [_sign(patient, sign, on) for sign in rule.any]
    present = _with(signs, Status.MET)
    open_signs = _with(signs, Status.UNKNOWN)
    reason = f"{len(present)} of {len(signs)} signs of a low reserve, wanted {rule.at_least}"
    used = tuple(dict.fromkeys(item for sign in signs for item in sign.data_used))
    told = "; ".join([reason, *(sign.reason for sign in present)])
    if len(present) >= rule.at_least:
        return met(told, *used)
    if len(present) + len(open_signs) < rule.at_least:
        return not_met(told, *used)
    missing = dict.fromkeys(item for sign in open_signs for item in sign.missing_data)
    return unknown(told, *missing, data_used=used)


def _with(signs: Sequence[Verdict], status: Status) -> list[Verdict]:
    return [sign for sign in signs if sign.status is status]


def _sign(patient: Patient, sign: Sign, on: date) -> Verdict:
    parts = [lab_threshold(patient, one, on) for one in sign.laboratory]
    parts += [age(patient, sign.age, on)] if sign.age is not None else []
    parts += [findings(patient, sign.findings, on)] if sign.findings is not None else []
    return any_of(parts)


def diagnosis_dor_of_many(cohort: Cohort, rule: DiagnosisDOR) -> Statuses:
    """`diagnosis_dor` for all women."""
    signs = np.stack([_sign_of_many(cohort, sign) for sign in rule.any])
    present, absent = (signs == MET).sum(axis=0), (signs == NOT_MET).sum(axis=0)
    return either(present >= rule.at_least, len(rule.any) - absent < rule.at_least)


def _sign_of_many(cohort: Cohort, sign: Sign) -> Statuses:
    parts = [lab_threshold_of_many(cohort, one) for one in sign.laboratory]
    parts += [age_of_many(cohort, sign.age)] if sign.age is not None else []
    parts += [findings_of_many(cohort, sign.findings)] if sign.findings is not None else []
    return any_of_many(parts)
