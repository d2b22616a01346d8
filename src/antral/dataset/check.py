"""Refusing tables that cannot be analysed, with a message that says where and what to do."""

from collections.abc import Collection

import polars as pl

from antral.core import DataError
from antral.dataset.schema import EVENT_KINDS, OUTCOMES, PARAMETERS, RELATEDNESS, TABLES
from antral.dataset.tables import Tables

_KEYS = {
    "participants": ["trial", "participant_id"],
    "observations": ["trial", "participant_id", "visit", "parameter", "day", "hour"],
}
_PERSON = ["trial", "participant_id"]


def check(tables: Tables, *, arms: Collection[str] | None = None, where: str = "") -> Tables:
    """The same tables, or a `DataError` that names table, column and row.

    Parameters
    ----------
    arms
        The protocol's arms; any other is refused. None accepts every name.
    where
        Folder or file the tables came from, named in messages.
    """
    frames = {"participants": tables.participants, "observations": tables.observations, "events": tables.events}
    for name, frame in frames.items():
        place = f"{where}: {name}" if where else name
        _columns(frame, name, place)
        _numbers(frame, name, place)
        if name in _KEYS:
            _keys(frame, _KEYS[name], place)
        if name != "participants":
            _known_participant(frame, tables.participants, place)
    place = f"{where}: " if where else ""
    _choice(tables.observations, "parameter", PARAMETERS, f"{place}observations")
    _units(tables.observations, f"{place}observations")
    _choice(tables.events, "kind", EVENT_KINDS, f"{place}events")
    _choice(tables.events, "relatedness", RELATEDNESS, f"{place}events")
    _choice(tables.events, "outcome", OUTCOMES, f"{place}events")
    if arms is not None:
        _choice(tables.participants, "arm", arms, f"{place}participants")
    return tables


def _columns(frame: pl.DataFrame, table: str, place: str) -> None:
    """Every column is there, has its type, and is full where a value is needed."""
    for column in TABLES[table]:
        if column.name not in frame.columns:
            raise DataError(f"{place}: column {column.name} is missing ({column.meaning}). Add it.")
        dtype = frame.schema[column.name]
        if dtype != column.dtype:
            raise DataError(
                f"{place}, column {column.name}: type {column.dtype} was wanted, {dtype} came. "
                "`antral.dataset.tables` puts frames into shape."
            )
        if column.needed and frame[column.name].null_count():
            bad = frame[column.name].is_null()
            raise DataError(f"{place}, {_row(bad)}: column {column.name} is empty; wanted: {column.meaning}.")


def _numbers(frame: pl.DataFrame, table: str, place: str) -> None:
    """Numbers are finite; measured values, doses and ages are not negative; hours lie in a day."""
    for column in TABLES[table]:
        if column.dtype != pl.Float64():
            continue
        values = frame[column.name]
        bad = values.is_finite().not_()
        wanted = "a finite number"
        if column.name in ("value", "dose_cells", "age_years", "years_since_diagnosis") and not bad.any():
            bad, wanted = values < 0, "a number of at least 0"
        if column.name == "hour" and not bad.any():
            bad, wanted = (values < 0) | (values > 24), "an hour from 0 to 24"
        if bad.any():
            came = values.filter(bad.fill_null(False))[0]
            raise DataError(f"{place}, {_row(bad)}: {column.name} is {came!r}; {wanted} was wanted.")


def _keys(frame: pl.DataFrame, key: list[str], place: str) -> None:
    """No two rows have the same key."""
    if frame.select(key).hash_rows().n_unique() == frame.height:
        return  # fast; rows with equal hashes are looked at again
    repeated = frame.select(pl.struct(key).is_first_distinct().not_()).to_series()
    if not repeated.any():
        return
    came = ", ".join(f"{name} {value}" for name, value in frame.filter(repeated).select(key).row(0, named=True).items())
    raise DataError(f"{place}, {_row(repeated)}: a second row for {came}. Keep one of the two.")


def _known_participant(frame: pl.DataFrame, participants: pl.DataFrame, place: str) -> None:
    """Every row belongs to a participant of the table `participants`."""
    unknown = frame.select(_PERSON).unique().join(participants.select(_PERSON), on=_PERSON, how="anti")
    if not unknown.is_empty():
        trial, person = unknown.row(0)
        raise DataError(
            f"{place}: trial {trial}, participant_id {person} is not in participants. Add her there, with her arm."
        )


def _choice(frame: pl.DataFrame, column: str, accepted: Collection[str], place: str) -> None:
    """A column holds only accepted names, or is empty where it may be."""
    bad = frame[column].is_in(list(accepted)).not_().fill_null(False)
    if bad.any():
        came = frame[column].filter(bad)[0]
        raise DataError(f"{place}, {_row(bad)}: {column} {came!r} is unknown; wanted one of: {', '.join(accepted)}.")


def _units(frame: pl.DataFrame, place: str) -> None:
    """Each value carries the internal unit of its parameter."""
    internal = {name: unit for name, (unit, _) in PARAMETERS.items()}
    wanted = frame["parameter"].replace_strict(internal, return_dtype=pl.String()) if frame.height else frame["unit"]
    bad = frame["unit"] != wanted
    if bad.any():
        row = frame.filter(bad).row(0, named=True)
        raise DataError(
            f"{place}, {_row(bad)}: {row['parameter']} is in {row['unit']!r}; "
            f"{internal[row['parameter']]} was wanted. `antral.dataset.read` converts the units of a CSV file."
        )


def _row(bad: pl.Series) -> str:
    """Where the first bad row is, counted from 1."""
    index = bad.fill_null(False).arg_max()
    return f"row {0 if index is None else index + 1}"
