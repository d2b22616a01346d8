"""The tables as arrays over persons: all participants of all trials, in order of trial and dose."""

import re
from collections.abc import Collection

import numpy as np
import polars as pl

from antral.analysis.endpoints.definition import (
    Happened,
    Histories,
    Numbers,
    Series,
    Spells,
    first_day,
    limits,
)
from antral.analysis.endpoints.strategies import WHILE_ON_TREATMENT
from antral.analysis.plan import Plan
from antral.core import DataError
from antral.dataset import Tables

PERSON = ["trial", "participant_id"]
_SPAN = 1e6  # days; longer than any follow-up, so that persons do not meet on one axis


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
    adverse = events.filter(pl.col("kind") == "adverse_event")
    left = pl.when(pl.col("completed").fill_null(False)).then(float("inf")).otherwise(pl.col("last_day"))
    return Histories(
        persons=persons.height,
        last_day=persons.select(left).to_series().to_numpy(),
        series=_series(tables.observations, plan, who),
        bleeds=_days(events.filter((pl.col("kind") == "bleed") & pl.col("spontaneous").fill_null(True))),
        adverse={
            "any": _days(adverse),
            "serious": _days(adverse.filter(pl.col("serious").fill_null(False))),
            "related": _days(adverse.filter(pl.col("relatedness").fill_null("") == "related")),
        },
        hormones=_spells(events),
        conceived=_first(events, "pregnancy", persons.height),
        born=_first(events, "live_birth", persons.height),
        fertility=_first(events, "fertility_treatment", persons.height),
        has_events=tables.has_events,
    )


def _days(events: pl.DataFrame) -> Happened:
    return Happened(events["person"].to_numpy(), events["day"].to_numpy())


def _first(events: pl.DataFrame, kind: str, persons: int) -> Numbers:
    """Day of each person's first event of a kind; infinite where none. `[person]`"""
    return first_day(persons, _days(events.filter(pl.col("kind") == kind)))


def _spells(events: pl.DataFrame) -> Spells:
    """Hormone treatments, from each start to the next end; one that was not ended lasts for ever.

    An end without a start is that of hormones taken since before the trial.
    """
    starts = events.filter(pl.col("kind").is_in(["assigned_hormones", "started_hormones"]))
    stops = events.filter(pl.col("kind") == "stopped_hormones")
    person, first = starts["person"].to_numpy(), starts["day"].to_numpy()
    ender, end = stops["person"].to_numpy(), stops["day"].to_numpy()
    axis = ender * _SPAN + end
    following = np.searchsorted(axis, person * _SPAN + first, side="right")
    found = np.minimum(following, max(len(end) - 1, 0))
    ends = (following < len(end)) & (ender[found] == person) if len(end) else np.zeros(len(person), bool)
    last = np.where(ends, end[found], np.inf) if len(end) else np.full(len(person), np.inf)
    before = np.full(int(max(person.max(initial=-1), ender.max(initial=-1))) + 1, np.inf)
    np.minimum.at(before, person, first)
    alone = end <= before[ender]
    return Spells(
        np.r_[person, ender[alone]],
        np.r_[first, np.full(int(alone.sum()), -np.inf)],
        np.r_[last, end[alone]],
        np.r_[(starts["kind"] == "assigned_hormones").to_numpy(), np.zeros(int(alone.sum()), bool)].astype(bool),
    )


def _series(observations: pl.DataFrame, plan: Plan, who: pl.DataFrame) -> dict[str, Series]:
    """The results that the plan's endpoints use, by parameter."""
    wanted = _wanted(plan)
    baseline = _as_written(plan.baseline_visits)
    names = observations["visit"].unique().to_list()
    visits = [name for name in names if re.sub(r"[\s_-]+", "_", name.lower()) in baseline]
    result: dict[str, Series] = {}
    present = set(observations["parameter"].unique())
    columns = observations.select(*PERSON, "visit", "day", "hour", "value", "tablet_day", "parameter")
    for parameter, days in wanted.items():
        if parameter not in present:
            continue
        rows = columns.filter((pl.col("parameter") == parameter) & pl.any_horizontal(days)).drop("parameter")
        rows = rows.join(who, on=PERSON, how="inner").sort("person", "day", "hour", nulls_last=False)
        result[parameter] = Series(
            person=rows["person"].to_numpy(),
            day=rows["day"].to_numpy(),
            value=rows["value"].to_numpy(),
            tablet_day=rows["tablet_day"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
            is_baseline=rows["visit"].is_in(visits).to_numpy(),
        )
    return result


def _wanted(plan: Plan) -> dict[str, list[pl.Expr]]:
    """Which results of each parameter the endpoints use."""
    reach = limits("change")["visit_reach"]
    wanted: dict[str, list[pl.Expr]] = {}
    for question in plan.questions:
        if question.derive in ("log_change", "change") and question.measure is not None:
            visits = question.model_visits or ((question.day, question.window_days),)
            near = pl.any_horizontal((pl.col("day") - day).abs() <= max(window or 0.0, reach) for day, window in visits)
            if WHILE_ON_TREATMENT in question.strategies.values():
                near = pl.col("day") <= question.day + max(question.window_days or 0.0, reach)
            wanted.setdefault(question.measure, [pl.col("day") < 1.0]).append(near)
        elif question.derive in ("above", "rise") and question.measure is not None:
            wanted.setdefault(question.measure, []).append(pl.lit(True))
        elif question.derive in ("ovulation", "ovulation_twice", "ovulation_confirmed"):
            wanted.setdefault(question.measure or "P4", []).append(pl.lit(True))
        if question.derive in ("follicle_growth", "ovulation_confirmed"):
            wanted.setdefault("FOLL", []).append(pl.lit(True))
    return wanted


def _as_written(visits: Collection[str]) -> set[str]:
    """Names of visits in lower case with underscores."""
    return {re.sub(r"[\s_-]+", "_", visit.lower()) for visit in visits}
