"""A joint sample of what cells may do: rows of values that belong together, of which a trial takes one."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError, Purpose, RecordError, uniforms
from antral.records import load_yaml, path
from antral.therapy.cells import CellParameters

WORKS: Final = "works"
"""1 in a row where cells have an effect, 0 where they have none in anybody."""
RESPONDERS: Final = "responders"
SOURCES: Final = MappingProxyType(
    {
        "umbilical cord": "strength_umbilical_cord",
        "amniotic membrane": "strength_amnion",
        "adipose tissue": "strength_adipose",
        "bone marrow": "strength_bone_marrow",
        "menstrual blood": "strength_menstrual_blood",
    }
)
"""Column of the strength of cells from a tissue, as `records/cell_products` names it."""
OTHER_SOURCE: Final = "strength_other"
HGF_STRENGTH: Final = "hgf_strength"
HGF_LOSS: Final = "hgf_loss"
_OWN: Final = (WORKS, RESPONDERS, *SOURCES.values(), OTHER_SOURCE, HGF_STRENGTH, HGF_LOSS)
_FOLDER: Final = "posteriors"
_WEIGHT: Final = "weight"


@dataclass(frozen=True, eq=False)
class Sample:
    """Rows of a joint sample.

    A trial takes the row that its number draws, with the luck by which any scenario decides whether cells work in it;
    rows in order of effect therefore give one trial number a like effect in every sample. Without `weight` rows are
    taken in turn: trial 1 takes the first.
    """

    name: str
    columns: Mapping[str, NDArray[np.float64]]
    """Numbers of `CellParameters` by name; `works`, `responders`, strengths by source, factors of HGF. `[row]`"""
    weight: NDArray[np.float64] | None = None
    """Shares of the rows. `[row]`"""

    def __post_init__(self) -> None:
        unknown = sorted(set(self.columns) - {*CellParameters._fields, *_OWN})
        if unknown:
            raise RecordError(f"sample {self.name}: unknown columns: {', '.join(unknown)}.")
        sizes = {len(column) for column in self.columns.values()}
        if len(sizes) != 1 or 0 in sizes or not all(np.isfinite(column).all() for column in self.columns.values()):
            raise RecordError(f"sample {self.name}: columns of one length with finite numbers were wanted.")

    @cached_property
    def sha256(self) -> str:
        """The hash of names, values and weights."""
        digest = hashlib.sha256()
        for name in sorted(self.columns):
            digest.update(f"{name}\0".encode() + np.ascontiguousarray(self.columns[name], np.float64).tobytes())
        digest.update(b"" if self.weight is None else np.ascontiguousarray(self.weight, np.float64).tobytes())
        return digest.hexdigest()

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(next(iter(self.columns.values())))

    def row(self, seed: int, trials: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row that each trial takes. `[trial]`"""
        if self.weight is None:
            if trials.size and (trials.min() < 1 or trials.max() > self.rows):
                raise InputError(f"sample {self.name} has {self.rows} rows, one a trial, from trial 1 on.")
            return np.asarray(trials, np.int64) - 1
        edges = np.cumsum(self.weight)
        u = uniforms(seed, trials, 0, Purpose.EFFECT, 0)[..., 0]
        return np.minimum(np.searchsorted(edges, u * edges[-1], side="right"), self.rows - 1).astype(np.int64)

    def at(self, name: str, row: NDArray[np.int64]) -> NDArray[np.float64] | None:
        """A column at some rows; None where the sample says nothing of it."""
        column = self.columns.get(name)
        return None if column is None else np.asarray(column, np.float64)[row]


@lru_cache(maxsize=8)
def shipped_sample(name: str) -> Sample:
    """A sample shipped in `records/posteriors`; a table that is not the one described is a `RecordError`."""
    import polars as pl

    file = path(_FOLDER, f"{name}.parquet")
    about = load_yaml(file.with_suffix(".yaml"))
    try:
        content = file.read_bytes()
        table = pl.read_parquet(io.BytesIO(content))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise RecordError(f"{file} cannot be read: {error}.") from error
    if hashlib.sha256(content).hexdigest() != about.get("sha256"):
        raise RecordError(f"{file} is not the table that {file.with_suffix('.yaml').name} describes; make it again.")
    columns = {one: table[one].cast(pl.Float64).to_numpy() for one in table.columns if one != _WEIGHT}
    weight = table[_WEIGHT].to_numpy() if _WEIGHT in table.columns else np.full(len(table), 1.0 / len(table))
    return Sample(name, columns, weight)
