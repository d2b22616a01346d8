"""Data sets that several cases use: `records/reference/evidence/data`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from antral.evidence import pooling
from antral.records import load_yaml, path


def dataset(name: str) -> dict[str, Any]:
    """Columns by name."""
    return dict(load_yaml(path("reference", "evidence", "data", f"{name}.yaml")))


def column(name: str, of: str) -> NDArray[np.float64]:
    """One column of numbers, `[study]`."""
    return np.asarray(dataset(name)[of], float)


def effects(data: str, measure: str = "") -> pooling.Effects:
    """Effects of a data set by a measure, or the effects that it gives itself."""
    columns = dataset(data)
    if measure:
        takes = pooling.MEASURES[measure].takes
        return pooling.effect_size(measure, labels=columns.get("label"), **{name: columns[name] for name in takes})
    yi, vi = np.asarray(columns["yi"], float), np.asarray(columns["vi"], float)
    names = columns.get("label", [f"study {k + 1}" for k in range(len(yi))])
    return pooling.Effects(yi, vi, tuple(names), "", "identity")
