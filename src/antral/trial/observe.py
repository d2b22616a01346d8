"""What the trial measures of its participants, visit by visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.dataset import conform
from antral.measurement import Moments, at_times, luck, moments, observed, outputs_measured, unit_measured
from antral.population import Measured
from antral.protocol import Protocol
from antral.trial.hormones import Hormones
from antral.trial.roster import Roster, Values
from antral.trial.visits import Attendance

_HOURS: Final = 24.0

Results = tuple[NDArray[np.float64], NDArray[np.bool_]]
"""Results and whether each lies below detection. `[participant, place on the form]`"""


def measured_outputs(protocol: Protocol) -> tuple[str, ...]:
    """Which values of a course the visits measure."""
    codes = dict.fromkeys(code for visit in protocol.visits for code in visit.measures)
    return tuple(dict.fromkeys(name for code in codes for name in outputs_measured(code)))


@dataclass(frozen=True)
class _Part:
    """One measure at some visits: which visits after randomisation, and where its results stand on the form."""

    code: str
    visits: NDArray[np.int64]
    places: NDArray[np.int64]


class Form:
    """The form that every participant of a batch has: one place for each measure of each visit, in order of time.

    What does not depend on her course is settled once: moments, luck, screening results, keys of the table.

    Parameters
    ----------
    measured, place
        Results of the visits before randomisation, as the bank holds them, and each participant's position in it.
    """

    def __init__(
        self,
        protocol: Protocol,
        roster: Roster,
        attendance: Attendance,
        hormones: Hormones,
        *,
        measured: Measured,
        place: NDArray[np.int64],
    ) -> None:
        self._roster, self._visits, self._hormones = roster, protocol.visits, hormones
        self._screening = len(protocol.screening_visits)
        self._attendance, self._measured, self._place = attendance, measured, place
        self._codes = list(dict.fromkeys(code for visit in protocol.visits for code in visit.measures))
        form = [
            (position, code)
            for position, visit in enumerate(protocol.visits)
            for code in sorted(visit.measures, key=self._codes.index)
        ]
        self._visit = np.array([position for position, _ in form], np.int64)
        self._code = np.array([self._codes.index(code) for _, code in form], np.int64)
        after = self._visit - self._screening
        self.first_after = int(np.searchsorted(after, 1))
        """The first place whose sample is drawn after the day of randomisation."""
        self._baseline = self._parts(after == 0)
        self._later = self._parts(after >= 1)
        seen = np.concatenate([np.ones((roster.size, self._screening), np.bool_), attendance.attended], axis=1)
        self._filled = seen[:, self._visit].ravel()
        self._luck = {
            (part.code, early): luck(
                part.code,
                seed=roster.seed,
                trial=roster.trial[:, None],
                patient=roster.woman[:, None],
                visit=part.visits[None, :],
            )
            for early, parts in ((True, self._baseline), (False, self._later))
            for part in parts
        }
        self._keys = self._key_columns()

    def _parts(self, chosen: NDArray[np.bool_]) -> list[_Part]:
        places = np.flatnonzero(chosen)
        found = []
        for number in np.unique(self._code[places]):
            theirs = places[self._code[places] == number]
            found.append(_Part(self._codes[number], self._visit[theirs] - self._screening, theirs))
        return found

    def before(self, head: Values, t_days: NDArray[np.float64]) -> Results:
        """Results up to the day of randomisation: from the bank, and of the samples drawn before any treatment.

        Parameters
        ----------
        head
            The last record before randomisation and the first after it. `[participant, 2]`
        t_days
            Their moments, days since randomisation.
        """
        n, places = self._roster.size, slice(0, self.first_after)
        value, censored = np.full((n, self.first_after), np.nan), np.zeros((n, self.first_after), np.bool_)
        for at, (position, number) in enumerate(zip(self._visit[places], self._code[places], strict=True)):
            if position < self._screening:
                column = self._measured.measures.index(self._codes[number])
                value[:, at] = self._measured.value[self._place, position, column]
                censored[:, at] = self._measured.censored[self._place, position, column]
        for part in self._baseline:
            when = self._when(part, np.arange(n))

            def true(name: str, steps: bool, when: NDArray[np.float64] = when) -> NDArray[np.float64]:
                return at_times(head[name], t_days, when, steps=steps)

            value[:, part.places], censored[:, part.places] = observed(part.code, true, self._luck[part.code, True])
        return value, censored

    def after(self, rows: NDArray[np.int64], course: Values, t_days: NDArray[np.float64]) -> Results:
        """Results of some participants after the day of randomisation, attended or not.

        Parameters
        ----------
        course
            Theirs. `[row, time]`
        """
        shape = (rows.size, self._visit.size - self.first_after)
        value, censored = np.full(shape, np.nan), np.zeros(shape, np.bool_)
        found: dict[bytes, Moments] = {}
        for part in self._later:
            visits = part.visits.tobytes()
            if visits not in found:
                found[visits] = moments(t_days, self._when(part, rows))
            there = found[visits]

            def true(name: str, steps: bool, there: Moments = there) -> NDArray[np.float64]:
                return there.of(course[name], steps=steps)

            columns = part.places - self.first_after
            value[:, columns], censored[:, columns] = observed(part.code, true, self._luck[part.code, False][rows])
        return value, censored

    def _when(self, part: _Part, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        hours = np.array([self._visits[self._screening + visit].hour for visit in part.visits])
        return self._attendance.day[np.ix_(rows, part.visits)] + hours / _HOURS

    def _key_columns(self) -> pl.DataFrame:
        """Every column of the table that does not depend on a course."""
        n, places = self._roster.size, self._visit.size
        planned = np.array([visit.day for visit in self._visits[: self._screening]])
        days = np.concatenate([np.broadcast_to(planned, (n, planned.size)), self._attendance.day], axis=1)
        at = np.flatnonzero(self._filled)
        row, column = at // places, at % places
        visit, code = self._visit[column], self._code[column]
        self._row = row
        units = [unit_measured(name) for name in self._codes]
        return conform(
            pl.DataFrame(
                {
                    "trial": self._roster.trial[row],
                    "participant_id": self._roster.participant_id[row],
                    "visit": _names([one.name for one in self._visits], visit),
                    "day": days[row, visit],
                    "hour": np.array([one.hour for one in self._visits], np.float64)[visit],
                    "parameter": _names(self._codes, code),
                    "value": np.zeros(row.size),
                    "unit": _names(units, code),
                    "censored": np.zeros(row.size, np.bool_),
                }
            ),
            "observations",
        )

    def table(self, before: Results, after: Results, stopped: NDArray[np.float64]) -> pl.DataFrame:
        """The table `observations`, ordered by trial, participant and day.

        Parameters
        ----------
        stopped
            Day on which each participant stopped her hormones early, infinite where she did not. `[participant]`
        """
        value, censored = (
            np.concatenate(pair, axis=1).ravel()[self._filled] for pair in zip(before, after, strict=True)
        )
        day, hour = self._keys["day"].to_numpy(), self._keys["hour"].to_numpy()
        tablet = self._hormones.tablet_day(self._row, day, hour, stopped)
        return self._keys.with_columns(
            pl.Series("value", value),
            pl.Series("censored", censored),
            pl.Series("tablet_day", tablet, dtype=pl.Int16).replace(0, None),
        )


def _names(names: Sequence[str], position: NDArray[np.int64]) -> pl.Series:
    return pl.Series(list(names), dtype=pl.String).gather(pl.Series(position, dtype=pl.UInt32))
