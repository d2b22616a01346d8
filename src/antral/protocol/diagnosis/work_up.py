"""Tests for the cause of ovarian insufficiency: which a guideline asks for, which are done, which are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from antral.patient import Patient
from antral.protocol.quantity import Period
from antral.records import load_yaml, path

State = Literal["done", "missing", "due_again", "not_asked_for"]


@dataclass(frozen=True)
class Test:
    """One test for the cause, as one version of the guideline sees it."""

    __test__ = False  # no test of pytest

    name: str
    title: str
    says: str
    """`recommended`, `may_be_offered`, `not_routinely` or `should_not_be_used`."""
    state: State
    result: str | None
    """What is on record of it, with its date."""
    reason: str
    burden: str
    tag: str
    """How well the advice is known: published (read) or recalled."""


def work_up(patient: Patient, guideline: str, on: date) -> tuple[Test, ...]:
    """The tests on which a version of the guideline has something to say, for one woman on a day."""
    record: Mapping[str, Any] = load_yaml(path("diagnosis", "work_up.yaml"))
    iatrogenic, genetic = (_on_record(patient, record[kind], on) for kind in ("iatrogenic", "genetic"))
    return tuple(
        _test(patient, name, one, one["advice"][guideline], (iatrogenic, genetic), on)
        for name, one in record["tests"].items()
        if guideline in one["advice"]
    )


def _on_record(patient: Patient, names: list[str], on: date) -> str | None:
    """The first of some findings that she has or had."""
    return next((name.replace("_", " ") for name in names if patient.found(name, "ever", on)), None)


def _test(
    patient: Patient,
    name: str,
    one: Mapping[str, Any],
    advice: Mapping[str, Any],
    causes: tuple[str | None, str | None],
    on: date,
) -> Test:
    iatrogenic, genetic = causes
    known = {"all": None, "non_iatrogenic": iatrogenic, "unknown_cause": iatrogenic or genetic}[advice["of"]]
    result, when = _answer(patient, one["answered_by"], on)
    state, reason = _state(advice, known, result, when, on)
    follow = f"; if positive: {one['if_positive']}" if "if_positive" in one and state != "not_asked_for" else ""
    return Test(name, one["title"], advice["says"], state, result, f"{reason}{follow}", one["burden"], advice["tag"])


def _state(
    advice: Mapping[str, Any], known: str | None, result: str | None, when: date | None, on: date
) -> tuple[State, str]:
    says = advice["says"].replace("_", " ")
    if result is not None:
        if "repeat_after" in advice and when is not None:
            again = Period.model_validate(advice["repeat_after"])
            if again.after(when) <= on:
                return "due_again", f"{says}, again after {again}"
        return "done", says
    if known is not None:
        return "not_asked_for", f"a cause is on record: {known}"
    if advice["says"] in ("not_routinely", "should_not_be_used"):
        return "not_asked_for", says
    return "missing", says


def _answer(patient: Patient, by: Mapping[str, Any], on: date) -> tuple[str | None, date | None]:
    """What is on record of a test, and its day."""
    for analyte in by.get("measurements", ()):
        samples = patient.samples(analyte, on)
        if samples:
            return str(samples[-1]), samples[-1].date
    report = getattr(patient, by["report"]) if "report" in by else None
    if report is not None and (report.date is None or report.date <= on):
        told = _told(report)
        return (f"{told} on {report.date}" if report.date is not None else told), report.date
    for name in by.get("findings", ()):
        present = patient.found(name, "ever", on)
        if present is not None:
            return f"{name.replace('_', ' ')}: {'present' if present else 'absent'}", None
    return None, None


def _told(report: Any) -> str:
    """The result of a karyotype or of FMR1 in a few words."""
    if getattr(report, "repeats", None) is not None:
        return f"{report.repeats} repeats"
    if getattr(report, "category", None) is not None:
        return str(report.category).replace("_", " ")
    if report.result is not None:
        return str(report.result)
    return "a report" if report.normal is None else "normal" if report.normal else "abnormal"
