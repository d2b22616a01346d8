"""Kinds `age` and `sex`: what she is."""

import math
from collections.abc import Callable
from datetime import date
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from antral.patient import Cohort, Patient
from antral.protocol.criteria.statuses import Bools, Floats, Statuses, decided, either
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown
from antral.records import Strict


class Age(Strict):
    """Bounds of age in years; a missing bound is open.

    Ages are exact: `maximum_years: 40` with `maximum_inclusive` admits a woman until her 40th birthday only;
    registries count completed years, so write `completed_years: true` to admit her until the day before her 41st.
    """

    minimum_years: float | None = Field(default=None, ge=0)
    maximum_years: float | None = Field(default=None, ge=0)
    minimum_inclusive: bool = True
    maximum_inclusive: bool = True
    completed_years: bool = False
    at: Literal["screening", "diagnosis", "consent"] = "screening"
    """`diagnosis`: on the day the disease was diagnosed; `consent`: on the day of her informed consent."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, high = self.minimum_years, self.maximum_years
        if low is not None and high is not None and low > high:
            raise ValueError(f"minimum_years ({low:g}) is above maximum_years ({high:g})")
        return self

    def __str__(self) -> str:
        more, most = "or more" if self.minimum_inclusive else "", "at most" if self.maximum_inclusive else "below"
        low = f"{'' if more else 'more than '}{self.minimum_years:g} {more}" if self.minimum_years is not None else ""
        high = f"{most} {self.maximum_years:g}" if self.maximum_years is not None else ""
        unit = "completed years" if self.completed_years else "years"
        at = "" if self.at == "screening" else f" at {self.at}"
        return f"{' and '.join(part.strip() for part in (low, high) if part) or 'any number of'} {unit}{at}"


class Sex(Strict):
    """The sex that is admitted."""

    value: Literal["female", "male"]


CONSENT = "informed_consent"
"""The statement whose date is the day of consent."""


def age(patient: Patient, rule: Age, on: date) -> Verdict:
    """Whether her age lies within the bounds; unknown where an age in completed years leaves it open."""
    day = _day(patient, rule, on)
    if day is None:
        return unknown(f"date of {rule.at} not recorded", f"date of {rule.at}")
    bounds = patient.age_bounds(day)
    if bounds is None:
        return unknown("age not recorded", "age")
    low, high = (math.floor(years) if rule.completed_years else years for years in bounds)
    years = told(bounds[0], lambda years: _within(years, rule))
    shown = f"age {years} years{'' if rule.at == 'screening' else f' at {rule.at}'}"
    reason = f"{shown}; wanted {rule}"
    if _old_enough(low, rule) and _young_enough(high, rule):
        return met(reason, shown)
    if not _old_enough(high, rule) or not _young_enough(low, rule):
        return not_met(reason, shown)
    return unknown(f"{reason}; recorded in completed years only", "birth date", data_used=(shown,))


def told(years: float, holds: Callable[[float], bool]) -> str:
    """An age in completed years; with one decimal, never rounded up, where they would not decide alike."""
    whole = math.floor(years + 1e-9)
    if holds(whole) == holds(years):
        return str(whole)
    return f"{math.floor(years * 10.0 + 1e-9) / 10.0:.1f}"


def _within(years: float, rule: Age) -> bool:
    decides = math.floor(years) if rule.completed_years else years
    return _old_enough(decides, rule) and _young_enough(decides, rule)


def age_of_many(cohort: Cohort, rule: Age) -> Statuses:
    """`age` for all women."""
    day: Floats | float = cohort.today
    if rule.at != "screening":
        found = cohort.women.diagnosed if rule.at == "diagnosis" else cohort.stated_on(CONSENT)
        day = np.where(found > cohort.today, np.nan, found)
    low, high = cohort.ages(day)
    if rule.completed_years:
        low, high = np.floor(low), np.floor(high)
    yes = _each_old_enough(low, rule) & _each_young_enough(high, rule) & ~np.isnan(low)
    no = ~_each_old_enough(high, rule) | ~_each_young_enough(low, rule)
    return either(yes, no & ~np.isnan(low))


def _each_old_enough(years: Floats, rule: Age) -> Bools:
    if rule.minimum_years is None:
        return np.ones(years.shape, np.bool_)
    return years >= rule.minimum_years if rule.minimum_inclusive else years > rule.minimum_years


def _each_young_enough(years: Floats, rule: Age) -> Bools:
    if rule.maximum_years is None:
        return np.ones(years.shape, np.bool_)
    return years <= rule.maximum_years if rule.maximum_inclusive else years < rule.maximum_years


def _day(patient: Patient, rule: Age, on: date) -> date | None:
    if rule.at == "screening":
        return on
    if rule.at == "diagnosis":
        day = patient.poi_diagnosed
    else:
        stated = patient.statements.get(CONSENT)
        day = stated.date if stated is not None and stated.value else None
    return None if day is None or day > on else day


def _old_enough(years: float, rule: Age) -> bool:
    if rule.minimum_years is None:
        return True
    return years >= rule.minimum_years if rule.minimum_inclusive else years > rule.minimum_years


def _young_enough(years: float, rule: Age) -> bool:
    if rule.maximum_years is None:
        return True
    return years <= rule.maximum_years if rule.maximum_inclusive else years < rule.maximum_years


def sex(patient: Patient, rule: Sex, on: date) -> Verdict:
    """Whether she is of the sex that is admitted."""
    if patient.sex is None:
        return unknown("sex not recorded", "sex")
    return (met if patient.sex == rule.value else not_met)(f"sex {patient.sex}", f"sex {patient.sex}")


def sex_of_many(cohort: Cohort, rule: Sex) -> Statuses:
    """`sex` for all women."""
    return decided(cohort.women.female == (rule.value == "female"), cohort.women.female >= 0)
