"""What happens between the visits, as rows of the table `events`."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.dataset import conform
from antral.measurement import bleeds, diary
from antral.protocol import Visit
from antral.trial.adverse_events import AdverseEvents
from antral.trial.dropout import WITHDREW, Stay
from antral.trial.roster import Roster, Values
from antral.trial.visits import Attendance


def bleeding(roster: Roster, values: Values, t_days: NDArray[np.float64], stay: Stay) -> pl.DataFrame:
    """Bleeds of the diary, from the day after randomisation to the last day of contact; all off hormones.

    The term says what caused it, which neither the woman nor an analysis of a real trial can know.
    """
    noted = bleeds(
        values["menses"],
        values["breakthrough_bleeds"],
        np.floor(t_days),
        diary(),
        seed=roster.seed,
        trial=roster.trial,
        patient=roster.woman,
    )
    inside = (noted.day >= 1.0) & (noted.day <= stay.last_day[noted.row])
    row, breakthrough = noted.row[inside], noted.breakthrough[inside]
    frame = pl.DataFrame(
        {
            "trial": roster.trial[row],
            "participant_id": roster.participant_id[row],
            "day": noted.day[inside],
            "after_ovulation": ~breakthrough,
        }
    ).with_columns(
        pl.lit("bleed").alias("kind"),
        pl.when("after_ovulation").then(pl.lit("menses")).otherwise(pl.lit("breakthrough bleed")).alias("term"),
        pl.lit(True).alias("spontaneous"),
    )
    return conform(frame, "events")


def departures(roster: Roster, stay: Stay) -> pl.DataFrame:
    """One event for each participant who left."""
    row = np.flatnonzero(~stay.completed)
    return _events(roster, row, stay.last_day[row], "discontinuation", WITHDREW)


def missed(roster: Roster, visits: Sequence[Visit], attendance: Attendance) -> pl.DataFrame:
    """One event for each visit that was due and did not take place; its term is the visit."""
    row, position = np.nonzero(attendance.missed)
    names = pl.Series([visit.name for visit in visits], dtype=pl.String).gather(pl.Series(position, dtype=pl.UInt32))
    return _events(roster, row, attendance.day[row, position], "missed_visit", names)


def infused(
    roster: Roster, row: NDArray[np.int64], day: NDArray[np.float64], product: pl.Series, cells: NDArray[np.float64]
) -> pl.DataFrame:
    """One event for each infusion given, with its product and its cells."""
    return _events(roster, row, day, "infusion", product).with_columns(pl.Series("value", cells, dtype=pl.Float64))


def adverse(roster: Roster, found: AdverseEvents, term: str, *, serious: bool, severity: int) -> pl.DataFrame:
    """One event for each adverse event."""
    return _events(roster, found.row, found.day, "adverse_event", term).with_columns(
        pl.lit(serious).alias("serious"), pl.lit(severity, dtype=pl.Int8).alias("severity")
    )


def _events(
    roster: Roster, row: NDArray[np.int64], day: NDArray[np.float64], kind: str, term: str | pl.Series
) -> pl.DataFrame:
    frame = pl.DataFrame({"trial": roster.trial[row], "participant_id": roster.participant_id[row], "day": day})
    frame = frame.with_columns(
        pl.lit(kind).alias("kind"), pl.lit(term).alias("term") if isinstance(term, str) else term.alias("term")
    )
    return conform(frame, "events")
