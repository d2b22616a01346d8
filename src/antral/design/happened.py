"""What happened to the participants beside the endpoints, summed over women: tables that parts of a run add up."""

from typing import Any, Final

import polars as pl

from antral.dataset import Tables
from antral.protocol import Protocol

_PERSON: Final = ["trial", "participant_id"]
_GRADES: Final = range(1, 6)
_UNIT: Final = 1e-3  # IU/L
_LONG: Final = 2 * 364.0
"""Days of follow-up from which the reserve and the cycles are told year by year."""
INTERCURRENT: Final = ("started_hormones", "pregnancy", "discontinuation", "fertility_treatment", "unblinding")
"""Kinds of event that change what an endpoint means, or who knows of the arm."""
_PREGNANCIES: Final = {"conceived": "pregnancy", "miscarried": "miscarriage", "born": "live_birth"}


def flow(tables: Tables) -> pl.DataFrame:
    """How many were randomised, dosed, left and stayed, by arm."""
    dosed = (
        tables.events.filter(pl.col("kind") == "infusion")
        .select(*_PERSON)
        .unique()
        .with_columns(pl.lit(1).alias("dosed"))
    )
    people = tables.participants.join(dosed, on=_PERSON, how="left", maintain_order="left")
    return people.group_by("arm", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("randomised"),
        pl.col("dosed").sum().cast(pl.Int64),
        pl.col("discontinuation").is_not_null().sum().cast(pl.Int64).alias("discontinued"),
        pl.col("completed").sum().cast(pl.Int64),
    )


def serious(tables: Tables) -> pl.DataFrame:
    """Women randomised, and those with at least one serious event from then on, by trial and arm, zeros included."""
    events = tables.events.filter(pl.col("serious").fill_null(value=False) & (pl.col("day") >= 0.0))
    harmed = events.select(_PERSON).unique().with_columns(harmed=pl.lit(1))
    people = tables.participants.select(*_PERSON, "arm").join(harmed, on=_PERSON, how="left", maintain_order="left")
    return people.group_by("trial", "arm", maintain_order=True).agg(
        pl.col("harmed").sum().cast(pl.Int32).alias("women"), pl.len().cast(pl.Int32).alias("randomised")
    )


def adverse(tables: Tables) -> pl.DataFrame:
    """Adverse events by arm and term: women, events, serious ones, related ones, and events of each grade."""
    events = _of_arms(tables, pl.col("kind") == "adverse_event").with_columns(pl.col("term").fill_null("not named"))
    grades = [(pl.col("severity") == grade).sum().cast(pl.Int64).alias(f"grade_{grade}") for grade in _GRADES]
    return (
        events.group_by("arm", "term")
        .agg(
            pl.struct(_PERSON).n_unique().cast(pl.Int64).alias("women"),
            pl.len().cast(pl.Int64).alias("events"),
            pl.col("serious").fill_null(value=False).sum().cast(pl.Int64),
            (pl.col("relatedness") == "related").fill_null(value=False).sum().cast(pl.Int64).alias("related"),
            *grades,
        )
        .sort("arm", "term")
    )


def pregnancies(tables: Tables) -> pl.DataFrame:
    """Conceptions, miscarriages and births by arm."""
    events = _of_arms(tables, pl.col("kind").is_in(list(_PREGNANCIES.values())))
    counts = [(pl.col("kind") == kind).sum().cast(pl.Int64).alias(name) for name, kind in _PREGNANCIES.items()]
    return events.group_by("arm").agg(*counts).sort("arm")


def intercurrent(tables: Tables) -> pl.DataFrame:
    """Women with each kind of intercurrent event, by arm."""
    events = _of_arms(tables, pl.col("kind").is_in(list(INTERCURRENT)))
    women = pl.struct(_PERSON).n_unique().cast(pl.Int64).alias("women")
    return events.group_by("arm", pl.col("kind").alias("event")).agg(women).sort("arm", "event")


def discontinuation(tables: Tables) -> pl.DataFrame:
    """Women who left, by arm and cause."""
    left = tables.participants.filter(pl.col("discontinuation").is_not_null())
    women = pl.len().cast(pl.Int64).alias("women")
    return left.group_by("arm", pl.col("discontinuation").alias("cause")).agg(women).sort("arm", "cause")


def before_conception(tables: Tables) -> pl.DataFrame:
    """The observations without those after a woman's first conception, which are the pregnancy's."""
    conceived = (
        tables.events.filter(pl.col("kind") == "pregnancy")
        .group_by(_PERSON)
        .agg(pl.col("day").min().alias("_conceived"))
    )
    if conceived.is_empty():
        return tables.observations
    seen = tables.observations.join(conceived, on=_PERSON, how="left", maintain_order="left")
    return seen.filter(pl.col("_conceived").is_null() | (pl.col("day") < pl.col("_conceived"))).drop("_conceived")


def tablet_days(protocol: Protocol, tables: Tables) -> pl.DataFrame:
    """FSH by arm and day of the hormone calendar: number, sum and sum of squares; day 0 is at entry, off hormones.

    Sums are whole numbers (of `_UNIT` IU/L, and its square), so that they are the same in whatever order they are
    added. Empty where no arm takes hormones. After a conception FSH is the pregnancy's, and not counted.
    """
    schema = pl.Schema(
        {"arm": pl.String, "tablet_day": pl.Int16, "n": pl.Int64, "fsh": pl.Int64, "fsh_squared": pl.Int64}
    )
    if all(arm.comedication is None for arm in protocol.arms.values()):
        return pl.DataFrame(schema=schema)
    seen = before_conception(tables).filter(
        (pl.col("parameter") == "FSH")
        & (pl.col("tablet_day").is_not_null() | pl.col("visit").is_in(protocol.analyses.baseline_visits))
    )
    seen = seen.join(tables.participants.select(*_PERSON, "arm"), on=_PERSON)
    units = (pl.col("value") / _UNIT).round().cast(pl.Int64)
    found = seen.group_by("arm", pl.col("tablet_day").fill_null(0)).agg(
        pl.len().alias("n"), units.sum().alias("fsh"), (units**2).sum().alias("fsh_squared")
    )
    return found.sort("arm", "tablet_day").cast(schema)


def _of_arms(tables: Tables, wanted: pl.Expr) -> pl.DataFrame:
    """Events of a kind from randomisation on, with the arm of each woman."""
    events = tables.events.filter(wanted & (pl.col("day") >= 0.0))
    return events.join(tables.participants.select(*_PERSON, "arm"), on=_PERSON, maintain_order="left")


def told(sums: dict[str, pl.DataFrame], protocol: Protocol, trials: int) -> dict[str, Any]:
    """The same as plain values for JSON: means over trials, and FSH and the reserve over women."""
    return {
        "adverse_events": _told_adverse(sums["adverse"], sums["flow"], protocol, trials),
        "pregnancies": {
            arm: {name: _of(sums["pregnancies"], {"arm": arm}, name) / trials for name in _PREGNANCIES}
            for arm in protocol.arms
        },
        "intercurrent": {
            arm: {e: _of(sums["intercurrent"], {"arm": arm, "event": e}, "women") / trials for e in INTERCURRENT}
            for arm in protocol.arms
        },
        "discontinuation": {
            arm: {
                row["cause"]: row["women"] / trials
                for row in _sorted(sums["discontinuation"], protocol, "cause")
                if row["arm"] == arm
            }
            for arm in protocol.arms
        },
        "tablet_days": [_told_tablet_day(row) for row in _sorted(sums["tablet_days"], protocol, "tablet_day")],
        "true_ovulation": {
            row["arm"]: row["ovulating"] / row["n"]
            for row in _sorted(sums["yearly"], protocol, "year")
            if row["n"] and row["year"] == 1
        },
        "long_term": [
            {
                "arm": row["arm"],
                "year": row["year"],
                "n": row["n"],
                "reserve": row["primordial"] / row["n"],
                **{name: row[name] / row["n"] for name in ("ovulating", "menses", "exhausted")},
            }
            for row in _sorted(sums["yearly"], protocol, "year")
            if row["n"] and protocol.follow_up_days >= _LONG
        ],
    }


def _told_adverse(adverse: pl.DataFrame, flow: pl.DataFrame, protocol: Protocol, trials: int) -> list[dict[str, Any]]:
    """The table of adverse events, arms in the protocol's order."""
    order = list(protocol.arms)
    return [
        {
            "arm": row["arm"],
            "term": row["term"],
            "women": row["women"] / trials,
            "events": row["events"] / trials,
            "per_100_women": 100.0 * row["women"] / max(_of(flow, {"arm": row["arm"]}, "randomised"), 1),
            "serious": row["serious"] / trials,
            "related": row["related"] / trials,
            "grades": {str(grade): row[f"grade_{grade}"] / trials for grade in _GRADES if row[f"grade_{grade}"]},
        }
        for row in sorted(
            adverse.iter_rows(named=True), key=lambda row: (order.index(row["arm"]), -row["women"], row["term"])
        )
    ]


def _told_tablet_day(row: dict[str, Any]) -> dict[str, Any]:
    """Mean and standard deviation of FSH on one day of the calendar."""
    n, mean = row["n"], row["fsh"] / row["n"] * _UNIT
    variance = max(row["fsh_squared"] * _UNIT**2 - n * mean**2, 0.0) / (n - 1) if n > 1 else None
    spread = None if variance is None else variance**0.5
    return {"arm": row["arm"], "tablet_day": row["tablet_day"], "n": n, "fsh_mean": mean, "fsh_sd": spread}


def _sorted(sums: pl.DataFrame, protocol: Protocol, by: str) -> list[dict[str, Any]]:
    """Rows in the protocol's order of arms, then by another column."""
    order = list(protocol.arms)
    return sorted(sums.iter_rows(named=True), key=lambda row: (order.index(row["arm"]), row[by]))


def _of(sums: pl.DataFrame, where: dict[str, str], column: str) -> float:
    """One sum; 0 where nothing was counted."""
    if sums.is_empty():
        return 0.0
    return float(sums.filter(**where)[column].sum())
