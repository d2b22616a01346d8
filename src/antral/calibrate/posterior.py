"""A sample of parameter vectors: what is known of the fitted numbers after the fit, as a table with weights."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.calibrate.fit import parts
from antral.core import InputError, Purpose, RecordError, RunError, uniform, write_aside
from antral.records import Vector, load_yaml, path

_FOLDER: Final = "posteriors"
_WEIGHT: Final = "weight"
_STREAM: Final = 2**21  # keeps these draws apart from those of the inversion


@dataclass(frozen=True)
class Posterior:
    """Vectors with weights; uncertainty of the numbers, apart from the variability between women they describe."""

    part: str
    table: pl.DataFrame
    """One row a vector: a column for each number by its name, and `weight`."""
    about: Mapping[str, Any]
    """Command, version, code and seed that made it, and which numbers were fitted."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of its numbers: those fitted, those carried from an earlier part, and the shares of diagnosed women."""
        return tuple(name for name in self.table.columns if name != _WEIGHT)

    @property
    def weights(self) -> NDArray[np.float64]:
        """Adding up to 1. `[vector]`."""
        return self.table[_WEIGHT].to_numpy()

    def vectors(self, count: int, seed: int) -> list[Vector]:
        """So many vectors, in proportion to their weights: drawn systematically, so that none comes back needlessly."""
        edges = np.cumsum(self.weights)
        first = float(uniform(seed, _STREAM, 0, Purpose.CALIBRATION, 0))
        places = np.searchsorted(edges, (first + np.arange(count)) / count * edges[-1], side="right")
        places = np.minimum(places, len(edges) - 1)
        order = np.argsort(uniform(seed, _STREAM, np.arange(count), Purpose.CALIBRATION, 1))
        rows = self.table.drop(_WEIGHT).to_dicts()
        return [Vector(rows[place]) for place in places[order]]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the table."""
        return hashlib.sha256(self._parquet()).hexdigest()

    def write(self, file: Path) -> None:
        """Write the table as Parquet and, beside it, what made it as YAML; each whole or not at all."""
        from ruamel.yaml import YAML

        text = io.StringIO()
        yaml = YAML()
        yaml.default_flow_style = False
        yaml.dump({**self.about, "part": self.part, "sha256": self.fingerprint}, text)
        try:
            write_aside(file, self._parquet())
            write_aside(file.with_suffix(".yaml"), text.getvalue().encode())
        except OSError as error:
            raise RunError(f"{file} cannot be written: {error.strerror}. Choose another place.") from error

    def _parquet(self) -> bytes:
        content = io.BytesIO()
        self.table.write_parquet(content, compression="zstd", statistics=False)
        return content.getvalue()


def read(file: Path) -> Posterior:
    """A posterior that `write` wrote; a table that is not the one described is a `RecordError`."""
    about = load_yaml(file.with_suffix(".yaml"))
    try:
        content = file.read_bytes()
        table = pl.read_parquet(io.BytesIO(content))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise RecordError(f"{file} cannot be read: {error}.") from error
    if hashlib.sha256(content).hexdigest() != about.get("sha256"):
        raise RecordError(f"{file} is not the table that {file.with_suffix('.yaml').name} describes; make it again.")
    if _WEIGHT not in table.columns or not len(table) or not np.all(table[_WEIGHT].to_numpy() >= 0.0):
        raise RecordError(f"{file}: a column 'weight' with numbers of at least 0 was wanted.")
    return Posterior(str(about.get("part", "")), table, about)


def shipped(part: str) -> Posterior | None:
    """The posterior of a part that is shipped with antral; None where there is none."""
    file = path(_FOLDER, f"{part}.parquet")
    return read(file) if file.exists() else None


def shipped_for(hormones: bool) -> Posterior:
    """The posterior with which a trial is run: the last part that is shipped; hormones want theirs only if given."""
    for part in reversed(parts()):
        found = shipped(part) if hormones or part != "hrt" else None
        if found is not None:
            return found
    raise InputError(
        "no posterior is shipped with this antral; name one (--posterior FILE), or make one: antral calibrate poi "
        "--record."
    )


def record(posterior: Posterior) -> Path:
    """Write a posterior where those lie that are shipped."""
    place = path(_FOLDER, f"{posterior.part}.parquet")
    place.parent.mkdir(exist_ok=True)
    posterior.write(place)
    return place
