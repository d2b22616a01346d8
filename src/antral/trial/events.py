"""What happens between the visits, as rows of the table `events`."""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.dataset import conform, empty
from antral.measurement import Bleeds
from antral.protocol import Protocol
from antral.trial.adverse_events import FATAL, Found
from antral.trial.hormones import Hormones
from antral.trial.plan import Plan
from antral.trial.pregnancies import Pregnancies
from antral.trial.roster import Roster

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]

_KINDS: Final = (
    "assigned_hormones",
    "started_hormones",
    "infusion",
    "adverse_event",
    "bleed",
    "pregnancy",
    "miscarriage",
    "live_birth",
    "stopped_hormones",
    "fertility_treatment",
    "unblinding",
    "missed_visit",
    "discontinuation",
)
"""In the order in which events of one day stand in the table."""


@dataclass
class Diary:
    """Events of many participants as they are gathered; `table` puts them in order."""

    roster: Roster
    _parts: list[tuple[Rows, pl.DataFrame]] = field(default_factory=list)

    def note(self, kind: str, row: Rows, day: Numbers, term: pl.Series | str | None = None, **columns: Any) -> None:
        """Events of one kind: whose, on which day, and further columns of the table."""
        if row.size == 0:
            return
        words = pl.lit(term) if term is None or isinstance(term, str) else term
        frame = pl.DataFrame({"day": np.asarray(day, np.float64)}).with_columns(
            pl.lit(kind).alias("kind"), words.cast(pl.String).alias("term"), **columns
        )
        self._parts.append((row, frame))

    def table(self) -> pl.DataFrame:
        """The table `events`, ordered by trial, participant, day and kind."""
        if not self._parts:
            return empty("events")
        row = np.concatenate([rows for rows, _ in self._parts])
        frame = pl.concat([part for _, part in self._parts], how="diagonal")
        sizes = [rows.size for rows, _ in self._parts]
        kind = np.repeat([_KINDS.index(part["kind"][0]) for _, part in self._parts], sizes)
        order = np.lexsort((kind, frame["day"].to_numpy(), row))
        frame = frame[order].with_columns(
            trial=pl.Series(self.roster.trial[row[order]]),
            participant_id=pl.Series(self.roster.participant_id[row[order]]),
        )
        return conform(frame, "events")


def names(labels: list[str | None], position: Rows) -> pl.Series:
    """Labels by their position."""
    return pl.Series(labels, dtype=pl.String).gather(pl.Series(position, dtype=pl.UInt32))


def note_infusions(diary: Diary, protocol: Protocol, plan: Plan) -> None:
    """One event for each infusion given, with its product and its cells."""
    given = plan.given
    labels = [None if arm.product is None else protocol.products[arm.product].label for arm in protocol.arms.values()]
    diary.note("infusion", given.row, given.day, names(labels, given.arm), value=pl.Series(given.cells))


def note_absences(diary: Diary, protocol: Protocol, plan: Plan) -> None:
    """One event for each visit that was due and did not take place, named by its visit; one for each who left."""
    row, position = np.nonzero(plan.attendance.missed)
    visits: list[str | None] = [visit.name for visit in protocol.treatment_visits]
    diary.note("missed_visit", row, plan.attendance.day[row, position], names(visits, position))
    left = np.flatnonzero(~plan.stay.completed)
    causes: list[str | None] = list(plan.stay.causes)
    diary.note("discontinuation", left, plan.stay.last_day[left], names(causes, plan.stay.cause[left]))


def note_unblinding(diary: Diary, plan: Plan) -> None:
    """One event for each participant whose arm became known."""
    known = plan.unblinded
    why = names(["another reason", "serious adverse event"], known.after_event.astype(np.int64))
    diary.note("unblinding", known.row, known.day, why)


def note_harm(diary: Diary, protocol: Protocol, found: Found) -> None:
    """One event for each adverse event, in plain terms; the field for a licensed dictionary's code stays empty."""
    ended = np.isfinite(found.end_day)
    outcome = np.where(found.grade == FATAL, 2, np.where(ended, 0, 1))
    diary.note(
        "adverse_event",
        found.row,
        found.day,
        names([event.term for event in protocol.adverse_events], found.kind),
        serious=pl.Series(found.serious),
        severity=pl.Series(found.grade.astype(np.int8)),
        relatedness=names(["unrelated", "related"], found.related.astype(np.int64)),
        end_day=pl.Series(found.end_day).fill_nan(None),
        outcome=names(["recovered", "not recovered", "fatal"], outcome),
    )


def note_bleeds(diary: Diary, bleeds: Bleeds, last_day: Numbers, hormones: Hormones, stopped: Numbers) -> None:
    """Bleeds of the diary, from the day after randomisation to the last day of contact.

    The term says what caused it, which neither the woman nor an analysis of a real trial can know.
    """
    inside = bleeds.day <= last_day[bleeds.row]
    row, day = bleeds.row[inside], bleeds.day[inside]
    caused = names(["menses", "breakthrough bleed"], bleeds.breakthrough[inside].astype(np.int64))
    diary.note("bleed", row, day, caused, spontaneous=pl.Series(~hormones.cause(row, day, stopped)))


def note_hormones(diary: Diary, hormones: Hormones, last_day: Numbers, stopped: Numbers) -> None:
    """When hormones began, those of her arm or others, and when they ended before the trial did."""
    rows = hormones.rows
    rows = rows[(hormones.first[rows] <= last_day[rows]) & (hormones.first[rows] < stopped[rows])]
    titles: list[str | None] = [one.title for one in hormones.regimens]
    for kind, theirs in (
        ("assigned_hormones", hormones.assigned[rows]),
        ("started_hormones", ~hormones.assigned[rows]),
    ):
        began = rows[theirs]
        diary.note(kind, began, hormones.first[began], names(titles, hormones.which[began]))
    end = np.minimum(hormones.last[rows] + 1.0, stopped[rows])
    over = end <= last_day[rows]
    why = names(["as planned", "pregnancy"], (stopped[rows] <= hormones.last[rows]).astype(np.int64)[over])
    diary.note("stopped_hormones", rows[over], end[over], why)


def note_pregnancies(diary: Diary, found: Pregnancies, last_day: Numbers) -> None:
    """Conceptions, miscarriages and births while participants are in the trial."""
    for kind, day, chosen in (
        ("pregnancy", found.conceived, np.ones(found.row.size, np.bool_)),
        ("miscarriage", found.ended, ~found.born),
        ("live_birth", found.ended, found.born),
    ):
        inside = chosen & (day <= last_day[found.row])
        diary.note(kind, found.row[inside], day[inside])


def note_fertility_treatment(diary: Diary, plan: Plan, conceived: Numbers) -> None:
    """When fertility treatment began, in women who had not conceived before."""
    day = plan.fertility_treatment
    row = np.flatnonzero((day <= plan.stay.last_day) & (day < conceived))
    diary.note("fertility_treatment", row, day[row])
