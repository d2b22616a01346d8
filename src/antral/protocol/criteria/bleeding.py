"""Kind `amenorrhoea`: no bleeding, or too rare, over the months before screening; primary or secondary."""

from datetime import date
from itertools import pairwise
from typing import Final, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from antral.patient import Cohort, Patient
from antral.protocol.criteria.statuses import UNKNOWN, Statuses, all_of_many, anywhere, decided, either, since
from antral.protocol.criteria.verdict import Verdict, all_of, met, not_met, unknown, until
from antral.protocol.quantity import Period
from antral.records import Strict

USUAL_CYCLE_HOLDS: Final = Period(number=6, unit="months")
"""The stretch that a recorded usual length of cycle speaks of, as `Patient.usual_cycle_days` is defined."""


class Amenorrhoea(Strict):
    """Amenorrhoea, or oligo- or amenorrhoea, over a stretch of time that ends with screening; or its type.

    Only spontaneous bleeds count. Oligomenorrhoea: fewer bleeds than `fewer_bleeds_than`, or every cycle longer than
    `cycles_longer_than`. The last period and what the diary covers count together; where they leave it open, a recorded
    usual length of cycle decides on oligomenorrhoea of up to six months.
    """

    pattern: Literal["amenorrhoea", "oligo_or_amenorrhoea", "primary", "secondary"]
    """`primary`: never bled; `secondary`: bled before, and amenorrhoea now (of at least so long)."""
    at_least: Period | None = None
    fewer_bleeds_than: int = Field(default=1, ge=1)
    cycles_longer_than: Period | None = None
    since: Literal["screening", "diagnosis"] = "screening"
    """`diagnosis`: the disease was diagnosed at least so long ago, and the pattern holds."""

    @model_validator(mode="after")
    def _says_how_long(self) -> Self:
        if self.at_least is None and (self.pattern not in ("primary", "secondary") or self.since == "diagnosis"):
            raise ValueError("at_least is wanted: for how long, such as '4 months'")
        return self


def rare_enough(days: list[float], rule: Amenorrhoea) -> bool:
    """Whether the bleeds of the whole stretch, in order, are none or rare enough."""
    if rule.pattern != "oligo_or_amenorrhoea":
        return not days
    if len(days) < rule.fewer_bleeds_than:
        return True
    if rule.cycles_longer_than is None or len(days) < 2:
        return False
    return all(later - earlier > rule.cycles_longer_than.days for earlier, later in pairwise(days))


def too_many_for_certain(days: list[float], rule: Amenorrhoea) -> bool:
    """Whether the bleeds seen rule the pattern out, whatever happened on days nobody recorded."""
    if rule.pattern != "oligo_or_amenorrhoea":
        return bool(days)
    if len(days) < max(2, rule.fewer_bleeds_than):
        return False
    if rule.cycles_longer_than is None:
        return True
    return any(later - earlier <= rule.cycles_longer_than.days for earlier, later in pairwise(days))


def amenorrhoea(patient: Patient, rule: Amenorrhoea, on: date) -> Verdict:
    """Whether her spontaneous bleeds were none, or rare enough, up to screening."""
    parts = []
    if rule.since == "diagnosis":
        parts.append(_diagnosed_long_ago(patient, rule, on))
    if rule.pattern in ("primary", "secondary"):
        parts.append(_type(patient, rule, on))
    if rule.pattern != "primary" and rule.at_least is not None:
        parts.append(_stretch(patient, rule, rule.at_least, on))
    return all_of(parts)


def _stretch(patient: Patient, rule: Amenorrhoea, at_least: Period, on: date) -> Verdict:
    first = at_least.before(on)
    recent = str(at_least).removeprefix("1 ")
    wanted = f"bleeding diary of the last {recent}"
    bleeds = _bleeds(patient, first, on)
    diary, last = patient.diary, patient.last_period if patient.last_period and patient.last_period <= on else None
    covered = last is not None and last <= first
    if diary is not None and diary.from_date <= first:
        covered |= diary.to_date >= on or (last is not None and last <= diary.to_date)
    used = f"{len(bleeds)} spontaneous bleed{'' if len(bleeds) == 1 else 's'} in the last {recent}"
    ends = at_least.after(bleeds[-1]) if bleeds and rule.pattern != "oligo_or_amenorrhoea" else None
    days = [float(day.toordinal()) for day in bleeds]
    if covered:
        return met(used, used) if rare_enough(days, rule) else until(not_met(used, used), ends)
    if too_many_for_certain(days, rule):
        return until(not_met(used, used), ends)
    if (usual := _by_usual_cycle(patient, rule, first, on)) is not None:
        return usual
    if diary is None and last is None:
        return unknown("no bleeding diary", wanted)
    return unknown("the diary does not cover the whole time", wanted, data_used=(used,))


def _bleeds(patient: Patient, after: date, on: date) -> list[date]:
    """First days of her spontaneous bleeds after one day, up to and including another, in order."""
    return [day for day in patient.bleed_dates if after < day <= on]


def _by_usual_cycle(patient: Patient, rule: Amenorrhoea, first: date, on: date) -> Verdict | None:
    """The verdict on oligomenorrhoea by her usual cycle; None where it cannot decide."""
    usual, limit = patient.usual_cycle_days, rule.cycles_longer_than
    if rule.pattern != "oligo_or_amenorrhoea" or usual is None or limit is None:
        return None
    if first < USUAL_CYCLE_HOLDS.before(on):
        return None
    shown = f"usual cycle {usual:g} days, wanted longer than {limit}"
    return (met if usual > limit.days else not_met)(shown, shown)


def _type(patient: Patient, rule: Amenorrhoea, on: date) -> Verdict:
    """Primary or secondary: as stated, or secondary where she has ever bled."""
    kind = patient.amenorrhoea_type
    if kind is None and (patient.menarche_age_years is not None or _bleeds(patient, date.min, on)):
        kind = "secondary"
    if kind is None:
        return unknown("menarche not recorded", "age at menarche, or that she never bled")
    if kind == "secondary" and rule.pattern == "secondary" and patient.amenorrhoea_type is None and not rule.at_least:
        return unknown("whether she bleeds now is not recorded", "whether she has secondary amenorrhoea")
    return (met if kind == rule.pattern else not_met)(f"{kind} amenorrhoea or menarche on record", kind)


def _diagnosed_long_ago(patient: Patient, rule: Amenorrhoea, on: date) -> Verdict:
    assert rule.at_least is not None
    day = patient.poi_diagnosed
    if day is None or day > on:
        return unknown("date of diagnosis not recorded", "date of diagnosis")
    shown = f"diagnosed on {day}"
    if day <= rule.at_least.before(on):
        return met(shown, shown)
    return until(not_met(f"{shown}, less than {rule.at_least} ago", shown), rule.at_least.after(day))


def amenorrhoea_of_many(cohort: Cohort, rule: Amenorrhoea) -> Statuses:
    """`amenorrhoea` for all women."""
    parts = []
    if rule.since == "diagnosis" and rule.at_least is not None:
        day = cohort.women.diagnosed
        # how long ago a virtual woman was diagnosed is not simulated
        parts.append(decided(day <= since(cohort, rule.at_least), (day <= cohort.today) & (cohort.on is not None)))
    if rule.pattern in ("primary", "secondary"):
        parts.append(_type_of_many(cohort, rule))
    if rule.pattern != "primary" and rule.at_least is not None:
        parts.append(_stretch_of_many(cohort, rule, rule.at_least))
    return all_of_many(parts)


def _stretch_of_many(cohort: Cohort, rule: Amenorrhoea, at_least: Period) -> Statuses:
    first, women = since(cohort, at_least), cohort.women
    row, day = cohort.bleeds
    inside = day > first
    row, day = row[inside], day[inside]
    number = np.bincount(row, minlength=len(cohort))
    if rule.pattern != "oligo_or_amenorrhoea":
        rare, too_many = number == 0, number > 0
    else:
        rare, too_many = number < rule.fewer_bleeds_than, number >= max(2, rule.fewer_bleeds_than)
        if rule.cycles_longer_than is not None:
            short = (row[1:] == row[:-1]) & (np.diff(day) <= rule.cycles_longer_than.days)
            any_short = anywhere(cohort, row[1:], short)
            rare = rare | ((number >= 2) & ~any_short)
            too_many = too_many & any_short
    last = np.where(women.last_period <= cohort.today, women.last_period, np.nan)
    from_first = women.diary_from <= first
    covered = (last <= first) | (from_first & ((women.diary_to >= cohort.today) | (last <= women.diary_to)))
    found = either(covered & rare, (covered & ~rare) | (~covered & too_many))
    usual = women.usual_cycle_days
    if rule.pattern != "oligo_or_amenorrhoea" or rule.cycles_longer_than is None:
        return found
    if first < since(cohort, USUAL_CYCLE_HOLDS):
        return found
    return np.where(found == UNKNOWN, decided(usual > rule.cycles_longer_than.days, ~np.isnan(usual)), found)


def _type_of_many(cohort: Cohort, rule: Amenorrhoea) -> Statuses:
    row, _ = cohort.bleeds
    bled = anywhere(cohort, row, np.ones(row.shape, np.bool_)) | (cohort.women.menarche == 1)
    told = cohort.women.primary
    kind = np.where(told >= 0, told, np.where(bled, 0, -1))  # 1 primary, 0 secondary, -1 unknown
    if rule.pattern == "primary":
        return kind.astype(np.int8)
    now_unknown = (told < 0) & (rule.at_least is None)
    return decided(kind == 0, (kind >= 0) & ~now_unknown)
