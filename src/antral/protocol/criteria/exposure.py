"""Kinds `cumulative_exposure` and `contraception_history`: how long she took medicines, and when she stopped."""

from datetime import date, timedelta

import numpy as np
from pydantic import Field

from antral.patient import Cohort, Medication, Patient, Spans
from antral.protocol.criteria.medication import Classes
from antral.protocol.criteria.statuses import UNKNOWN, Floats, Statuses, all_of_many, anywhere, either, since
from antral.protocol.criteria.verdict import Verdict, all_of, met, not_met, unknown, until
from antral.protocol.quantity import Period
from antral.records import Strict


class CumulativeExposure(Strict):
    """Medicines of some classes on so many days in all, within a time before screening.

    Days on which several are taken count once; the first and the last day count. `at_least` in months is of
    mean length.
    """

    classes: Classes = Field(min_length=1)
    at_least: Period
    within: Period


class ContraceptionHistory(Strict):
    """Longer than a stated time since the last contraceptive of each class, for a woman who ever took it."""

    after: dict[str, Period] = Field(min_length=1)


def cumulative_exposure(patient: Patient, rule: CumulativeExposure, on: date) -> Verdict:
    """Whether the days add up; a medicine without its first day, or its class, leaves open what it could decide."""
    if patient.medications is None:
        return unknown("medicines not recorded", f"medicines of the last {rule.within}")
    first = rule.within.before(on)
    known = [one for one in patient.medications if one.is_of(rule.classes) and one.start is not None]
    perhaps = [one for one in patient.medications if one.is_of(rule.classes) is not False]
    sure, possible = (_days(some, first, on) for some in (known, perhaps))
    shown = f"{sure} days within {rule.within}, limit {rule.at_least}"
    if sure >= rule.at_least.days:
        return met(shown, shown)
    if possible < rule.at_least.days:
        return not_met(shown, shown)
    return unknown(f"{shown}; first day or class of a medicine not recorded", "first day and class of medicines")


def _days(medicines: list[Medication], first: date, on: date) -> int:
    """Days from `first` to `on` on which any was taken."""
    days, reached = 0, first - timedelta(days=1)
    for one in sorted(medicines, key=lambda one: one.start or date.min):
        begin, end = max(one.start or first, reached + timedelta(days=1)), min(one.stop or on, on)
        if end >= begin:
            days += (end - begin).days + 1
            reached = end
    return days


def contraception_history(patient: Patient, rule: ContraceptionHistory, on: date) -> Verdict:
    """Whether every class was stopped long enough ago, or never taken."""
    if patient.medications is None:
        return unknown("contraceptives not recorded", "contraceptives, with the day she stopped")
    parts = []
    for name, period in rule.after.items():
        limit, shown = period.before(on), name.replace("_", " ")
        recent = [one for one in patient.medications if _recent(one, limit, on)]
        late = [one for one in recent if one.is_of((name,))]
        if late:
            stops = [one.stop for one in late if one.stop is not None and one.stop <= on]
            ends = period.after(max(stops)) + timedelta(days=1) if len(stops) == len(late) else None
            parts.append(until(not_met(f"{shown} within {period}", shown), ends))
        elif any(one.is_of((name,)) is None for one in recent):
            parts.append(unknown("the class of a medicine is not known", "class of a medicine"))
        else:
            parts.append(met(f"no {shown} within {period}", shown))
    return all_of(parts)


def _recent(one: Medication, limit: date, on: date) -> bool:
    """Whether it was taken on that day or later."""
    return (one.start is None or one.start <= on) and (one.stop is None or one.stop >= limit)


def cumulative_exposure_of_many(cohort: Cohort, rule: CumulativeExposure) -> Statuses:
    """`cumulative_exposure` for all women."""
    first = since(cohort, rule.within)
    known, unclear = cohort.medicines(rule.classes), cohort.unclear_medicines(rule.classes)
    sure = _days_of_many(cohort, known, first, dated=True)
    possible = _days_of_many(cohort, known.and_also(unclear), first, dated=False)
    enough = rule.at_least.days
    found = either(sure >= enough, possible < enough)
    return np.where(cohort.women.asked_medicines, found, UNKNOWN)


def _days_of_many(cohort: Cohort, spans: Spans, first: float, *, dated: bool) -> Floats:
    row, start, stop = spans
    begin = np.where(np.isnan(start), first, np.maximum(start, first))
    end = np.fmin(stop, cohort.today) + 1.0  # the day after the last
    kept = (end > begin) & ~(dated & np.isnan(start))
    order = np.lexsort((begin[kept], row[kept]))
    row, begin, end = row[kept][order], begin[kept][order], end[kept][order]
    span = 1.0 + cohort.today - first
    apart = row * 2.0 * span - first  # one woman's days lie beyond those of the one before her
    reached = np.maximum.accumulate(np.concatenate([[-np.inf], end + apart]))[:-1]
    days = np.maximum(end + apart - np.maximum(begin + apart, reached), 0.0)
    return np.bincount(row, days, len(cohort)).astype(np.float64)


def contraception_history_of_many(cohort: Cohort, rule: ContraceptionHistory) -> Statuses:
    """`contraception_history` for all women."""
    parts = []
    for name, period in rule.after.items():
        limit = since(cohort, period)
        late, unclear = (
            _recent_of_many(cohort, spans, limit)
            for spans in (cohort.medicines((name,)), cohort.unclear_medicines((name,)))
        )
        parts.append(either(~late & ~unclear & cohort.women.asked_medicines, late))
    return all_of_many(parts)


def _recent_of_many(cohort: Cohort, spans: Spans, limit: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    row, start, stop = spans
    return anywhere(cohort, row, ~(start > cohort.today) & ~(stop < limit))
