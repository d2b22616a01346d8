"""Kinds `washout`, `concomitant_excluded`, `concomitant_required` and `prior_cell_therapy`: what she took and takes.

A medicine whose class is not known leaves a line open that it could decide.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from pydantic import Field

from antral.patient import UNLISTED, Cohort, Medication, Patient, Spans
from antral.protocol.criteria.statuses import Bools, Statuses, any_of_many, anywhere, decided, since, turned
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown, until
from antral.protocol.quantity import Period
from antral.records import Strict

Classes = tuple[str, ...]

_CODE: Final = re.compile(r"[A-Z]\d{2}[A-Z]{1,2}(?:\d{2})?")
"""An ATC code, which some records give in place of a name."""


class Washout(Strict):
    """None of some classes of medicine within a time before screening."""

    classes: Classes = Field(min_length=1)
    none_within: Period


class Concomitant(Strict):
    """Any of some classes of medicine or treatment, now."""

    classes: Classes = Field(min_length=1)


class PriorTherapy(Strict):
    """Whether she ever had one of some treatments."""

    classes: Classes = Field(min_length=1)
    ever: bool = True


def washout(patient: Patient, rule: Washout, on: date) -> Verdict:
    """Whether she took none of the classes within the time."""
    wanted = f"medicines of the last {rule.none_within}"
    if patient.medications is None:
        return unknown("medicines not recorded", wanted)
    since = rule.none_within.before(on)
    taken, unclear = _of(rule.classes, [one for one in patient.medications if one.taken_between(since, on)])
    if taken:
        names = ", ".join(_with_classes(one) for one in taken)
        stops = [one.stop for one in taken if one.stop is not None and one.stop <= on]
        ends = rule.none_within.after(max(stops)) if len(stops) == len(taken) else None
        return until(not_met(f"took {names} within {rule.none_within}", *_names(taken)), ends)
    if unclear:
        return _unclear(unclear)
    return met(f"no {_either(rule.classes)} within {rule.none_within}", "medicines")


def concomitant(patient: Patient, rule: Concomitant, on: date) -> Verdict:
    """Whether she takes any of the classes now."""
    if patient.medications is None:
        return unknown("medicines not recorded", "present medicines and treatments")
    taken, unclear = _of(rule.classes, [one for one in patient.medications if one.taken_on(on)])
    if taken:
        return met(f"takes {', '.join(_names(taken))}", *_names(taken))
    if unclear:
        return _unclear(unclear)
    return not_met(f"takes no {_either(rule.classes)}", "medicines")


def prior_therapy(patient: Patient, rule: PriorTherapy, on: date) -> Verdict:
    """Whether her past treatments are as the line describes; lists of medicines and of procedures both tell."""
    named = _either(rule.classes)
    had = [one.replace("_", " ") for one in rule.classes if patient.found(one, "ever", on)]
    past = [one for one in patient.medications or () if one.start is None or one.start <= on]
    taken, unclear = _of(rule.classes, past)
    had += _names(taken)
    if had:
        shown = f"had {', '.join(had)}"
        return (met if rule.ever else not_met)(shown, *had)
    if patient.medications is None:
        return unknown(f"{named}: not recorded", f"past treatments ({named})")
    if unclear:
        return _unclear(unclear)
    return (not_met if rule.ever else met)(f"never had {named}", "medicines")


def _of(classes: Classes, medicines: Sequence[Medication]) -> tuple[list[Medication], list[Medication]]:
    """Those of the classes, and those whose class nobody knows."""
    return [one for one in medicines if one.is_of(classes)], [one for one in medicines if one.is_of(classes) is None]


def _names(medicines: Sequence[Medication]) -> list[str]:
    """Names of medicines; one that is known by its ATC code only by its classes too."""
    return [_with_classes(one) if _CODE.fullmatch(one.name) else one.name for one in medicines]


def _with_classes(one: Medication) -> str:
    classes = ", ".join(one.drug_classes).replace("_", " ")
    return f"{classes} ({one.name})" if classes and _CODE.fullmatch(one.name) else f"{one.name} ({classes})"


def _either(classes: Classes) -> str:
    """Classes in words: `hormone therapy or sex hormone`."""
    *first, last = (one.replace("_", " ") for one in classes)
    return f"{', '.join(first)} or {last}" if first else last


def _unclear(medicines: Sequence[Medication]) -> Verdict:
    """Open because of medicines of unknown class, or because the list may lack some."""
    named = [one.name for one in medicines if one.name != UNLISTED.name]
    if not named:
        return unknown("the list of medicines may not be complete", "present and past medicines, all of them")
    return unknown("the class of a medicine is not known", f"class of {', '.join(named)}")


def washout_of_many(cohort: Cohort, rule: Washout) -> Statuses:
    """`washout` for all women."""
    return turned(_taken(cohort, rule.classes, after=since(cohort, rule.none_within)), keep=False)


def concomitant_of_many(cohort: Cohort, rule: Concomitant) -> Statuses:
    """`concomitant` for all women."""
    return _taken(cohort, rule.classes, after=None)


def prior_therapy_of_many(cohort: Cohort, rule: PriorTherapy) -> Statuses:
    """`prior_cell_therapy` for all women."""
    found = any_of_many([cohort.found(one, "ever") for one in rule.classes])
    had = _taken(cohort, rule.classes, after=-np.inf)
    return turned(np.where(found == 1, found, had), keep=rule.ever)


def _taken(cohort: Cohort, classes: Classes, *, after: float | None) -> Statuses:
    """Whether she took any of the classes after a day, or takes it today (None); unknown where that is not known."""
    yes, unclear = (
        _any_taken(cohort, spans, after) for spans in (cohort.medicines(classes), cohort.unclear_medicines(classes))
    )
    return np.where(yes, np.int8(1), decided(yes, cohort.women.asked_medicines & ~unclear))


def _any_taken(cohort: Cohort, spans: Spans, after: float | None) -> Bools:
    row, start, stop = spans
    over = stop < cohort.today if after is None else stop <= after
    return anywhere(cohort, row, ~(start > cohort.today) & ~over)
