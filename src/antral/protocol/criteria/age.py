"""Kinds `age` and `sex`: what she is."""

from typing import Literal, Self

from pydantic import Field, model_validator

from antral.patient import Patient
from antral.protocol.base import Strict
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown


class Age(Strict):
    """Bounds of age in years at screening; a missing bound is open.

    Ages are exact: `maximum_years: 40` with `maximum_inclusive` admits a woman until her 40th birthday only;
    registries count completed years, so write `completed_years: true` to admit her until the day before her 41st.
    """

    minimum_years: float | None = Field(default=None, ge=0)
    maximum_years: float | None = Field(default=None, ge=0)
    maximum_inclusive: bool = True
    completed_years: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, high = self.minimum_years, self.maximum_years
        if low is not None and high is not None and low > high:
            raise ValueError(f"minimum_years ({low:g}) is above maximum_years ({high:g})")
        return self

    def __str__(self) -> str:
        low = f"{self.minimum_years:g} or more" if self.minimum_years is not None else ""
        word = "at most" if self.maximum_inclusive else "below"
        high = f"{word} {self.maximum_years:g}" if self.maximum_years is not None else ""
        unit = "completed years" if self.completed_years else "years"
        return f"{' and '.join(part for part in (low, high) if part) or 'any number of'} {unit}"


class Sex(Strict):
    """The sex that is admitted."""

    value: Literal["female", "male"]


def age(patient: Patient, rule: Age) -> Verdict:
    """Whether her age at screening lies within the bounds."""
    if patient.age_years is None:
        return unknown("age not recorded", "age")
    years = float(int(patient.age_years)) if rule.completed_years else patient.age_years
    above = rule.minimum_years is None or years >= rule.minimum_years
    below = rule.maximum_years is None or (
        years <= rule.maximum_years if rule.maximum_inclusive else years < rule.maximum_years
    )
    reason = f"age {patient.age_years:.1f} years; wanted {rule}"
    return (met if above and below else not_met)(reason, f"age {patient.age_years:.1f} years")


def sex(patient: Patient, rule: Sex) -> Verdict:
    """Whether she is of the sex that is admitted."""
    if patient.sex is None:
        return unknown("sex not recorded", "sex")
    return (met if patient.sex == rule.value else not_met)(f"sex {patient.sex}", f"sex {patient.sex}")
