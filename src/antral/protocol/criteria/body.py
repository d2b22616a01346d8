"""Kind `bmi`: body-mass index, as recorded or from height and weight."""

from datetime import date
from typing import Final

import numpy as np

from antral.core import InputError
from antral.patient import Cohort, Measurement, Patient
from antral.protocol.criteria.laboratory import OPS, Op
from antral.protocol.criteria.statuses import Floats, Statuses, decided, last_of
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown
from antral.records import Strict

UNITS: Final = {"BMI": "kg/m2", "WEIGHT": "kg", "HEIGHT": "cm"}

CM2: Final = 10_000.0  # in a square metre


class BMI(Strict):
    """Body-mass index above or below a limit."""

    op: Op
    kg_m2: float


def bmi(patient: Patient, rule: BMI, on: date) -> Verdict:
    """Whether the latest index passes the limit; a recorded index goes before the same day's weight."""
    if lost := [name for name in UNITS if patient.has_unread(name)]:
        return unknown(f"a value of {', '.join(lost)} could not be read", "weight and height")
    index, weight, height = (_latest(patient, name, on) for name in UNITS)
    value, shown = None, ""
    if index is not None:
        value, shown = index.value_in(UNITS["BMI"]), str(index)
    if weight is not None and height is not None and (index is None or weight.date > index.date):
        value = CM2 * weight.value_in(UNITS["WEIGHT"]) / height.value_in(UNITS["HEIGHT"]) ** 2
        shown = f"{weight}, {height}"
    if value is None:
        missing = [name.lower() for name, one in (("weight", weight), ("height", height)) if one is None]
        return unknown("body-mass index not known", " and ".join(missing))
    holds = OPS[rule.op](value, rule.kg_m2)
    return (met if holds else not_met)(f"BMI {value:.1f} kg/m2; limit {rule.op} {rule.kg_m2:g}", shown)


def _latest(patient: Patient, name: str, on: date) -> Measurement | None:
    """The latest value in a unit that is known."""
    for sample in reversed(patient.samples(name, on)):
        try:
            if sample.censored is None and sample.value_in(UNITS[name]) > 0:
                return sample
        except InputError:
            continue
    return None


def bmi_of_many(cohort: Cohort, rule: BMI) -> Statuses:
    """`bmi` for all women."""
    (index, recorded), (weight, weighed), (height, _) = (_latest_of_many(cohort, name) for name in UNITS)
    with np.errstate(divide="ignore", invalid="ignore"):
        computed = CM2 * weight / height**2
    newer = ~np.isnan(computed) & (np.isnan(index) | (weighed > recorded))
    value = np.where(newer, computed, index)
    lost = np.logical_or.reduce([cohort.unread(name) for name in UNITS])
    return decided(OPS[rule.op](value, rule.kg_m2), ~np.isnan(value) & ~lost)


def _latest_of_many(cohort: Cohort, name: str) -> tuple[Floats, Floats]:
    """Value and day."""
    drawn = cohort.samples(name)
    value = drawn.value_in(UNITS[name])
    readable = (drawn.censored == 0) & (value > 0)
    row = drawn.row[readable]
    return last_of(cohort, row, value[readable]), last_of(cohort, row, drawn.day[readable])
