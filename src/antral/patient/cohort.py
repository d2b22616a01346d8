"""Many women as columns: what screening asks of all of them at once.

Days are day numbers (days since 1970-01-01) for real women and days from screening for virtual ones, who have no
calendar; NaN where no day is on record. Tables are sorted by name, then woman, then day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR, InputError, day_number, years_between_each
from antral.patient.answers import Timing, vocabulary
from antral.patient.columns import Table, Women, columns, virtual
from antral.patient.finding import SEVERITIES, Severity
from antral.patient.measurement import ULN, conversion
from antral.patient.medication import HORMONES
from antral.patient.patient import Patient

Floats = NDArray[np.float64]
Rows = NDArray[np.int32]
Statuses = NDArray[np.int8]
"""1, 0 or -1 (unknown) for each woman. `[patient]`"""

YES: Final = np.int8(1)
NO: Final = np.int8(0)
OPEN: Final = np.int8(-1)


class Samples(NamedTuple):
    """The values of one analyte, by woman, oldest first. All arrays `[sample]`."""

    analyte: str
    row: Rows
    """Her position in the cohort."""
    value: Floats
    unit: NDArray[np.int32]
    units: tuple[str, ...]
    """Names of the units."""
    day: Floats
    cycle_day: Floats
    off_hormones: Statuses
    censored: Statuses
    """-1: the truth lies below the value; 1: above it; -2 and 2: or it is the value itself."""
    low: Floats
    high: Floats

    def value_in(self, unit: str) -> Floats:
        """The values in a unit; NaN where the unit of a value does not belong to the analyte."""
        if unit == ULN:
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.where(self.high == 0, np.nan, self.value / self.high)
        found = np.full(self.value.shape, np.nan)
        for code in np.unique(self.unit):
            try:
                times, over = conversion(self.analyte, self.units[code], unit)
            except InputError:
                continue
            one = self.unit == code
            found[one] = self.value[one] * times / over
        return found

    def where(self, chosen: NDArray[np.bool_]) -> "Samples":
        """Some of the samples."""
        kept = {name: getattr(self, name)[chosen] for name in self._fields if name not in ("analyte", "units")}
        return self._replace(**kept)


class Spans(NamedTuple):
    """Medicines or trials, by woman. All arrays `[span]`; NaN where a day is not on record."""

    row: Rows
    start: Floats
    stop: Floats

    def and_also(self, others: "Spans") -> "Spans":
        """These and others."""
        row, start, stop = (np.concatenate([getattr(some, name) for some in (self, others)]) for name in self._fields)
        return Spans(row, start, stop)


@dataclass(frozen=True)
class Cohort:
    """Many women on one day of screening, or virtual women."""

    on: date | None
    """The day for which they are screened; None for virtual women, whose days count from screening."""
    women: Women
    tables: Mapping[str, Table]
    record: Callable[[int], Patient] | None = None
    """Gives one woman's record back."""
    ids: tuple[str, ...] = ()
    """Their pseudonyms; none for virtual women."""
    not_understood: tuple[int, ...] = ()
    """How many entries of each woman's record were not understood; none for virtual women."""

    @classmethod
    def of(cls, patients: Sequence[Patient], on: date | None) -> "Cohort":
        """The women as columns, to be screened on a day."""
        kept = tuple(patients)
        women, tables = columns(kept)
        lost = tuple(len(one.unread) for one in kept)
        return cls(on, women, tables, kept.__getitem__, tuple(one.id for one in kept), lost)

    @classmethod
    def virtual(
        cls,
        age_years: Floats,
        *,
        bleeds: tuple[NDArray[Any], Floats],
        diary_from: float,
        samples: Mapping[str, tuple[str, Floats, Floats]],
    ) -> "Cohort":
        """Virtual women, all female, on the day they are screened. Days count from there; the past is negative.

        Parameters
        ----------
        age_years
            Exact, on that day; NaN where not known. `[patient]`
        bleeds
            Woman and first day of each spontaneous bleed. Both `[bleed]`; those before `diary_from` do not count.
        diary_from
            First day that diary or memory covers.
        samples
            By analyte: unit, values as measured off hormones (NaN where not drawn), and days. Both `[patient, sample]`
        """
        return cls(None, *virtual(age_years, bleeds, diary_from, samples))

    def write(self, folder: Path) -> None:
        """Write the columns and the records as Parquet."""
        from antral.patient.stored import write

        write(self, folder)

    @classmethod
    def read(cls, folder: Path, on: date | None = None) -> "Cohort":
        """A cohort that was written; on another day where one is given."""
        from antral.patient.stored import read

        return read(folder, on)

    def __len__(self) -> int:
        return int(self.women.age_years.size)

    @property
    def today(self) -> float:
        """The day of screening, as days are counted here."""
        return 0.0 if self.on is None else day_number(self.on)

    def patient(self, position: int) -> Patient:
        """One woman's record; an `InputError` for virtual women, who have none."""
        if self.record is None:
            raise InputError("virtual women have no record to show.")
        return self.record(position)

    def take(self, positions: NDArray[np.integer[Any]]) -> "Cohort":
        """Some of the women, in ascending order of their positions."""
        place = np.full(len(self), -1, np.int32)
        place[positions] = np.arange(positions.size)
        women = Women(*(column[positions] for column in self.women))
        tables = {name: table.take(place) for name, table in self.tables.items()}
        record, chosen = self.record, positions.tolist()
        ids = tuple(self.ids[row] for row in chosen) if self.ids else ()
        lost = tuple(self.not_understood[row] for row in chosen) if self.not_understood else ()
        return Cohort(self.on, women, tables, None if record is None else lambda row: record(chosen[row]), ids, lost)

    def ages(self, day: Floats | float) -> tuple[Floats, Floats]:
        """The least and the greatest age in years on a day. Both `[patient]`, NaN where not known."""
        one = self.women
        low = one.age_years + (day - one.age_recorded) / DAYS_PER_YEAR
        high = np.where(one.age_completed, np.nextafter(low + 1.0, 0.0), low)
        if np.isnan(one.birth).all():
            return low, high
        exact = years_between_each(one.birth, np.asarray(day, np.float64))
        exact = np.where(exact < 0.0, np.nan, exact)
        return np.where(np.isnan(exact), low, exact), np.where(np.isnan(exact), high, exact)

    def samples(self, analyte: str) -> Samples:
        """Values of one analyte up to the day of screening."""
        table = self.tables["samples"]
        found = table.of(analyte)
        given = Samples(analyte, found["row"], found["value"], found["unit"], table.units, *(
            found[name] for name in ("day", "cycle_day", "off_hormones", "censored", "low", "high")
        ))  # fmt: skip
        return given.where(given.day <= self.today)

    def off_hormones(self, drawn: Samples) -> Statuses:
        """`Patient.off_hormones` for samples of all women. `[sample]`"""
        under, unclear = (_during(drawn, spans) for spans in (self._medicines(tuple(HORMONES)), self._medicines([""])))
        noted, complete = drawn.off_hormones, self.women.asked_medicines[drawn.row] & ~unclear
        found = np.where(complete, np.where(noted == NO, OPEN, YES), noted)
        return np.where(under, np.where(noted == YES, OPEN, NO), found).astype(np.int8)

    def unread(self, analyte: str) -> NDArray[np.bool_]:
        """Whether a value of an analyte is in her record that could not be read. `[patient]`"""
        found = np.zeros(len(self), np.bool_)
        found[self.tables["unread"].of(analyte)["row"]] = True
        return found

    def statement(self, item: str) -> Statuses:
        """What was stated of an item by the day of screening. `[patient]`"""
        found = self.tables["statements"].of(item)
        counts = ~(found["day"] > self.today)
        said = np.full(len(self), OPEN)
        said[found["row"][counts]] = found["value"][counts]
        return said

    def stated_on(self, item: str) -> Floats:
        """When an item was answered with yes; NaN where it was not, or without a date. `[patient]`"""
        found = self.tables["statements"].of(item)
        yes = found["value"] == 1
        day = np.full(len(self), np.nan)
        day[found["row"][yes]] = found["day"][yes]
        return day

    def medicines(self, classes: Sequence[str]) -> Spans:
        """Medicines of any of some classes; see `unclear_medicines`."""
        return self._medicines(classes)

    def unclear_medicines(self, classes: Sequence[str]) -> Spans:
        """Medicines that may be of some classes: their class, or their narrower class, is not known."""
        return self._medicines(["", *(f"?{name}" for name in classes)])

    def _medicines(self, names: Sequence[str]) -> Spans:
        parts = [self.tables["medicines"].of(name) for name in dict.fromkeys(names)]
        return Spans(*(np.concatenate([part[name] for part in parts]) for name in Spans._fields))

    @property
    def bleeds(self) -> tuple[Rows, Floats]:
        """Woman and first day of every spontaneous bleed up to screening, in order."""
        found = self.tables["bleeds"].all()
        past = found["day"] <= self.today
        return found["row"][past], found["day"][past]

    def found(
        self, name: str, timing: Timing, *, since: float | None = None, at_least: Severity | None = None
    ) -> Statuses:
        """`Patient.found` for all women. `[patient]`"""
        one, n = self.tables["findings"].of(name), len(self)
        recorded, onset, ended = one["recorded"], one["onset"], one["ended"]
        event = name in vocabulary().procedures and since is not None
        if event:
            ended = np.where(np.isnan(ended), onset, ended)
        counts = ~(recorded > self.today) & ~(onset > self.today)
        from_day = self.today if timing == "current" else -np.inf if since is None else since
        there = counts & (one["present"] == 1) & ~(ended < from_day)
        gone = counts & ~there
        undated = there & event & np.isnan(ended)
        there = there & ~undated
        dated_no = _or(np.fmax(recorded, ended), -np.inf)
        dated_yes = _or(np.fmax(recorded, onset), np.inf)
        if at_least is None:
            enough, unclear = there, np.zeros(there.shape, np.bool_)
        else:
            graded = np.zeros(n, np.bool_)
            graded[one["row"][counts & (one["present"] == 1) & (one["severity"] >= 0)]] = True
            enough = there & (one["severity"] >= SEVERITIES.index(at_least))
            unclear = there & (one["severity"] < 0) & ~graded[one["row"]]
            milder = there & ~enough & (one["severity"] >= 0)
            dated_no = np.where(milder, -np.inf, dated_no)
            gone = gone | milder
        unclear = unclear | undated
        no = _latest(n, one["row"], dated_no, gone)
        answered = np.zeros(n, np.bool_)
        answered[one["row"][gone]] = True
        status = np.where(answered, NO, OPEN)
        for told, meaning in ((unclear, OPEN), (enough, YES)):
            latest = _latest(n, one["row"], dated_yes, told)
            holds = (latest > -np.inf) & (~answered | (latest >= no) | (timing == "ever"))
            status = np.where(holds, meaning, status)
        return status.astype(np.int8)


def _latest(n: int, row: Rows, day: Floats, chosen: NDArray[np.bool_]) -> Floats:
    """The last day of each woman's chosen rows; minus infinity where there is none. `[patient]`"""
    latest = np.full(n, -np.inf)
    np.maximum.at(latest, row[chosen], day[chosen])
    return latest


def _during(drawn: Samples, spans: Spans) -> NDArray[np.bool_]:
    """Which samples were drawn during any span of the same woman. `[sample]`"""
    first, end = (np.searchsorted(drawn.row, spans.row, side) for side in ("left", "right"))
    each = end - first
    span = np.repeat(np.arange(each.size), each)
    at = np.arange(span.size) - np.repeat(np.cumsum(each) - each - first, each)
    inside = ~(spans.start[span] > drawn.day[at]) & ~(spans.stop[span] < drawn.day[at])
    found = np.zeros(drawn.row.shape, np.bool_)
    found[at[inside]] = True
    return found


def _or(day: Floats, otherwise: float) -> Floats:
    return np.where(np.isnan(day), otherwise, day)
