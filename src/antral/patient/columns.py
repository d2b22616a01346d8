"""From records to columns: one array for each thing that is known once, one table for each thing known many times."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.core import day_number
from antral.patient.finding import SEVERITIES
from antral.patient.patient import Patient

Array = NDArray[Any]
Row = tuple[str, int, *tuple[float, ...]]
"""Name, position of the woman, and the values of the columns."""

_BATCH: Final = 50_000  # rows turned into numbers at a time, to spare memory
_CENSORED: Final = {"at_most": -2, "below": -1, None: 0, "above": 1, "at_least": 2}


class Women(NamedTuple):
    """What is known once of each woman. All arrays `[patient]`; NaN, or -1, where it is not."""

    birth: NDArray[np.float64]
    age_years: NDArray[np.float64]
    age_recorded: NDArray[np.float64]
    age_completed: NDArray[np.bool_]
    """Whether `age_years` are completed years."""
    female: NDArray[np.int8]
    menarche: NDArray[np.int8]
    """1 where an age at menarche is on record."""
    primary: NDArray[np.int8]
    """1 primary, 0 secondary amenorrhoea."""
    last_period: NDArray[np.float64]
    usual_cycle_days: NDArray[np.float64]
    diary_from: NDArray[np.float64]
    diary_to: NDArray[np.float64]
    diagnosed: NDArray[np.float64]
    asked_medicines: NDArray[np.bool_]
    asked_family: NDArray[np.bool_]
    asked_trials: NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """Rows of many women, sorted by name, then woman."""

    names: tuple[str, ...]
    """Names that rows go by, sorted."""
    columns: Mapping[str, Array]
    """`name` (position among the names), `row` (the woman), and what the table holds. All `[row]`."""
    units: tuple[str, ...] = ()
    """Units that values are in, where the table has a column `unit`."""

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.searchsorted(self.columns["name"], np.arange(len(self.names) + 1))

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    def of(self, name: str) -> dict[str, Array]:
        """The columns of one name; empty where no woman has it."""
        place = self._place.get(name)
        first, last = (0, 0) if place is None else (self._starts[place], self._starts[place + 1])
        return {key: column[first:last] for key, column in self.columns.items()}

    def named(self, name: str) -> NDArray[np.bool_]:
        """Which rows go by a name."""
        found: NDArray[np.bool_] = self.columns["name"] == self._place.get(name, -1)
        return found

    def take(self, place: NDArray[np.int32]) -> "Table":
        """The rows of some women, by each woman's new position; -1 for one who is left out."""
        kept = place[self.columns["row"]] >= 0
        taken = {name: column[kept] for name, column in self.columns.items()}
        return Table(self.names, taken | {"row": place[taken["row"]]}, self.units)

    def all(self) -> Mapping[str, Array]:
        """All columns."""
        return self.columns


TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "samples": ("day", "value", "unit", "cycle_day", "off_hormones", "censored", "low", "high"),
    "findings": ("present", "onset", "ended", "recorded", "severity"),
    "medicines": ("start", "stop"),
    "statements": ("value", "day"),
    "bleeds": ("day",),
    "relatives": ("degree",),
    "trials": ("start", "stop"),
    "unread": (),
}
"""The columns of each table, beside `name` and `row`."""

SMALL: Final = frozenset({"off_hormones", "censored", "present", "severity", "degree"})
"""Columns of small whole numbers; -1 means not recorded."""


def table(rows: Iterable[Row], held: Sequence[str], units: tuple[str, ...] = ()) -> Table:
    """A table from its rows, in any order of names and in the order of each woman's days."""
    codes: dict[str, int] = {}
    width, rest, parts = 2 + len(held), iter(rows), []
    while batch := list(islice(rest, _BATCH)):
        parts.append(np.array([(codes.setdefault(row[0], len(codes)), *row[1:]) for row in batch], np.float64))
    plain = np.concatenate([np.empty((0, width)), *parts])
    names = tuple(sorted(codes))
    place = np.empty(len(codes))
    place[[codes[name] for name in names]] = np.arange(len(names))
    plain[:, 0] = place[plain[:, 0].astype(np.int64)]
    ordered = plain[np.lexsort((plain[:, 1], plain[:, 0]))]  # stable: days stay in order
    kinds = {"name": np.int32, "row": np.int32, "unit": np.int32} | dict.fromkeys(SMALL, np.int8)
    columns = {
        name: np.ascontiguousarray(ordered[:, at]).astype(kinds.get(name, np.float64))
        for at, name in enumerate(("name", "row", *held))
    }
    return Table(names, columns, units)


def columns(patients: Sequence[Patient]) -> tuple[Women, dict[str, Table]]:
    """The columns and tables of many records."""
    units = tuple(sorted({one.unit for woman in patients for one in woman.measurements}))
    rows = {
        "samples": _samples(patients, {unit: code for code, unit in enumerate(units)}),
        "findings": _findings(patients),
        "medicines": _medicines(patients),
        "statements": _statements(patients),
        "bleeds": _bleeds(patients),
        "relatives": _relatives(patients),
        "trials": _trials(patients),
        "unread": _unread(patients),
    }
    return _women(patients), {name: table(rows[name], held, units) for name, held in TABLES.items()}


def virtual(
    age_years: NDArray[np.float64],
    bleeds: tuple[Array, Array],
    diary_from: float,
    sampled: Mapping[str, tuple[str, Array, Array]],
) -> tuple[Women, dict[str, Table]]:
    """The columns and tables of virtual women; see `Cohort.virtual`."""
    n = age_years.size
    unknown, none, zeros = np.full(n, np.nan), np.full(n, -1, np.int8), np.zeros(n)
    women = Women(
        birth=unknown,
        age_years=age_years,
        age_recorded=zeros,
        age_completed=np.zeros(n, np.bool_),
        female=np.ones(n, np.int8),
        menarche=none,
        primary=none,
        last_period=unknown,
        usual_cycle_days=unknown,
        diary_from=np.full(n, diary_from),
        diary_to=zeros,
        diagnosed=zeros,  # if at all, on the day they are screened
        **dict.fromkeys(("asked_medicines", "asked_family", "asked_trials"), np.zeros(n, np.bool_)),
    )
    row, day = bleeds
    kept = day >= diary_from
    row, day = row[kept], day[kept]
    order = np.lexsort((day, row))
    tables = {name: table((), held) for name, held in TABLES.items()}
    tables["bleeds"] = Table(("",), {"name": np.zeros(row.size, np.int32), "row": row[order], "day": day[order]})
    if sampled:
        tables["samples"] = _sampled(sampled)
    return women, tables


def _sampled(sampled: Mapping[str, tuple[str, Array, Array]]) -> Table:
    """Values off hormones of virtual women, those that were drawn."""
    names, parts = tuple(sorted(sampled)), []
    units = tuple(sorted({unit for unit, _, _ in sampled.values()}))
    for place, name in enumerate(names):
        unit, value, day = sampled[name]
        row, at = np.nonzero(~np.isnan(value))
        order = np.lexsort((day[row, at], row))
        row, at = row[order], at[order]
        blank = np.full(row.size, np.nan)
        held = {"name": np.full(row.size, place, np.int32), "row": row.astype(np.int32), "day": day[row, at]}
        held |= {"value": value[row, at], "unit": np.full(row.size, units.index(unit), np.int32)}
        held |= {"off_hormones": np.ones(row.size, np.int8), "censored": np.zeros(row.size, np.int8)}
        parts.append(held | dict.fromkeys(("cycle_day", "low", "high"), blank))
    return Table(names, {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}, units)


def _women(patients: Sequence[Patient]) -> Women:
    def days(name: str) -> NDArray[np.float64]:
        return np.array([day_number(getattr(one, name)) for one in patients], np.float64)

    def numbers(name: str) -> NDArray[np.float64]:
        return np.array([_or_nan(getattr(one, name)) for one in patients], np.float64)

    def asked(name: str) -> NDArray[np.bool_]:
        return np.array([getattr(one, name) is not None for one in patients], np.bool_)

    def small(values: Iterable[int]) -> NDArray[np.int8]:
        return np.array(list(values), np.int8)

    diaries = [one.diary for one in patients]
    return Women(
        birth=days("birth_date"),
        age_years=numbers("age_years"),
        age_recorded=days("age_recorded"),
        age_completed=np.mod(numbers("age_years"), 1.0) == 0.0,
        female=small({"female": 1, "male": 0, None: -1}[one.sex] for one in patients),
        menarche=small(-1 if one.menarche_age_years is None else 1 for one in patients),
        primary=small({"primary": 1, "secondary": 0, None: -1}[one.amenorrhoea_type] for one in patients),
        last_period=days("last_period"),
        usual_cycle_days=numbers("usual_cycle_days"),
        diary_from=np.array([day_number(None if one is None else one.from_date) for one in diaries], np.float64),
        diary_to=np.array([day_number(None if one is None else one.to_date) for one in diaries], np.float64),
        diagnosed=days("poi_diagnosed"),
        asked_medicines=asked("medications"),
        asked_family=asked("family_history"),
        asked_trials=asked("trials"),
    )


def _samples(patients: Sequence[Patient], units: Mapping[str, int]) -> Iterator[Row]:
    for row, woman in enumerate(patients):
        for one in sorted(woman.measurements, key=lambda one: (one.date, -1.0 if one.hour is None else one.hour)):
            off = -1 if one.off_hormones is None else int(one.off_hormones)
            known = (_or_nan(one.cycle_day), off, _CENSORED[one.censored])
            reference = (_or_nan(one.reference_low), _or_nan(one.reference_high))
            yield one.analyte, row, day_number(one.date), one.value, units[one.unit], *known, *reference


def _findings(patients: Sequence[Patient]) -> Iterator[Row]:
    for row, woman in enumerate(patients):
        for one in woman.answers:
            severity = -1 if one.severity is None else SEVERITIES.index(one.severity)
            dates = (day_number(one.onset), day_number(one.ended), day_number(one.recorded))
            yield one.name, row, int(bool(one.present)), *dates, severity


def _medicines(patients: Sequence[Patient]) -> Iterator[Row]:
    for row, woman in enumerate(patients):
        for one in woman.medications or ():
            for name in dict.fromkeys((*(one.drug_classes or ("",)), *(f"?{name}" for name in one.perhaps))):
                yield name, row, day_number(one.start), day_number(one.stop)


def _statements(patients: Sequence[Patient]) -> Iterator[Row]:
    for row, woman in enumerate(patients):
        for item, said in woman.statements.items():
            yield item, row, int(said.value), day_number(said.date)


def _bleeds(patients: Sequence[Patient]) -> Iterator[Row]:
    for row, woman in enumerate(patients):
        for day in woman.bleed_dates:
            yield "", row, day_number(day)


def _relatives(patients: Sequence[Patient]) -> Iterator[Row]:
    for row, woman in enumerate(patients):
        for one in woman.family_history or ():
            yield one.finding, row, -1 if one.degree is None else one.degree


def _trials(patients: Sequence[Patient]) -> Iterator[Row]:
    for row, woman in enumerate(patients):
        for one in woman.trials or ():
            yield one.condition or "", row, day_number(one.start), day_number(one.stop)


def _unread(patients: Sequence[Patient]) -> Iterator[Row]:
    for row, woman in enumerate(patients):
        for about in dict.fromkeys(one.about for one in woman.unread if one.about is not None):
            yield about, row


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else float(value)
