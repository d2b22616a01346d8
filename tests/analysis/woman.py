"""A trial of one woman, written by hand."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from antral.analysis import Plan, Question, derive
from antral.dataset import PARAMETERS, Tables, tables

_SCHEMA = {
    "day": pl.Float64, "kind": pl.String, "spontaneous": pl.Boolean, "serious": pl.Boolean, "relatedness": pl.String,
}  # fmt: skip


def one_woman(
    *,
    bleeds: Sequence[float] = (),
    seen: Sequence[tuple[str, float, float]] = (),
    events: Sequence[dict[str, Any]] = (),
    last_day: float = 364.0,
    has_events: bool = True,
) -> Tables:
    """A trial of one woman; `seen` lists parameter, day and value."""
    people = pl.DataFrame({"trial": [1], "participant_id": [1], "arm": ["low"], "last_day": [last_day]})
    observed = pl.DataFrame(
        [(1, 1, f"day {day:g}", day, name, value, PARAMETERS[name][0], False) for name, day, value in seen],
        schema=["trial", "participant_id", "visit", "day", "parameter", "value", "unit", "censored"],
        orient="row",
        schema_overrides={"day": pl.Float64, "value": pl.Float64},
    )
    rows = [{"day": float(day), "kind": "bleed", "spontaneous": True} for day in bleeds] + list(events)
    happened = pl.DataFrame(rows, schema=_SCHEMA).with_columns(trial=pl.lit(1), participant_id=pl.lit(1))
    return tables(people, observed if seen else None, happened, has_events=has_events)


def answer(question: Question, data: Tables) -> float | str:
    """The value, or the reason why there is none."""
    row = derive(data, Plan(doses={"low": 3e7}, questions=(question,))).row(0, named=True)
    assert row["estimable"] == (row["value"] is not None)
    return float(row["value"]) if row["estimable"] else str(row["reason"])


def happened(kind: str, day: float, **more: Any) -> dict[str, Any]:
    """One event."""
    return {"day": day, "kind": kind, **more}
