"""Kind `amenorrhoea`: no bleeding, or too rare, over the months before screening; primary or secondary."""

from datetime import date
from itertools import pairwise
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from antral.patient import Patient
from antral.protocol.base import Strict
from antral.protocol.criteria.verdict import Verdict, all_of, met, not_met, unknown, until
from antral.protocol.quantity import Period

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
    wanted = f"bleeding diary of the last {at_least}"
    bleeds = _bleeds(patient, first, on)
    diary, last = patient.diary, patient.last_period if patient.last_period and patient.last_period <= on else None
    covered = last is not None and last <= first
    if diary is not None and diary.from_date <= first:
        covered |= diary.to_date >= on or (last is not None and last <= diary.to_date)
    used = f"{len(bleeds)} spontaneous bleeds in the last {at_least}"
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
    noted = {one.date for one in patient.diary.bleeds if one.spontaneous} if patient.diary is not None else set()
    if patient.last_period is not None:
        noted.add(patient.last_period)
    return sorted(day for day in noted if after < day <= on)


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
