"""What is kept of a simulated course of some participants: results, bleeds, pregnancies, years.

Most participants have the same course under two scenarios. Their courses are not copied: what was seen of those who
differ is put in place of what was seen of the others.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antral.engine import OUTPUTS, Course
from antral.measurement import Bleeds, bleeds, diary
from antral.trial.hormones import Hormones
from antral.trial.observe import Form, Results
from antral.trial.pregnancies import Pregnancies, none, pregnancies
from antral.trial.roster import Roster, Values
from antral.trial.truth import every_week
from antral.trial.yearly import Years, years_of

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Seen:
    """What was seen of some participants, in their order."""

    results: Results
    """After the day of randomisation."""
    bleeds: Bleeds
    """From the day after randomisation to the planned end."""
    pregnancies: Pregnancies
    years: Years
    weekly: Values
    """True weekly courses; empty unless asked for."""
    sound: NDArray[np.bool_]
    """Whether her simulation stayed finite."""

    def patched(self, rows: Rows, other: "Seen") -> "Seen":
        """The same participants, some of them as seen under another course.

        Parameters
        ----------
        rows
            Positions, in order, of those whom `other` holds.
        """
        if rows.size == 0:
            return self
        weekly = {}
        for name, values in self.weekly.items():
            weekly[name] = _put(values, rows, other.weekly[name], after=1)
        return Seen(
            (_put(self.results[0], rows, other.results[0]), _put(self.results[1], rows, other.results[1])),
            _bleeds_patched(self.bleeds, rows, other.bleeds, self.sound.size),
            _pregnancies_patched(self.pregnancies, rows, other.pregnancies, self.sound.size),
            Years(*(_put(mine, rows, theirs, after=1) for mine, theirs in zip(self.years, other.years, strict=True))),
            weekly,
            _sound_in_both(self.sound, rows, other.sound),
        )


def seen(
    form: Form,
    roster: Roster,
    rows: Rows,
    course: Course,
    t_days: NDArray[np.float64],
    *,
    hormones: Hormones,
    diary_kept: bool,
    trying: bool,
    weekly: bool,
) -> Seen:
    """What is kept of a course of some participants.

    Parameters
    ----------
    rows
        Whose course it is, by position in the roster.
    t_days
        Moments of the records, days since randomisation.
    """
    values: Values = {name: getattr(course, name) for name in OUTPUTS}
    found = pregnancies(values["pregnancy_days"], t_days) if trying else none()
    return Seen(
        form.after(rows, values, t_days),
        _noted(roster, rows, values, t_days) if diary_kept else _no_bleeds(),
        found,
        years_of(values, t_days, _by_hormones(hormones, rows, found, t_days)),
        every_week(values, t_days) if weekly else {},
        course.status == 0,
    )


def _noted(roster: Roster, rows: Rows, values: Values, t_days: NDArray[np.float64]) -> Bleeds:
    """The bleeds of the diary from the day after randomisation on."""
    later = int(np.searchsorted(t_days, 1.0))
    return bleeds(
        values["menses"][:, later:],
        values["breakthrough_bleeds"][:, later:],
        np.floor(t_days[later:]),
        diary(),
        seed=roster.seed,
        trial=roster.trial[rows],
        patient=roster.woman[rows],
    )


def _by_hormones(
    hormones: Hormones, rows: Rows, found: Pregnancies, t_days: NDArray[np.float64]
) -> NDArray[np.bool_] | None:
    """Whether hormones account for a bleed of each participant on each day; None where nobody takes any."""
    if not (hormones.which[rows] >= 0).any():
        return None
    stopped = np.full(hormones.which.size, np.inf)
    stopped[rows] = found.stop(hormones.first[rows])
    return hormones.cause(rows[:, None], np.floor(t_days)[None, :], stopped)


def _no_bleeds() -> Bleeds:
    return Bleeds(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.bool_))


def _put(mine: NDArray[Any], rows: Rows, theirs: NDArray[Any], after: int = 0) -> NDArray[Any]:
    """What was seen of the others in its place, from one column on: day 0 lies before any treatment."""
    result = mine.copy()
    result[rows, after:] = theirs[:, after:]
    return result


def _sound_in_both(mine: NDArray[np.bool_], rows: Rows, theirs: NDArray[np.bool_]) -> NDArray[np.bool_]:
    result = mine.copy()
    result[rows] &= theirs
    return result


def _of_others(mine: Rows, rows: Rows, participants: int) -> NDArray[np.bool_]:
    """Which entries belong to participants who are not patched."""
    patched = np.zeros(participants, np.bool_)
    patched[rows] = True
    return ~patched[mine]


def _bleeds_patched(mine: Bleeds, rows: Rows, theirs: Bleeds, participants: int) -> Bleeds:
    kept = _of_others(mine.row, rows, participants)
    row = np.concatenate([mine.row[kept], rows[theirs.row]])
    order = np.argsort(row, kind="stable")
    return Bleeds(
        row[order],
        np.concatenate([mine.day[kept], theirs.day])[order],
        np.concatenate([mine.breakthrough[kept], theirs.breakthrough])[order],
    )


def _pregnancies_patched(mine: Pregnancies, rows: Rows, theirs: Pregnancies, participants: int) -> Pregnancies:
    kept = mine.where(_of_others(mine.row, rows, participants))
    together = Pregnancies(
        np.concatenate([kept.row, rows[theirs.row]]),
        np.concatenate([kept.conceived, theirs.conceived]),
        np.concatenate([kept.recognised, theirs.recognised]),
        np.concatenate([kept.ended, theirs.ended]),
        np.concatenate([kept.born, theirs.born]),
    )
    return together.where(np.argsort(together.row, kind="stable").astype(np.int64))
