"""Rows of `Results.tests`: one test in every trial."""

from collections.abc import Sequence

import polars as pl
from numpy.typing import ArrayLike


def rows_of(
    trials: Sequence[int],
    *,
    name: str,
    endpoint: str,
    kind: str,
    statistic: ArrayLike,
    p_value: ArrayLike,
    methods: str | Sequence[str],
    n: ArrayLike,
    sizes: Sequence[str],
) -> pl.DataFrame:
    """One test's rows; NaN statistics and p-values become null. Sequences `[trial]`; one method may hold for all."""
    return pl.DataFrame(
        {
            "trial": pl.Series(trials, dtype=pl.Int32()),
            "test": name,
            "endpoint": endpoint,
            "kind": kind,
            "statistic": statistic,
            "p_value": p_value,
            "method": methods,
            "n": n,
            "sizes": pl.Series(sizes, dtype=pl.String()),
        }
    ).with_columns(pl.col("statistic", "p_value").cast(pl.Float64()).fill_nan(None), pl.col("n").cast(pl.Int64()))
