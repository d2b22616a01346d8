"""Run a trial many times under named scenarios and gather what its analysis says each time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import analyse, naive_claims
from antral.dataset import Tables
from antral.design.clustered import Enrolled
from antral.population import Bank
from antral.protocol import Protocol
from antral.therapy import scenario as scenario_named
from antral.therapy import strength
from antral.trial import Conducted, batches

Batches = Callable[[str], Iterator[Conducted]]
"""The batches of one scenario, simulated or read from disk."""

QUANTILES: Final = (0.10, 0.25, 0.50, 0.75, 0.90)

COURSE_TRIALS: Final = 400
"""Courses are drawn from so many trials; more would fill the memory and move no quantile that an eye could see."""


@dataclass(frozen=True)
class Gathered:
    """What the analysis of every replicate of one scenario says."""

    arms: pl.DataFrame
    """Estimates by trial, arm and endpoint, as `analysis.Results.arms`."""
    tests: pl.DataFrame
    """Tests by trial, as `analysis.Results.tests`."""
    claims: pl.DataFrame
    """Naive claims by trial, as `analysis.naive_claims`."""
    values: pl.DataFrame
    """`trial, participant_id, arm, endpoint, value, woman`: each participant's endpoints; null where not estimable."""
    enrolled: Enrolled
    courses: pl.DataFrame
    """`arm, day, analyte, n, q10, q25, q50, q75, q90`: measured values at the planned day of each visit, from the first
    `COURSE_TRIALS` trials."""
    flow: pl.DataFrame
    """`arm, randomised, dosed, discontinued, completed`: sums over all trials."""
    serious: pl.DataFrame
    """`trial, women`: women with at least one serious event."""
    failed: int
    patient_years: float
    strength: dict[int, float] = field(default_factory=dict)
    """How strong the effect drawn for each trial is; empty where it is the same in all."""


def simulated(
    protocol: Protocol, bank: Bank, trials: Sequence[int], seed: int, *, threads: int | None = None
) -> Batches:
    """Batches made by simulation."""
    return lambda scenario: batches(protocol, bank, trials=trials, seed=seed, scenario=scenario, threads=threads)


def gather(
    protocol: Protocol, scenario: str, source: Batches, *, seed: int, progress: Callable[[int], None] | None = None
) -> Gathered:
    """Analyse every replicate of one scenario, batch by batch.

    Parameters
    ----------
    progress
        Called with the number of trials finished.
    """
    parts: dict[str, list[pl.DataFrame]] = {name: [] for name in ("arms", "tests", "claims", "values", "people")}
    flows, serious, readings = [], [], []
    failed, years = 0, 0.0
    for batch in source(scenario):
        results = analyse(batch.tables, protocol, seed=seed)
        parts["arms"].append(results.arms)
        parts["tests"].append(results.tests)
        parts["claims"].append(naive_claims(results))
        people = batch.tables.participants.select("trial", "participant_id", "woman")
        values = results.participants.select("trial", "participant_id", "arm", "endpoint", "value")
        parts["values"].append(values.join(people, on=["trial", "participant_id"], maintain_order="left"))
        parts["people"].append(people)
        flows.append(_flow(batch.tables))
        serious.append(_serious(batch.tables))
        readings.append(_readings(protocol, batch.tables))
        failed, years = failed + batch.failed, years + batch.patient_years
        if progress is not None:
            progress(batch.tables.trials)
    people = pl.concat(parts["people"])
    enrolled = Enrolled(people["trial"].to_numpy().astype(np.int64), people["woman"].to_numpy().astype(np.int64))
    return Gathered(
        arms=pl.concat(parts["arms"]),
        tests=pl.concat(parts["tests"]),
        claims=pl.concat(parts["claims"]),
        values=pl.concat(parts["values"]),
        enrolled=enrolled,
        courses=_courses(pl.concat(readings)),
        flow=pl.concat(flows).group_by("arm", maintain_order=True).agg(pl.all().sum()),
        serious=pl.concat(serious),
        failed=failed,
        patient_years=years,
        strength=_strength(scenario, seed, np.unique(enrolled.trial)),
    )


def _strength(name: str, seed: int, trials: NDArray[np.int64]) -> dict[int, float]:
    """The strength of the effect drawn for each trial, if it differs between trials."""
    found = strength(scenario_named(name), seed, trials)
    return dict(zip(trials.tolist(), found.tolist(), strict=True)) if np.ptp(found) > 0.0 else {}


def _flow(tables: Tables) -> pl.DataFrame:
    """How many were randomised, dosed, left and stayed, by arm."""
    dosed = (
        tables.events.filter(pl.col("kind") == "infusion")
        .select("trial", "participant_id")
        .unique()
        .with_columns(pl.lit(1).alias("dosed"))
    )
    people = tables.participants.join(dosed, on=["trial", "participant_id"], how="left")
    return people.group_by("arm", maintain_order=True).agg(
        pl.len().alias("randomised"),
        pl.col("dosed").sum(),
        pl.col("discontinuation").is_not_null().sum().alias("discontinued"),
        pl.col("completed").sum(),
    )


def _serious(tables: Tables) -> pl.DataFrame:
    """Women with at least one serious event, by trial, zeros included."""
    women = (
        tables.events.filter(pl.col("serious").fill_null(value=False))
        .group_by("trial")
        .agg(pl.col("participant_id").n_unique().alias("women"))
    )
    trials = tables.participants.select("trial").unique(maintain_order=True)
    return trials.join(women, on="trial", how="left").with_columns(pl.col("women").fill_null(0).cast(pl.Int64))


def _readings(protocol: Protocol, tables: Tables) -> pl.DataFrame:
    """Measured values with the planned day of their visit."""
    planned = pl.DataFrame(
        {"visit": [v.name for v in protocol.visits], "planned": [float(v.day) for v in protocol.visits]}
    )
    arms = tables.participants.select("trial", "participant_id", "arm")
    return (
        tables.observations.filter(pl.col("trial") <= COURSE_TRIALS)
        .join(planned, on="visit")
        .join(arms, on=["trial", "participant_id"])
        .select("arm", pl.col("planned").alias("day"), pl.col("parameter").alias("analyte"), "value")
    )


def _courses(readings: pl.DataFrame) -> pl.DataFrame:
    """Quantiles over all participants."""
    shares = [pl.col("value").quantile(q, "linear").alias(f"q{round(100 * q)}") for q in QUANTILES]
    return readings.group_by("arm", "day", "analyte").agg(pl.len().alias("n"), *shares).sort("analyte", "arm", "day")
