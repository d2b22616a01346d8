"""Kind `ovary_imaging`: what a scan of the ovaries shows."""

from datetime import date
from typing import Final, Literal, Self

import numpy as np
from pydantic import model_validator

from antral.patient import Cohort, Patient
from antral.protocol.criteria.laboratory import Op, compared, passes_each
from antral.protocol.criteria.statuses import (
    UNKNOWN,
    Statuses,
    all_of_many,
    any_of_many,
    anywhere,
    decided,
    last_of,
)
from antral.protocol.criteria.verdict import Verdict, all_of, any_of, met, not_met, unknown
from antral.protocol.quantity import Quantity
from antral.records import Strict

SIDES: Final = ("left", "right")
Measure = Literal["visible", "injectable", "mean_diameter_mm", "AFC", "adnexal_mass"]


class OvaryImaging(Strict):
    """A measure of the scan: of each ovary, or of either.

    `visible` and `injectable` are findings of a side (`ovary_visible_left`, ...); an ovary that was measured was
    visible. `mean_diameter_mm` reads `OVARY_DIAMETER_LEFT` and `_RIGHT`, `AFC` the count of both ovaries.
    """

    measure: Measure
    op: Op | None = None
    value: float | None = None
    each_ovary: bool = True

    @model_validator(mode="after")
    def _measured_has_a_limit(self) -> Self:
        wanted = self.measure in ("mean_diameter_mm", "AFC")
        if wanted != (self.op is not None) or wanted != (self.value is not None):
            raise ValueError("'op' and 'value' belong to mean_diameter_mm and AFC, and are wanted there")
        return self

    @property
    def limit(self) -> Quantity:
        """The limit with its unit."""
        return Quantity(value=self.value or 0.0, unit="count" if self.measure == "AFC" else "mm")


def ovary_imaging(patient: Patient, rule: OvaryImaging, on: date) -> Verdict:
    """Whether the latest scan shows what the line describes."""
    if rule.measure == "adnexal_mass":
        return _found(patient, "adnexal_mass", on)
    if rule.measure == "AFC":
        return _measured(patient, "AFC", rule, on)
    combine = all_of if rule.each_ovary else any_of
    return combine([_of_side(patient, side, rule, on) for side in SIDES])


def _of_side(patient: Patient, side: str, rule: OvaryImaging, on: date) -> Verdict:
    diameter = f"OVARY_DIAMETER_{side.upper()}"
    if rule.measure == "mean_diameter_mm":
        return _measured(patient, diameter, rule, on)
    verdict = _found(patient, f"ovary_{rule.measure}_{side}", on)
    if rule.measure == "visible" and verdict.status == "unknown" and patient.samples(diameter, on):
        return met(f"{side} ovary was measured", str(patient.samples(diameter, on)[-1]))
    return verdict


def _found(patient: Patient, name: str, on: date) -> Verdict:
    shown, present = name.replace("_", " "), patient.found(name, "current", on)
    if present is None:
        return unknown(f"{shown}: not recorded", f"scan of the ovaries ({shown})")
    return (met if present else not_met)(f"{shown}: {'yes' if present else 'no'}", shown)


def _measured(patient: Patient, analyte: str, rule: OvaryImaging, on: date) -> Verdict:
    for sample in () if patient.has_unread(analyte) else reversed(patient.samples(analyte, on)):
        holds = compared(sample, str(rule.op), rule.limit)
        if holds is not None:
            return (met if holds else not_met)(f"{sample}; limit {rule.op} {rule.limit}", str(sample))
    why = "a value could not be read" if patient.has_unread(analyte) else f"no {analyte} that can be judged"
    return unknown(why, f"scan of the ovaries ({analyte})")


def ovary_imaging_of_many(cohort: Cohort, rule: OvaryImaging) -> Statuses:
    """`ovary_imaging` for all women."""
    if rule.measure == "adnexal_mass":
        return cohort.found("adnexal_mass", "current")
    if rule.measure == "AFC":
        return _measured_of_many(cohort, "AFC", rule)
    combine = all_of_many if rule.each_ovary else any_of_many
    return combine([_of_side_of_many(cohort, side, rule) for side in SIDES])


def _of_side_of_many(cohort: Cohort, side: str, rule: OvaryImaging) -> Statuses:
    diameter = f"OVARY_DIAMETER_{side.upper()}"
    if rule.measure == "mean_diameter_mm":
        return _measured_of_many(cohort, diameter, rule)
    found = cohort.found(f"ovary_{rule.measure}_{side}", "current")
    if rule.measure != "visible":
        return found
    row = cohort.samples(diameter).row
    measured = anywhere(cohort, row, np.ones(row.shape, np.bool_))
    return np.where((found == UNKNOWN) & measured, np.int8(1), found)


def _measured_of_many(cohort: Cohort, analyte: str, rule: OvaryImaging) -> Statuses:
    drawn = cohort.samples(analyte)
    holds = passes_each(drawn.value_in(rule.limit.unit), str(rule.op), rule.limit.value, drawn.censored)
    judged = holds != UNKNOWN
    latest = last_of(cohort, drawn.row[judged], holds[judged])
    return decided(latest == 1, ~np.isnan(latest) & ~cohort.unread(analyte))
