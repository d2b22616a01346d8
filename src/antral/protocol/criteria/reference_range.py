"""Kind `lab_normal_range`: laboratory values against the reference range of the laboratory that made them."""

from datetime import date
from typing import Literal

import numpy as np
from pydantic import Field

from antral.patient import Cohort, Measurement, Patient, Samples
from antral.protocol.criteria.laboratory import compared, passes, passes_each
from antral.protocol.criteria.statuses import MET, UNKNOWN, Statuses, any_of_many, decided, last_of
from antral.protocol.criteria.verdict import Verdict, any_of, met, not_met, unknown, unread
from antral.protocol.quantity import Quantity
from antral.records import Strict


class LabRange(Strict):
    """Any of some analytes outside the reference range."""

    any_of: tuple[str, ...] = Field(min_length=1)
    outside: Literal["above", "below", "either"]
    upper_limits: dict[str, Quantity] = Field(default_factory=dict)
    """Used where the laboratory did not state its own range."""


def lab_normal_range(patient: Patient, rule: LabRange, on: date) -> Verdict:
    """Whether the latest value of any analyte, of those that can be judged, lies outside its reference range."""
    return any_of([_one_analyte(patient, analyte, rule, on) for analyte in rule.any_of])


def _one_analyte(patient: Patient, analyte: str, rule: LabRange, on: date) -> Verdict:
    verdict = _of_read(patient, analyte, rule, on)
    return unread(verdict, analyte) if patient.has_unread(analyte) else verdict  # it may be the latest


def _of_read(patient: Patient, analyte: str, rule: LabRange, on: date) -> Verdict:
    samples = patient.samples(analyte, on)
    if not samples:
        return unknown(f"{analyte} not measured", analyte)
    for sample in reversed(samples):
        outside = _outside(sample, rule)
        if outside is not None:
            where = "outside" if outside else "within"
            return (met if outside else not_met)(f"{sample}, {where} the range", str(sample))
    return unknown(f"{samples[-1]}, without a reference range to judge it by", f"reference range of {analyte}")


def _outside(sample: Measurement, rule: LabRange) -> bool | None:
    """Whether a value lies outside; None where its range, or a detection limit, leaves it open."""
    high, low, limit = sample.reference_high, sample.reference_low, rule.upper_limits.get(sample.analyte)
    above: bool | None = None
    if high is not None:
        above = passes(sample.value, ">", high, sample.censored)
    elif limit is not None:
        above = compared(sample, ">", limit)
    below = None if low is None else passes(sample.value, "<", low, sample.censored)
    asked = {"above": (above,), "below": (below,), "either": (above, below)}[rule.outside]
    if True in asked:
        return True
    return None if None in asked else False


def lab_normal_range_of_many(cohort: Cohort, rule: LabRange) -> Statuses:
    """`lab_normal_range` for all women."""
    return any_of_many([_one_analyte_of_many(cohort, analyte, rule) for analyte in rule.any_of])


def _one_analyte_of_many(cohort: Cohort, analyte: str, rule: LabRange) -> Statuses:
    drawn = cohort.samples(analyte)
    outside = _outside_each(drawn, rule)
    judged = outside != UNKNOWN
    latest = last_of(cohort, drawn.row[judged], outside[judged])
    return decided(latest == MET, ~np.isnan(latest) & ~cohort.unread(analyte))


def _outside_each(drawn: Samples, rule: LabRange) -> Statuses:
    above = passes_each(drawn.value, ">", drawn.high, drawn.censored)
    if drawn.analyte in rule.upper_limits:
        limit = rule.upper_limits[drawn.analyte]
        fallback = passes_each(drawn.value_in(limit.unit), ">", limit.value, drawn.censored)
        above = np.where(np.isnan(drawn.high), fallback, above)
    below = passes_each(drawn.value, "<", drawn.low, drawn.censored)
    return any_of_many({"above": [above], "below": [below], "either": [above, below]}[rule.outside])
