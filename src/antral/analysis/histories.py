"""The tables as arrays over persons: all participants of all trials, in order of trial and dose."""

import re
from collections.abc import Collection

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis.endpoints.definition import Histories, Numbers, Series, Spells, limits
from antral.analysis.plan import Plan
from antral.core import DataError
from antral.dataset import Tables

PERSON = ["trial", "participant_id"]


def people(tables: Tables, plan: Plan) -> pl.DataFrame:
    """One row a person, in order of trial, dose and number, with `person` and `arm_position`.

    `dose_cells` is what the plan gives her arm, all infusions together.
    """
    known = set(plan.doses)
    strange = [arm for arm in tables.participants["arm"].unique().to_list() if arm not in known]
    if strange:
        raise DataError(
            f"participants, column arm: {sorted(map(str, strange))[0]!r} is no arm of the protocol; "
            f"wanted one of: {', '.join(plan.doses)}. Rename the arm in the data, or give the protocol of this trial."
        )
    position = {arm: index for index, arm in enumerate(plan.doses)}
    return (
        tables.participants.with_columns(
            pl.col("arm").replace_strict(position, return_dtype=pl.Int64()).alias("arm_position"),
            pl.col("arm").replace_strict(plan.doses, return_dtype=pl.Float64()).alias("dose_cells"),
        )
        .sort("trial", "arm_position", "participant_id")
        .with_row_index("person")
        .with_columns(pl.col("person").cast(pl.Int64()))
    )


def histories(tables: Tables, plan: Plan, persons: pl.DataFrame) -> Histories:
    """What the endpoints of a plan need to know of each person."""
    who = persons.select(*PERSON, "person")
    events = tables.events.join(who, on=PERSON, how="inner").sort("person", "day")
    conceived = np.full(persons.height, np.inf)
    pregnant = events.filter(pl.col("kind") == "pregnancy")
    np.minimum.at(conceived, pregnant["person"].to_numpy(), pregnant["day"].to_numpy())
    left = pl.when(pl.col("completed").fill_null(False)).then(float("inf")).otherwise(pl.col("last_day"))
    return Histories(
        persons=persons.height,
        last_day=persons.select(left).to_series().to_numpy(),
        series=_series(tables.observations, plan, who),
        bleeds=_days(events.filter((pl.col("kind") == "bleed") & pl.col("spontaneous").fill_null(True))),
        serious=_days(events.filter((pl.col("kind") == "adverse_event") & pl.col("serious").fill_null(False))),
        hormones=_spells(events),
        conceived=conceived,
        has_events=tables.has_events,
    )


def _days(events: pl.DataFrame) -> tuple[NDArray[np.int64], Numbers]:
    return events["person"].to_numpy(), events["day"].to_numpy()


def _spells(events: pl.DataFrame) -> Spells:
    """Hormone treatments; one that was not ended lasts for ever."""
    person: list[int] = []
    first: list[float] = []
    last: list[float] = []
    changes = events.filter(pl.col("kind").is_in(["started_hormones", "stopped_hormones"]))
    for owner, day, kind in changes.select("person", "day", "kind").iter_rows():
        running = bool(person) and person[-1] == owner and last[-1] == np.inf
        if kind == "started_hormones" and not running:
            person.append(owner)
            first.append(day)
            last.append(np.inf)
        elif kind == "stopped_hormones" and running:
            last[-1] = day
        elif kind == "stopped_hormones":
            person.append(owner)
            first.append(-np.inf)
            last.append(day)
    return Spells(np.asarray(person, dtype=np.int64), np.asarray(first, dtype=float), np.asarray(last, dtype=float))


def _series(observations: pl.DataFrame, plan: Plan, who: pl.DataFrame) -> dict[str, Series]:
    """The results that the plan's endpoints use, by parameter."""
    reach = limits("change")["visit_reach"]
    wanted: dict[str, list[pl.Expr]] = {}
    for question in plan.questions:
        if question.derive in ("log_change", "change") and question.measure is not None:
            near = (pl.col("day") - question.day).abs() <= max(question.window_days or 0.0, reach)
            wanted.setdefault(question.measure, [pl.col("day") < 1.0]).append(near)
        elif question.derive in ("ovulation", "ovulation_twice"):
            wanted.setdefault(question.measure or "P4", []).append(pl.lit(True))
    baseline = _as_written(plan.baseline_visits)
    result: dict[str, Series] = {}
    for parameter, days in wanted.items():
        rows = observations.filter((pl.col("parameter") == parameter) & pl.any_horizontal(days))
        if rows.is_empty() and not (observations["parameter"] == parameter).any():
            continue
        visits = [
            visit for visit in rows["visit"].unique().to_list() if re.sub(r"[\s_-]+", "_", visit.lower()) in baseline
        ]
        rows = rows.join(who, on=PERSON, how="inner").sort("person", "day", "hour", nulls_last=False)
        result[parameter] = Series(
            person=rows["person"].to_numpy(),
            day=rows["day"].to_numpy(),
            value=rows["value"].to_numpy(),
            is_baseline=rows["visit"].is_in(visits).to_numpy(),
        )
    return result


def _as_written(visits: Collection[str]) -> set[str]:
    """Names of visits in lower case with underscores."""
    return {re.sub(r"[\s_-]+", "_", visit.lower()) for visit in visits}
