"""A cohort in a folder of Parquet files: columns to be screened at once, and the record of each woman."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from antral.core import DataError, seal, sealed
from antral.patient.columns import TABLES, Table, Women
from antral.patient.patient import Patient

if TYPE_CHECKING:
    from antral.patient.cohort import Cohort

_FORM: Final = "cohort 2"
_ROWS: Final = 500  # records read together when one is asked for
_RECORDS: Final = "records.parquet"


def write(cohort: "Cohort", folder: Path) -> None:
    """Write a cohort; a `DataError` where something else lies in its place."""
    import polars as pl

    def fill(part: Path) -> None:
        pl.DataFrame(cohort.women._asdict()).write_parquet(part / "women.parquet")
        for name, table in cohort.tables.items():
            pl.DataFrame(dict(table.columns)).write_parquet(part / f"{name}.parquet")
        if cohort.record is not None:
            told = [cohort.record(row).model_dump_json(exclude_defaults=True) for row in range(len(cohort))]
            pl.DataFrame({"id": cohort.ids, "unread": cohort.not_understood, "record": told}).write_parquet(
                part / _RECORDS, row_group_size=_ROWS
            )

    if folder.exists() and sealed(folder) is None and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(f"{folder}: something else lies here; name another folder for the cohort.")
    names = {name: {"names": table.names, "units": table.units} for name, table in cohort.tables.items()}
    on = None if cohort.on is None else cohort.on.isoformat()
    seal(folder, {"form": _FORM, "on": on, "tables": names}, fill)


def read(folder: Path, on: date | None = None) -> "Cohort":
    """A cohort that was written, to be screened on its own day or another; a `DataError` where it is not whole."""
    import polars as pl

    from antral.patient.cohort import Cohort

    description = sealed(folder)
    if description is None or description.get("form") != _FORM:
        raise DataError(f"{folder}: this is no cohort that antral wrote, or one of its files is damaged.")
    arrays = {name: _arrays(pl.read_parquet(folder / f"{name}.parquet")) for name in ("women", *TABLES)}
    told = description["tables"]
    tables = {name: Table(tuple(told[name]["names"]), arrays[name], tuple(told[name]["units"])) for name in TABLES}
    day = on if on is not None else None if description["on"] is None else date.fromisoformat(description["on"])
    records = pl.scan_parquet(folder / _RECORDS) if (folder / _RECORDS).exists() else None

    def record(row: int) -> Patient:
        assert records is not None
        return Patient.model_validate(json.loads(records.slice(row, 1).select("record").collect()["record"][0]))

    if records is None:
        return Cohort(day, Women(**arrays["women"]), tables)
    whose = records.select("id", "unread").collect()
    return Cohort(day, Women(**arrays["women"]), tables, record, tuple(whose["id"]), tuple(whose["unread"]))


def _arrays(frame: Any) -> dict[str, np.ndarray[Any, Any]]:
    return {name: frame[name].to_numpy() for name in frame.columns}
