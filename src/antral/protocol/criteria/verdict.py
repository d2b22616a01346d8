"""Three values, with the reason: what is said of one criterion and one woman."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Whether what a line describes holds; missing data are unknown, never not_met."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """One criterion for one woman."""

    status: Status
    reason: str
    data_used: tuple[str, ...] = ()
    missing_data: tuple[str, ...] = ()
    changes_on: date | None = None
    """The day on which time alone turns the verdict, if nothing new happens: the end of a wash-out, a birthday."""


def met(reason: str, *data_used: str) -> Verdict:
    """The line holds."""
    return Verdict(Status.MET, reason, data_used)


def not_met(reason: str, *data_used: str) -> Verdict:
    """The line does not hold."""
    return Verdict(Status.NOT_MET, reason, data_used)


def unknown(reason: str, *missing_data: str, data_used: tuple[str, ...] = ()) -> Verdict:
    """The data at hand do not decide the line."""
    return Verdict(Status.UNKNOWN, reason, data_used, missing_data)


def unread(verdict: Verdict, analyte: str) -> Verdict:
    """The verdict, left open by a value of an analyte that is in her record and could not be read."""
    why = f"{verdict.reason}; a value of {analyte} could not be read"
    missing = verdict.missing_data or (f"{analyte}, as the record has it",)
    return replace(verdict, status=Status.UNKNOWN, reason=why, missing_data=missing, changes_on=None)


def until(verdict: Verdict, changes_on: date | None) -> Verdict:
    """The verdict, with the day on which time alone turns it."""
    return replace(verdict, changes_on=changes_on)


def all_of(parts: Sequence[Verdict]) -> Verdict:
    """Kleene AND: not met if one part is not, met if all are, else unknown."""
    return _combine(parts, deciding=Status.NOT_MET, otherwise=Status.MET)


def any_of(parts: Sequence[Verdict]) -> Verdict:
    """Kleene OR: met if one part is, not met if none is, else unknown."""
    return _combine(parts, deciding=Status.MET, otherwise=Status.NOT_MET)


def not_of(verdict: Verdict) -> Verdict:
    """Kleene NOT: what is unknown stays unknown."""
    turned = {Status.MET: Status.NOT_MET, Status.NOT_MET: Status.MET, Status.UNKNOWN: Status.UNKNOWN}
    return replace(verdict, status=turned[verdict.status])


def _combine(parts: Sequence[Verdict], deciding: Status, otherwise: Status) -> Verdict:
    statuses = {part.status for part in parts}
    if deciding in statuses:
        status = deciding
    elif Status.UNKNOWN in statuses:
        status = Status.UNKNOWN
    else:
        status = otherwise
    telling = [part for part in parts if part.status is status]
    missing = tuple(dict.fromkeys(item for part in telling for item in part.missing_data))
    return Verdict(
        status,
        "; ".join(dict.fromkeys(part.reason for part in telling)),
        tuple(dict.fromkeys(item for part in parts for item in part.data_used)),
        missing if status is Status.UNKNOWN else (),
        _turns(telling, parts, status, deciding),
    )


def _turns(telling: Sequence[Verdict], parts: Sequence[Verdict], status: Status, deciding: Status) -> date | None:
    """The day on which time alone turns the whole: the last of the parts that decide, if every other is settled."""
    days = [part.changes_on for part in telling]
    if status is not deciding or None in days or any(part.status is Status.UNKNOWN for part in parts):
        return None
    return max(day for day in days if day is not None)
