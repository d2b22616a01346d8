"""What a calibration learnt: each parameter before and after, and which of them hang together.

Read from what is shipped in `records/posteriors`: `<name>.parquet`, one row a draw and one column a parameter (a column
`weight` is optional), beside `<name>.yaml`, of which this file needs only (`low` and `high`: the ends
between which 95 % of the prior lie)

    part: <what was calibrated>    # a sample without it is no calibration (the effect of cells has its own report)
    prior: {<column>: {low: …, high: …, scale: linear or log}, …}
    sensitivity: {<outcome>: {<column>: <index>, …}, …}    # optional: Morris or Sobol indices
    sensitivity_method: "Morris, mean absolute effect …"    # with them
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.core import RecordError
from antral.records import load_yaml, path
from antral.reports import Heat, Ladder

_FOLDER: Final = "posteriors"
_SHARES: Final = (0.025, 0.975)
_MOST: Final = 24


def identifiability(folder: Path | None = None) -> list[Ladder | Heat]:
    """The figures of every shipped calibration; none where none is shipped."""
    place = path(_FOLDER) if folder is None else folder
    found: list[Ladder | Heat] = []
    for file in sorted(place.glob("*.parquet")):
        about = load_yaml(file.with_suffix(".yaml"))
        if "part" in about:
            found += _of_one(file, about)
    return found


def _of_one(file: Path, about: Mapping[str, Any]) -> list[Ladder | Heat]:
    import polars as pl

    prior = about.get("prior")
    if not isinstance(prior, Mapping) or not prior:
        raise RecordError(
            f"{file.with_suffix('.yaml').name}: `prior` was wanted, with low, high and scale of each column."
        )
    frame = pl.read_parquet(file)
    missing = sorted(set(prior) - set(frame.columns))
    if missing:
        raise RecordError(f"{file.name} has no column {missing[0]!r}, of which {file.stem}.yaml gives a prior.")
    names = list(prior)
    draws = np.column_stack([_on_prior(frame[name].to_numpy(), prior[name]) for name in names])
    weights = frame["weight"].to_numpy() if "weight" in frame.columns else np.ones(len(frame))
    weights = weights / weights.sum()
    bars = [(name, *_ends(draws[:, place], weights)) for place, name in enumerate(names)]
    bars.sort(key=lambda bar: bar[3] - bar[1])
    size = f"{len(frame):,} draws of records/posteriors/{file.name}"
    figures: list[Ladder | Heat] = [
        Ladder(
            f"posterior-{file.stem}", f"{file.stem}: what is left of each prior", tuple(bars),
            f"{size}. Axis: 0 and 1 are the ends of the prior that its record tells, on its scale. Bar: 95 % of the "
            "posterior; mark: its median. A bar as wide as the axis says that the targets taught nothing about it.",
        )
    ]  # fmt: skip
    if len(names) > 1:
        kept = [names.index(name) for name, *_ in bars[:_MOST]]
        figures.append(_correlations(file.stem, size, [names[i] for i in kept], draws[:, kept], weights))
    indices = about.get("sensitivity")
    if isinstance(indices, Mapping) and indices:
        figures.append(_sensitivity(file.stem, indices, str(about.get("sensitivity_method", ""))))
    return figures


def _on_prior(values: NDArray[np.floating], prior: Mapping[str, Any]) -> NDArray[np.float64]:
    """Place of each draw in the range of its prior, 0 to 1."""
    low, high, x = float(prior["low"]), float(prior["high"]), np.asarray(values, np.float64)
    if prior.get("scale", "linear") == "log":
        low, high, x = np.log(low), np.log(high), np.log(x)
    return np.asarray((x - low) / (high - low))


def _ends(values: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[float, float, float]:
    """Lower end, median and upper end of the weighted draws."""
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order]) - 0.5 * weights[order]
    low, middle, high = np.interp([_SHARES[0], 0.5, _SHARES[1]], below, values[order])
    return float(low), float(middle), float(high)


def _correlations(
    name: str, size: str, names: list[str], draws: NDArray[np.float64], weights: NDArray[np.float64]
) -> Heat:
    centred = draws - weights @ draws
    covariance = (centred * weights[:, None]).T @ centred
    spread = np.sqrt(np.maximum(np.diag(covariance), 1e-300))
    table = covariance / np.outer(spread, spread)
    return Heat(
        f"correlations-{name}", f"{name}: which parameters hang together", tuple(names), tuple(names),
        tuple(tuple(float(v) for v in row) for row in table), 1.0,
        f"Correlations between parameters over {size}, those best determined first"
        f"{f' ({_MOST} of them)' if len(names) == _MOST else ''}. Near ±1: the targets determine only a combination "
        "of the two.",
    )  # fmt: skip


def _sensitivity(name: str, indices: Mapping[str, Mapping[str, float]], method: str) -> Heat:
    columns = list(dict.fromkeys(column for row in indices.values() for column in row))
    table = [tuple(float(row.get(column, 0.0)) for column in columns) for row in indices.values()]
    most = max((abs(v) for row in table for v in row), default=1.0) or 1.0
    return Heat(
        f"sensitivity-{name}", f"{name}: which parameters move which outcome", tuple(indices), tuple(columns),
        tuple(table),
        most, f"Sensitivity of each outcome (rows) to each parameter (columns). {method}".rstrip(),
    )  # fmt: skip
