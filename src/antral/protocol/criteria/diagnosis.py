"""Kind `diagnosis_poi`: age, bleeding and FSH together, as a guideline defines the disease."""

from pydantic import Field

from antral.patient import Patient
from antral.protocol.base import Strict
from antral.protocol.criteria.bleeding import Amenorrhoea, amenorrhoea
from antral.protocol.criteria.laboratory import LabThreshold, lab_threshold
from antral.protocol.criteria.verdict import Verdict, all_of, met, not_met, unknown


class DiagnosisPOI(Strict):
    """Premature ovarian insufficiency by one version of a guideline."""

    age_below_years: float = Field(gt=0)
    """At diagnosis; where its date is not recorded, at screening."""
    bleeding: Amenorrhoea
    fsh: LabThreshold


def diagnosis_poi(patient: Patient, rule: DiagnosisPOI) -> Verdict:
    """Whether she meets all three parts of the definition."""
    at_diagnosis = patient.age_at_diagnosis_years
    age = at_diagnosis if at_diagnosis is not None else patient.age_years
    if age is None:
        by_age = unknown("age not recorded", "age")
    else:
        when = "diagnosis" if at_diagnosis is not None else "screening"
        shown = f"age {age:.1f} years at {when}"
        by_age = (met if age < rule.age_below_years else not_met)(
            f"{shown}, wanted below {rule.age_below_years:g}", shown
        )
    return all_of([by_age, amenorrhoea(patient, rule.bleeding), lab_threshold(patient, rule.fsh)])
