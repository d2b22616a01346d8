"""When something was, in a FHIR resource: a day, a moment, a period, or an age; a part of a date is no day."""

import datetime as dt

from antral.patient.readers.fhir.node import Node
from antral.patient.readers.values import NotReadError, date, moment


def day_of(node: Node) -> dt.date | None:
    """A date or dateTime as a day."""
    text = node.text()
    if text is None:
        return None
    try:
        return date(text)
    except NotReadError as error:
        raise NotReadError(error.why, at=node.path) from None


def moment_of(node: Node) -> tuple[dt.date, float | None] | None:
    """A dateTime as a day and an hour, in the time zone in which it was written."""
    text = node.text()
    if text is None:
        return None
    try:
        return moment(text)
    except NotReadError as error:
        raise NotReadError(error.why, at=node.path) from None


def drawn(resource: Node) -> tuple[dt.date, float | None]:
    """When an Observation was made; the day of its report is not taken in its place."""
    for name in ("effectiveDateTime", "effectiveInstant"):
        found = moment_of(resource[name])
        if found is not None:
            return found
    period = resource["effectivePeriod"]
    if period:
        start, end = day_of(period["start"]), day_of(period["end"])
        if start is not None and start == end:
            return start, None
        raise NotReadError("a period, not a day", at=period.path)
    raise NotReadError("no date", at=f"{resource.path}.effectiveDateTime")


def span(resource: Node, stem: str) -> tuple[dt.date | None, dt.date | None]:
    """Beginning and end of what a resource tells in `<stem>DateTime` or `<stem>Period`."""
    day = day_of(resource[f"{stem}DateTime"])
    if day is not None:
        return day, None
    period = resource[f"{stem}Period"]
    return day_of(period["start"]), day_of(period["end"])
