"""Kind `amenorrhoea`: no bleeding, or too rare, over the months before screening."""

from itertools import pairwise
from typing import Literal

from pydantic import Field

from antral.patient import Patient
from antral.protocol.base import Strict
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown
from antral.protocol.quantity import Duration


class Amenorrhoea(Strict):
    """Amenorrhoea, or oligo- or amenorrhoea, over a stretch of time that ends with screening.

    Only spontaneous bleeds count. Oligomenorrhoea: fewer bleeds than `fewer_bleeds_than`, or every cycle longer than
    `cycles_longer_than`.
    """

    pattern: Literal["amenorrhoea", "oligo_or_amenorrhoea"]
    at_least: Duration = Field(gt=0)
    fewer_bleeds_than: int = Field(default=1, ge=1)
    cycles_longer_than: Duration | None = None


def rare_enough(days: list[float], rule: Amenorrhoea) -> bool:
    """Whether the bleeds of the whole stretch, in order, are none or rare enough."""
    if rule.pattern == "amenorrhoea":
        return not days
    if len(days) < rule.fewer_bleeds_than:
        return True
    if rule.cycles_longer_than is None or len(days) < 2:
        return False
    return all(later - earlier > rule.cycles_longer_than for earlier, later in pairwise(days))


def too_many_for_certain(days: list[float], rule: Amenorrhoea) -> bool:
    """Whether the bleeds seen rule the pattern out, whatever happened on days nobody recorded."""
    if rule.pattern == "amenorrhoea":
        return bool(days)
    if len(days) < max(2, rule.fewer_bleeds_than):
        return False
    if rule.cycles_longer_than is None:
        return True
    return any(later - earlier <= rule.cycles_longer_than for earlier, later in pairwise(days))


def amenorrhoea(patient: Patient, rule: Amenorrhoea) -> Verdict:
    """Whether her spontaneous bleeds were none, or rare enough, up to screening."""
    wanted = f"bleeding diary of the last {rule.at_least:.0f} days"
    if patient.diary is None:
        return unknown("no bleeding diary", wanted)
    days = patient.diary.spontaneous_days(-rule.at_least, 0.0)
    used = f"{len(days)} spontaneous bleeds in the last {rule.at_least:.0f} days"
    if patient.diary.from_day > -rule.at_least or patient.diary.to_day < 0:
        if too_many_for_certain(days, rule):
            return not_met(used, used)
        return unknown("the diary does not cover the whole time", wanted, data_used=(used,))
    return (met if rare_enough(days, rule) else not_met)(used, used)
