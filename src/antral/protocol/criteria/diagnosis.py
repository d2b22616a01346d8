"""Kind `diagnosis_poi`: age, bleeding and FSH together, as a guideline defines the disease."""

from datetime import date
from typing import Final

import numpy as np
from pydantic import Field

from antral.patient import Cohort, Patient
from antral.protocol.criteria.age import told
from antral.protocol.criteria.bleeding import Amenorrhoea, amenorrhoea, amenorrhoea_of_many
from antral.protocol.criteria.laboratory import LabThreshold, lab_threshold, lab_threshold_of_many
from antral.protocol.criteria.statuses import MET, Statuses, all_of_many, either
from antral.protocol.criteria.verdict import Verdict, all_of, met, not_met, unknown
from antral.records import Strict

POI: Final = "premature_ovarian_insufficiency"
"""The finding that is the recorded diagnosis."""


class DiagnosisPOI(Strict):
    """Premature ovarian insufficiency by one version of a guideline."""

    age_below_years: float = Field(gt=0)
    """At diagnosis. Where its date is not on record, a woman who is below it at screening was so before; of one who is
    not, it is unknown. A virtual woman is diagnosed, if at all, on the day of screening."""
    bleeding: Amenorrhoea
    fsh: LabThreshold
    recorded: bool = False
    """Whether a diagnosis on record counts as it stands; without one the definition decides."""


def diagnosis_poi(patient: Patient, rule: DiagnosisPOI, on: date) -> Verdict:
    """Whether she meets all three parts of the definition, or has the diagnosis on record where that is enough."""
    if rule.recorded and patient.found(POI, "ever", on):
        return met("diagnosis on record", "diagnosis")
    return all_of(list(parts_of_diagnosis(patient, rule, on).values()))


def parts_of_diagnosis(patient: Patient, rule: DiagnosisPOI, on: date) -> dict[str, Verdict]:
    """The three parts of the definition by name: `age`, `bleeding`, `fsh`."""
    return {
        "age": _by_age(patient, rule, on),
        "bleeding": amenorrhoea(patient, rule.bleeding, on),
        "fsh": lab_threshold(patient, rule.fsh, on),
    }


def _by_age(patient: Patient, rule: DiagnosisPOI, on: date) -> Verdict:
    diagnosed = patient.poi_diagnosed if patient.poi_diagnosed is not None and patient.poi_diagnosed <= on else None
    bounds = patient.age_bounds(diagnosed or on)
    if bounds is None:
        return unknown("age not recorded", "age")
    years = told(bounds[0], lambda years: years < rule.age_below_years)
    shown = f"age {years} years at {'diagnosis' if diagnosed else 'screening'}"
    reason = f"{shown}, wanted below {rule.age_below_years:g}"
    if bounds[1] < rule.age_below_years:
        return met(reason, shown)
    if diagnosed is None:
        return unknown(f"{reason} at diagnosis", "date of diagnosis", data_used=(shown,))
    if bounds[0] >= rule.age_below_years:
        return not_met(reason, shown)
    return unknown(f"{reason}; recorded in completed years only", "birth date", data_used=(shown,))


def diagnosis_poi_of_many(cohort: Cohort, rule: DiagnosisPOI) -> Statuses:
    """`diagnosis_poi` for all women."""
    found = cohort.women.diagnosed
    low, high = cohort.ages(np.where(found <= cohort.today, found, cohort.today))
    by_age = either(high < rule.age_below_years, (low >= rule.age_below_years) & (found <= cohort.today))
    bleeding, fsh = amenorrhoea_of_many(cohort, rule.bleeding), lab_threshold_of_many(cohort, rule.fsh)
    defined = all_of_many([by_age, bleeding, fsh])
    return np.where(cohort.found(POI, "ever") == MET, MET, defined) if rule.recorded else defined
