"""Adverse events: at any time, after an infusion, or under hormones; how bad, how serious, for how long.

Severity (grade) and seriousness are drawn apart, as they are judged apart; an event that endangers life (grade 4) or
ends it (5) is serious by definition. The draws of a woman's n-th event of a kind are the same in every arm.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR, Purpose, uniforms
from antral.protocol import AdverseEvent
from antral.trial.dose import Given
from antral.trial.roster import Roster

FATAL: Final = 5
_LIFE_THREATENING: Final = 4
_PER_KIND = 1_000_000  # ordinals of one kind of event: two for each, and of these the first half
_LASTING = 500_000  # ordinals of what follows: onset, length, recovery

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Exposure(NamedTuple):
    """What each participant is exposed to. Arrays `[participant]`, days since randomisation."""

    last_day: Numbers
    """Last day of contact."""
    hormones_first: Numbers
    """First day of hormones, infinite where there are none."""
    hormones_last: Numbers
    """Their last day."""
    given: Given
    """Infusions."""


@dataclass(frozen=True)
class Found:
    """Adverse events, one entry each, in order of participant and day."""

    row: Rows
    """Which participant."""
    kind: Rows
    """Position in the protocol's list."""
    day: Numbers
    end_day: Numbers
    """NaN where it had not ended at last contact."""
    grade: Rows
    serious: NDArray[np.bool_]
    related: NDArray[np.bool_]

    def where(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> "Found":
        """Some of them, by choice or in an order."""
        return Found(*(getattr(self, field.name)[kept] for field in fields(self)))

    def first_from(self, since: Numbers) -> Numbers:
        """Day of the first event of each participant on or after a day of hers, infinite where there is none.

        Parameters
        ----------
        since
            `[participant]`
        """
        days = np.full(since.size, np.inf)
        later = self.day >= since[self.row]
        np.minimum.at(days, self.row[later], self.day[later])
        return days

    def fatal_days(self, participants: int) -> Numbers:
        """Day of the first fatal event of each participant, infinite where there is none. `[participant]`."""
        days = np.full(participants, np.inf)
        fatal = self.grade == FATAL
        np.minimum.at(days, self.row[fatal], self.day[fatal])
        return days


def adverse_events(kinds: Sequence[AdverseEvent], exposure: Exposure, roster: Roster) -> Found:
    """Every adverse event of a protocol's list while participants are in the trial."""
    found = [_of_kind(position, kind, exposure, roster) for position, kind in enumerate(kinds)]
    if not found:
        none, no, never = np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.bool_)
        return Found(none, none, no, no, none, never, never)
    parts: list[Any] = [np.concatenate(column) for column in zip(*map(_columns, found), strict=True)]
    together = Found(*parts)
    return together.where(np.lexsort((together.kind, together.day, together.row)).astype(np.int64))


def _columns(found: Found) -> list[Any]:
    return [getattr(found, field.name) for field in fields(found)]


def _of_kind(position: int, kind: AdverseEvent, exposure: Exposure, roster: Roster) -> Found:
    if kind.trigger == "infusion":
        row, nth, day, judged = _after_infusions(position, kind, exposure.given, roster)
    elif kind.trigger == "hormones":
        first = np.where(np.isfinite(exposure.hormones_first), exposure.hormones_first, 0.0)
        last = np.where(np.isfinite(exposure.hormones_first), exposure.hormones_last, -1.0)
        row, nth, day, judged = _at_a_rate(position, kind, first, np.minimum(last, exposure.last_day), roster)
    else:
        row, nth, day, judged = _at_a_rate(position, kind, np.zeros(roster.size), exposure.last_day, roster)
    later = uniforms(
        roster.seed,
        roster.trial[row],
        roster.woman[row],
        Purpose.ADVERSE_EVENT,
        position * _PER_KIND + _LASTING + nth,
    )
    first_onset, last_onset = kind.onset_days if kind.trigger == "infusion" else (0.0, 0.0)
    day = np.floor(day) + np.floor(first_onset + later[:, 0] * (last_onset - first_onset + 1.0))
    grades = sorted(kind.grades)
    shares = np.cumsum([kind.grades[grade] for grade in grades])
    place = np.searchsorted(shares, judged[:, 0] * shares[-1], side="right")
    grade = np.array(grades, np.int64)[np.minimum(place, len(grades) - 1)]
    end = day + np.floor(-np.log(later[:, 1]) * kind.duration_days)
    end = np.where(grade == FATAL, day, end)
    open_at_end = (grade != FATAL) & ((later[:, 2] < kind.not_recovered_share) | (end > exposure.last_day[row]))
    found = Found(
        row=row,
        kind=np.full(row.size, position),
        day=day,
        end_day=np.where(open_at_end, np.nan, end),
        grade=grade,
        serious=(judged[:, 1] < kind.serious_share) | (grade >= _LIFE_THREATENING),
        related=(judged[:, 2] < kind.related_share) & (day >= _first_infusion(exposure.given, roster.size)[row]),
    )
    return found.where(day <= exposure.last_day[row])


def _first_infusion(given: Given, participants: int) -> Numbers:
    """Day of each participant's first infusion, infinite where there is none: before it nothing is its doing."""
    days = np.full(participants, np.inf)
    np.minimum.at(days, given.row, given.day)
    return days


def _after_infusions(
    position: int, kind: AdverseEvent, given: Given, roster: Roster
) -> tuple[Rows, Rows, Numbers, Numbers]:
    """Which infusions are followed by the event: woman, her how-manieth, day, and three more uniform numbers each."""
    u = _luck(position, given.row, given.nth, roster)
    chance = np.where(given.cells > 0.0, kind.probability_after_cells, kind.probability or 0.0)
    hit = u[:, 0] < chance
    return given.row[hit], given.nth[hit], given.day[hit], u[hit, 1:]


def _at_a_rate(
    position: int, kind: AdverseEvent, first: Numbers, last: Numbers, roster: Roster
) -> tuple[Rows, Rows, Numbers, Numbers]:
    """Events at a constant rate from one day to another: woman, which of hers, day, and three more uniform numbers."""
    per_day = (kind.per_woman_year or 0.0) / DAYS_PER_YEAR
    at = first.copy()
    waiting = np.flatnonzero(last >= first) if per_day > 0.0 else np.arange(0)
    rows, counts, days, luck = [waiting[:0]], [waiting[:0]], [at[:0]], [np.zeros((0, 3))]
    nth = 0
    while waiting.size:
        u = _luck(position, waiting, np.full(waiting.size, nth), roster)
        at[waiting] += -np.log(u[:, 0]) / per_day
        # a day lasts until the next begins, so the last day counts whole
        happens = at[waiting] < last[waiting] + 1.0
        waiting = waiting[happens]
        rows.append(waiting)
        counts.append(np.full(waiting.size, nth))
        days.append(at[waiting])
        luck.append(u[happens, 1:])
        nth += 1
    return np.concatenate(rows), np.concatenate(counts), np.concatenate(days), np.concatenate(luck)


def _luck(position: int, row: Rows, nth: Rows, roster: Roster) -> Numbers:
    ordinal = position * _PER_KIND + nth
    return uniforms(roster.seed, roster.trial[row], roster.woman[row], Purpose.ADVERSE_EVENT, ordinal)
