"""Values that cannot all be right: told, and not decided here."""

import datetime as dt
from collections import defaultdict
from functools import cache

from antral.patient.finding import Unread
from antral.patient.patient import Patient
from antral.records import load_yaml, path


def plausible(woman: Patient) -> Patient:
    """The woman; a birth date after one of her samples is not read, and values of one day that disagree are told."""
    days: defaultdict[tuple[str, str, dt.date], list[float]] = defaultdict(list)
    for one in woman.measurements:
        if one.censored is None and one.hour is None:
            days[one.analyte, one.unit, one.date].append(one.value)
    found: dict[str, Unread] = {}
    for (analyte, _, _), values in days.items():
        if max(values) > min(values) * _same_day_ratio():
            why = f"two values of {analyte} on one day that disagree; correct or remove one"
            found[analyte] = Unread(where="measurements", why=why, about=analyte)
    told = [*found.values()]
    changed: dict[str, object] = {}
    if woman.birth_date is not None and any(one.date < woman.birth_date for one in woman.measurements):
        changed["birth_date"] = None
        told.append(Unread(where="birth_date", why="a birth date after the day of a sample"))
    return woman.model_copy(update={**changed, "unread": (*woman.unread, *told)}) if told else woman


@cache
def _same_day_ratio() -> float:
    """How many times a value may be another of the same day."""
    return float(load_yaml(path("codes", "measurements.yaml"))["same_day_ratio"]["value"])
