"""Reading and writing the tables: Parquet for antral's own, CSV for a real trial."""

from io import BytesIO
from pathlib import Path

import polars as pl

from antral.core import DataError, write_aside
from antral.dataset.check import check
from antral.dataset.real import from_csv
from antral.dataset.schema import TABLES
from antral.dataset.tables import Tables, conform, empty


def write(tables: Tables, folder: Path) -> list[Path]:
    """Store the tables as Parquet files; each appears only when it is whole."""
    frames = {"participants": tables.participants, "observations": tables.observations}
    if tables.has_events:
        frames["events"] = tables.events
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_write_one(frame, folder / f"{name}.parquet") for name, frame in frames.items()]
    except OSError as error:
        raise DataError(f"{folder} cannot be written: {error.strerror}. Choose a folder you may write to.") from error


def _write_one(frame: pl.DataFrame, file: Path) -> Path:
    """Made in memory, so that a full disk is told by the system's own error."""
    content = BytesIO()
    frame.write_parquet(content)
    return write_aside(file, content.getvalue())


def read(path: Path | str) -> Tables:
    """The checked tables of a folder (Parquet or CSV) or of one file of observations."""
    place = Path(path)
    if not place.exists():
        raise DataError(f"{place}: there is no such file or folder. Give observations.csv or the folder that holds it.")
    if place.is_dir():
        if (place / "participants.parquet").exists():
            return check(_read_parquet(place), where=str(place))
        if (place / "observations.csv").exists():
            return check(from_csv(place), where=str(place))
        raise DataError(
            f"{place} holds neither participants.parquet nor observations.csv. "
            "Put observations.csv there, with participants.csv and events.csv if you have them."
        )
    if place.suffix == ".parquet":
        return read(place.parent)
    return check(from_csv(place), where=str(place))


def _read_parquet(folder: Path) -> Tables:
    """Tables from a folder that `write` made."""
    frames: dict[str, pl.DataFrame] = {}
    for name in TABLES:
        file = folder / f"{name}.parquet"
        if not file.exists():
            if name == "participants":
                raise DataError(f"{file} is missing. Run the simulation again, or give another folder.")
            continue
        try:
            frames[name] = conform(pl.read_parquet(file), name, where=str(file))
        except (pl.exceptions.PolarsError, OSError) as error:
            raise DataError(f"{file} is not a whole Parquet file; it may be cut off. Write it again.") from error
    return Tables(
        participants=frames["participants"],
        observations=frames.get("observations", empty("observations")),
        events=frames.get("events", empty("events")),
        has_events="events" in frames,
    )
