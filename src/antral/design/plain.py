"""Numbers as JSON knows them."""

from typing import Any

import numpy as np
import polars as pl


def mean(column: pl.Series) -> float | None:
    """The mean, or None."""
    return number(column.cast(pl.Float64).mean())


def number(value: Any) -> float | None:
    """A finite number, or None: JSON knows no NaN."""
    if value is None:
        return None
    found = float(value)
    return found if np.isfinite(found) else None
