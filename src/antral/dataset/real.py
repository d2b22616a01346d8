"""The tables of a real trial from the CSV files its team has."""

from pathlib import Path
from typing import Any

import polars as pl

from antral.core import DataError, InputError, convert
from antral.dataset.rows import Rows, read_rows
from antral.dataset.schema import PARAMETERS, TABLES
from antral.dataset.tables import REAL_TRIAL, Tables, conform, empty

Key = tuple[int, str]
"""Trial and the participant's identifier as text."""


def from_csv(path: Path) -> Tables:
    """Tables of observations.csv, alone or in a folder with participants.csv and events.csv.

    `observations.csv` has a row for each result: participant_id, day, parameter, value, unit, and if known visit, hour,
    censored, trial. Alone, it also has arm. A value below the detection limit is written `<0.01`, or as the limit with
    censored = true. A row with an empty value is a result that is missing, and is left out.
    """
    folder = path if path.is_dir() else None
    observations = read_rows(folder / "observations.csv" if folder else path)
    extra = {name: folder / f"{name}.csv" for name in ("participants", "events")} if folder else {}
    people = read_rows(extra["participants"]) if extra and extra["participants"].exists() else None
    events = read_rows(extra["events"]) if extra and extra["events"].exists() else None
    sources = [rows for rows in (people, observations, events) if rows is not None]
    keys = {id(rows): _keys(rows) for rows in sources}
    numbers = _numbered([key for rows in sources for key in keys[id(rows)]])

    observed = _observations(observations, keys[id(observations)], numbers)
    happened = empty("events") if events is None else _plain(events, "events", keys[id(events)], numbers)
    participants = _participants(people or observations, keys[id(people or observations)], numbers)
    last = (
        pl.concat(
            [observed.select("trial", "participant_id", "day"), happened.select("trial", "participant_id", "day")]
        )
        .group_by("trial", "participant_id")
        .agg(pl.col("day").max().alias("seen"))
    )
    participants = participants.join(last, on=["trial", "participant_id"], how="left").with_columns(
        pl.col("last_day").fill_null(pl.col("seen")).fill_null(0.0)
    )
    return Tables(
        participants=conform(participants, "participants", where=str(path)),
        observations=observed,
        events=happened,
        has_events=events is not None,
    )


def _keys(rows: Rows) -> list[Key]:
    """Whose row each is."""
    people = rows.text("participant_id")
    if people is None:
        raise DataError(f"{rows.file}: the column participant_id is missing; there are: {', '.join(rows.columns)}.")
    trials = rows.numbers("trial") or [None] * len(people)
    result: list[Key] = []
    for row, (person, trial) in enumerate(zip(people, trials, strict=True)):
        if person is None:
            raise rows.error(row, "participant_id", "a participant")
        if trial is not None and not (1 <= trial < 2**31 and trial.is_integer()):
            raise rows.error(row, "trial", "the number of the trial, 1 or more")
        result.append((REAL_TRIAL if trial is None else int(trial), person))
    return result


def _numbered(keys: list[Key]) -> dict[Key, int]:
    """A number for each participant: her own where all are whole numbers, else in order of appearance."""
    known = dict.fromkeys(keys)
    if all(person.isdecimal() and str(int(person)) == person and int(person) < 2**31 for _, person in known):
        return {key: int(key[1]) for key in known}
    counts: dict[int, int] = {}
    result: dict[Key, int] = {}
    for key in known:
        counts[key[0]] = counts.get(key[0], 0) + 1
        result[key] = counts[key[0]]
    return result


def _plain(rows: Rows, table: str, keys: list[Key], numbers: dict[Key, int]) -> pl.DataFrame:
    """A table whose columns are taken as they are."""
    data: dict[str, Any] = {"trial": [key[0] for key in keys], "participant_id": [numbers[key] for key in keys]}
    for column in TABLES[table]:
        if column.name in data or column.name not in rows.columns:
            continue
        if column.dtype == pl.Boolean():
            data[column.name] = rows.flags(column.name)
        elif column.dtype.is_numeric():
            data[column.name] = rows.numbers(column.name)
        else:
            data[column.name] = rows.text(column.name)
    schema = {column.name: column.dtype for column in TABLES[table]}
    series = [
        pl.Series(name, values, dtype=pl.Float64() if schema[name].is_numeric() else schema[name])
        for name, values in data.items()
    ]
    try:
        frame = pl.DataFrame(series).cast({name: schema[name] for name in data})
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{rows.file}: a number does not fit its column ({str(error).splitlines()[0]}).") from error
    return conform(frame, table, where=str(rows.file)) if table == "events" else frame


def _participants(rows: Rows, keys: list[Key], numbers: dict[Key, int]) -> pl.DataFrame:
    """One row a participant; observations alone must agree on her arm."""
    if "arm" not in rows.columns:
        raise DataError(
            f"{rows.file}: the column arm is missing. Add it, or put participants.csv "
            "(participant_id, arm) into the same folder and give the folder."
        )
    own = rows.file.name == "participants.csv"
    frame = _plain(rows, "participants", keys, numbers).with_columns(
        pl.Series("subject", [key[1] for key in keys], dtype=pl.String()), pl.Series("line", rows.lines)
    )
    if "last_day" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.Float64()).alias("last_day"))
    if own:
        return frame
    arms = frame.drop_nulls("arm").group_by("trial", "participant_id", maintain_order=True)
    mixed = arms.agg(pl.col("subject").first(), pl.col("arm").unique(maintain_order=True)).filter(
        pl.col("arm").list.len() > 1
    )
    if not mixed.is_empty():
        person = mixed.row(0, named=True)
        raise DataError(
            f"{rows.file}, column arm: participant {person['subject']} is in {' and '.join(person['arm'])}; "
            "one arm was wanted, the one she was allocated to."
        )
    others = [name for name in frame.columns if name not in ("trial", "participant_id")]
    return frame.group_by("trial", "participant_id", maintain_order=True).agg(
        pl.col(name).drop_nulls().first() for name in others
    )


def _observations(rows: Rows, keys: list[Key], numbers: dict[Key, int]) -> pl.DataFrame:
    """Results in internal units."""
    for needed in ("day", "parameter", "value", "unit"):
        if needed not in rows.columns:
            raise DataError(f"{rows.file}: the column {needed} is missing; there are: {', '.join(rows.columns)}.")
    days, flags = rows.numbers("day") or [], rows.flags("censored")
    visits, hours, tablets = rows.text("visit"), rows.numbers("hour"), rows.numbers("tablet_day")
    records: list[tuple[Any, ...]] = []
    for row, key in enumerate(keys):
        parameter, value, below = _result(rows, row)
        if value is None:
            continue
        day = days[row]
        if day is None:
            raise rows.error(row, "day", "a day since randomisation")
        visit = (visits[row] if visits else None) or f"day {day:g}"
        censored = below or bool(flags and flags[row])
        hour = hours[row] if hours else None
        unit, tablet = PARAMETERS[parameter][0], tablets[row] if tablets else None
        if tablet is not None and not (tablet >= 1 and tablet.is_integer()):
            raise rows.error(row, "tablet_day", "a day of the hormone calendar, counted from 1, or an empty cell")
        counted = None if tablet is None else int(tablet)
        records.append((key[0], numbers[key], visit, day, hour, parameter, value, unit, censored, counted))
    schema = {column.name: column.dtype for column in TABLES["observations"]}
    return pl.DataFrame(records, schema=schema, orient="row")


def _result(rows: Rows, row: int) -> tuple[str, float | None, bool]:
    """Parameter, value in the internal unit, and whether it lies below the detection limit."""
    name, text, unit = (rows.columns[column][row] for column in ("parameter", "value", "unit"))
    parameter = (name or "").upper()
    if parameter not in PARAMETERS:
        raise rows.error(row, "parameter", f"one of {', '.join(PARAMETERS)}")
    if text is None:
        return parameter, None, False
    if text.startswith(">"):
        raise rows.error(row, "value", "a number (results above the assay's range: dilute, or give the limit itself)")
    value = rows.number(row, "value", text.removeprefix("<").removeprefix("=").strip())
    internal = PARAMETERS[parameter][0]
    if unit is None and internal != "count":
        raise rows.error(row, "unit", f"a unit, for example {internal},")
    try:
        converted = convert(value or 0.0, unit or internal, internal, analyte=parameter)
    except InputError as error:
        raise DataError(f"{rows.file}, line {rows.lines[row]}, column unit: {error}") from error
    return parameter, converted, text.startswith("<")
