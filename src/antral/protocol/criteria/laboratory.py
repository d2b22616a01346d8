"""Kind `lab_threshold`: laboratory values against a limit.

A sample that cannot be compared with the limit (its unit does not belong to the analyte, or a detection limit leaves it
open) counts as not drawn: it decides nothing, and takes no decision back.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from operator import ge, gt, le, lt
from typing import Any, Final, Literal, Self

import numpy as np
from pydantic import model_validator

from antral.core import InputError
from antral.patient import Cohort, Measurement, Patient, Samples
from antral.protocol.criteria.statuses import (
    MET,
    NOT_MET,
    UNKNOWN,
    Bools,
    Floats,
    Statuses,
    anywhere,
    before,
    decided,
    either,
    first_of,
    last_of,
    since,
)
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown, unread
from antral.protocol.quantity import Period, Quantity, standard
from antral.records import Strict

Op = Literal[">", ">=", "<", "<="]
OPS: Final[dict[str, Callable[[Any, Any], Any]]] = {">": gt, ">=": ge, "<": lt, "<=": le}


class LabThreshold(Strict):
    """An analyte above or below a limit, once or twice with a gap between the samples."""

    analyte: str
    op: Op
    threshold: Quantity | None = None
    threshold_number: float | None = None
    """A limit whose text names no unit: nothing is decided by it until somebody writes `threshold` with a unit."""
    occasions: Literal[1, 2] = 1
    more_than_apart: Period | None = None
    """Two samples count as two occasions if more than this lies between them."""
    at_least_apart: Period | None = None
    """Two samples count as two occasions if this or more lies between them."""
    off_hormones: bool = False
    """Whether samples drawn under sex hormones, or under nobody knows what, do not count."""
    not_older_than: Period | None = None
    cycle_days: tuple[int, int] | None = None
    """First and last day of the cycle on which a sample counts; one without its cycle day does not."""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if (self.threshold is None) == (self.threshold_number is None):
            raise ValueError(
                "a limit is wanted: 'threshold' with its unit, or 'threshold_number' where the text has none"
            )
        gaps = [gap for gap in (self.more_than_apart, self.at_least_apart) if gap is not None]
        if len(gaps) != self.occasions - 1:
            raise ValueError("'occasions: 2' and one of 'more_than_apart' and 'at_least_apart' belong together")
        if self.threshold is not None:  # one unit, however written; two rules are equal however they are told
            written = str(self.threshold)
            object.__setattr__(self, "threshold", standard(self.threshold, self.analyte))
            self.__dict__["written"] = self.threshold, written
        return self

    @property
    def apart(self) -> Period | None:
        """The gap between two occasions."""
        return self.more_than_apart or self.at_least_apart

    @property
    def limit(self) -> str:
        """The limit as it was written."""
        if self.threshold is None:
            return f"{self.threshold_number:g} (no unit)"
        of, written = self.__dict__.get("written", (None, ""))
        return str(written) if of == self.threshold else str(self.threshold)  # another limit was put in its place


def passes(value: float, op: str, limit: float, censored: str | None = None) -> bool | None:
    """Whether `value op limit` holds; None where the truth, beyond a detection limit, may lie on either side."""
    if censored is None:
        return bool(OPS[op](value, limit))
    if censored in ("below", "at_most"):  # the truth is less than the value, or the value itself
        touches = censored == "at_most" and value == limit and op in ("<", ">=")
        return None if value > limit or touches else op in ("<", "<=")
    touches = censored == "at_least" and value == limit and op in (">", "<=")
    return None if value < limit or touches else op in (">", ">=")


def lab_threshold(patient: Patient, rule: LabThreshold, on: date) -> Verdict:
    """Whether enough samples pass the limit, far enough apart; a value that could not be read might be one of them."""
    verdict = _of_read(patient, rule, on)
    if remarks := _remarks(patient, rule, on):
        verdict = replace(verdict, reason="; ".join([verdict.reason, *remarks]))
    return verdict if verdict.status == "met" or not patient.has_unread(rule.analyte) else unread(verdict, rule.analyte)


def _of_read(patient: Patient, rule: LabThreshold, on: date) -> Verdict:
    wanted, off = f"{rule.analyte} {rule.op} {rule.limit}", " off hormones" if rule.off_hormones else ""
    if rule.threshold is None:
        return unknown(f"{wanted}: the text gives no unit", f"unit of the limit of {rule.analyte}")
    drawn = [one for one in patient.samples(rule.analyte, on) if _counts(patient, one, rule, on)]
    shown = tuple(str(one) for one in drawn)
    judged = [(one.date, compared(one, rule.op, rule.threshold)) for one in drawn]
    days = [day for day, passed in judged if passed is not None]
    passing = [day for day, passed in judged if passed]
    if drawn and not days:
        why = f"{drawn[-1]} cannot be compared with {rule.limit}"
        bound = all(_readable(one, rule.threshold.unit) for one in drawn)
        needed = "that is no bound" if bound else f"in {rule.threshold.unit}"
        return unknown(why, f"{rule.analyte}{off}, a value {needed}", data_used=shown)
    if rule.occasions == 1:
        if not days:
            return unknown(f"no {rule.analyte} sample{off}", f"{rule.analyte}{off}")
        return met(wanted, *shown) if passing else not_met(f"no {wanted}", *shown)
    return _on_two_occasions(rule, days, passing, shown)


def _on_two_occasions(rule: LabThreshold, days: list[date], passing: list[date], shown: tuple[str, ...]) -> Verdict:
    wanted = f"{rule.analyte} {rule.op} {rule.limit}"
    gap = f"{'more than' if rule.more_than_apart else 'at least'} {rule.apart} apart"
    if _far_apart(passing, rule):
        return met(f"{wanted} twice, {(passing[-1] - passing[0]).days} days apart", *shown)
    if _far_apart(days, rule) and (not passing or _far_apart([passing[-1], days[-1]], rule)):
        return not_met(f"not {wanted} twice {gap}", *shown)
    needed = f"{rule.analyte}{' off hormones' if rule.off_hormones else ''}, two samples {gap}"
    why = f"fewer than two {rule.analyte} samples {gap}"
    if passing and _far_apart(days, rule):
        why = f"{wanted} on {passing[-1]}, without a repeat {gap}"
    return unknown(why, needed, data_used=shown)


def _remarks(patient: Patient, rule: LabThreshold, on: date) -> list[str]:
    """What a reader of the verdict should know of samples that do not count, or that contradict each other."""
    told, drawn = [], patient.samples(rule.analyte, on)
    if rule.off_hormones:
        states = [(one.off_hormones, patient.off_hormones(one)) for one in drawn]
        if open_ones := states.count((None, None)):
            told.append(f"{open_ones} on record, not known whether off hormones")
        if under := sum(found is False for _, found in states):
            told.append(f"{under} on record, under hormones")
        if against := sum(noted is not None and found is None for noted, found in states):
            told.append(f"{against} on record, off hormones or not: her list of medicines says otherwise")
    if later := sum(one.analyte == rule.analyte and one.date > on for one in patient.measurements):
        told.append(f"{later} dated after {on}, not counted")
    if rule.threshold is not None:
        judged = {(one.date, compared(one, rule.op, rule.threshold)) for one in drawn}
        both = sorted(day for day, passed in judged if passed and (day, False) in judged)
        told += [f"values on both sides of the limit on {day}" for day in both]
    return told


def compared(sample: Measurement, op: str, limit: Quantity) -> bool | None:
    """Whether a sample passes a limit; None where it cannot be compared with it."""
    try:
        return passes(sample.value_in(limit.unit), op, limit.value, sample.censored)
    except InputError:
        return None


def _readable(sample: Measurement, unit: str) -> bool:
    try:
        return bool(sample.value_in(unit) is not None)
    except InputError:
        return False


def _far_apart(days: list[date], rule: LabThreshold) -> bool:
    """Whether the first and the last day lie far enough apart."""
    if len(days) < 2 or rule.apart is None:
        return False
    earliest = rule.apart.before(days[-1])
    return days[0] < earliest if rule.more_than_apart is not None else days[0] <= earliest


def _counts(patient: Patient, sample: Measurement, rule: LabThreshold, on: date) -> bool:
    if rule.off_hormones and patient.off_hormones(sample) is not True:
        return False
    if rule.cycle_days is not None and (
        sample.cycle_day is None or not rule.cycle_days[0] <= sample.cycle_day <= rule.cycle_days[1]
    ):
        return False
    return rule.not_older_than is None or sample.date >= rule.not_older_than.before(on)


def passes_each(value: Floats, op: str, limit: Floats | float, censored: Statuses) -> Statuses:
    """`passes` for many values; unknown where a value is NaN."""
    holds = OPS[op](value, limit)
    equal = value == limit
    below = decided(op in ("<", "<="), (value < limit) | (equal & ((censored == -1) | (op in ("<=", ">")))))
    above = decided(op in (">", ">="), (value > limit) | (equal & ((censored == 1) | (op in (">=", "<")))))
    found = np.where(censored == 0, decided(holds), np.where(censored < 0, below, above))
    return np.where(np.isnan(value) | np.isnan(limit), UNKNOWN, found).astype(np.int8)


def lab_threshold_of_many(cohort: Cohort, rule: LabThreshold) -> Statuses:
    """`lab_threshold` for all women."""
    if rule.threshold is None:
        return np.full(len(cohort), UNKNOWN)
    drawn = cohort.samples(rule.analyte)
    counts = np.ones(drawn.row.shape, np.bool_)
    if rule.off_hormones:
        counts &= cohort.off_hormones(drawn) == 1
    if rule.cycle_days is not None:
        counts &= (drawn.cycle_day >= rule.cycle_days[0]) & (drawn.cycle_day <= rule.cycle_days[1])
    if rule.not_older_than is not None:
        counts &= drawn.day >= since(cohort, rule.not_older_than)
    drawn = drawn.where(counts)
    passed = passes_each(drawn.value_in(rule.threshold.unit), rule.op, rule.threshold.value, drawn.censored)
    if rule.occasions == 1:
        found = decided(*(anywhere(cohort, drawn.row, chosen) for chosen in (passed == MET, passed != UNKNOWN)))
    else:
        found = _twice_each(cohort, drawn, passed, rule)
    return np.where((found == NOT_MET) & cohort.unread(rule.analyte), UNKNOWN, found)


def _twice_each(cohort: Cohort, drawn: Samples, passed: Statuses, rule: LabThreshold) -> Statuses:
    """Whether two samples pass, far enough apart; unknown while the last that passes has no repeat.

    Virtual women have no later samples: what was drawn of them decides.
    """
    (first, last), (first_passing, last_passing) = (
        [each(cohort, drawn.row[chosen], drawn.day[chosen]) for each in (first_of, last_of)]
        for chosen in (passed != UNKNOWN, passed == MET)
    )
    repeated = np.isnan(last_passing) | _far_apart_each(cohort, last_passing, last, rule) | (cohort.on is None)
    twice = _far_apart_each(cohort, first_passing, last_passing, rule)
    return either(twice, _far_apart_each(cohort, first, last, rule) & repeated)


def _far_apart_each(cohort: Cohort, first: Floats, last: Floats, rule: LabThreshold) -> Bools:
    """Whether two days of each woman lie far enough apart."""
    assert rule.apart is not None
    earliest = before(cohort, rule.apart, last)
    return first < earliest if rule.more_than_apart is not None else first <= earliest
