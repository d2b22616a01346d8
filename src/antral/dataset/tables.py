"""Three frames in the shape of the schema."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from antral.core import DataError
from antral.dataset.schema import TABLES

REAL_TRIAL: Final = 1
"""The trial number of a real trial, which has no replicates."""


@dataclass(frozen=True)
class Tables:
    """What happened in one trial or in many; columns as `schema` lists them."""

    participants: pl.DataFrame
    observations: pl.DataFrame
    events: pl.DataFrame
    has_events: bool = True
    """Whether a diary and adverse events were recorded at all; where not, no event is not the same as none seen."""

    @property
    def trials(self) -> int:
        """How many trials the tables hold."""
        return self.participants["trial"].n_unique()


def tables(
    participants: pl.DataFrame,
    observations: pl.DataFrame | None = None,
    events: pl.DataFrame | None = None,
    *,
    has_events: bool = True,
) -> Tables:
    """Tables in the schema's shape: columns in order, types cast, absent optional columns filled with null."""
    return Tables(
        participants=conform(participants, "participants"),
        observations=empty("observations") if observations is None else conform(observations, "observations"),
        events=empty("events") if events is None else conform(events, "events"),
        has_events=has_events,
    )


def conform(frame: pl.DataFrame, table: str, where: str | None = None) -> pl.DataFrame:
    """One frame in the shape of one table; further columns are dropped."""
    columns = TABLES[table]
    missing = [column for column in columns if column.needed and column.name not in frame.columns]
    if missing:
        wanted = "; ".join(f"{column.name} ({column.meaning})" for column in missing)
        raise DataError(f"{where or table}: missing {wanted}. Add the column; there are: {', '.join(frame.columns)}.")
    present = [
        pl.col(column.name) if column.name in frame.columns else pl.lit(None).alias(column.name) for column in columns
    ]
    try:
        return frame.select(present).cast({column.name: column.dtype for column in columns})
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise DataError(f"{where or table}: a column has the wrong type ({reason}).") from error


def empty(table: str) -> pl.DataFrame:
    """A table without rows."""
    return pl.DataFrame(schema={column.name: column.dtype for column in TABLES[table]})
