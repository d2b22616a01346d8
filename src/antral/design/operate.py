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
class Part:
    """What the analysis says of some replicates of one scenario; processes hand it over. Tables as in `Gathered`."""

    arms: pl.DataFrame
    tests: pl.DataFrame
    claims: pl.DataFrame
    values: pl.DataFrame
    people: pl.DataFrame
    """`trial, participant_id, woman`: who took part."""
    readings: pl.DataFrame
    """`arm, day, analyte, value`: measured values of the first `COURSE_TRIALS` trials."""
    flow: pl.DataFrame
    serious: pl.DataFrame
    failed: int
    patient_years: float


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
    return lambda scenario: (
        batch[scenario]
        for batch in batches(protocol, bank, trials=trials, seed=seed, scenarios=[scenario], threads=threads)
    )


def analysed(protocol: Protocol, batch: Conducted, *, seed: int) -> Part:
    """What the analysis of every replicate of one batch says."""
    results = analyse(batch.tables, protocol, seed=seed)
    people = batch.tables.participants.select("trial", "participant_id", "woman")
    values = results.participants.select("trial", "participant_id", "arm", "endpoint", "value")
    return Part(
        arms=results.arms,
        tests=results.tests,
        claims=naive_claims(results),
        values=values.join(people, on=["trial", "participant_id"], maintain_order="left"),
        people=people,
        readings=_readings(protocol, batch.tables),
        flow=_flow(batch.tables),
        serious=_serious(batch.tables),
        failed=batch.failed,
        patient_years=batch.patient_years,
    )


def together(parts: Sequence[Part], scenario: str, *, seed: int) -> Gathered:
    """The parts of one scenario as one, in the order of their trials."""
    people = pl.concat([part.people for part in parts])
    enrolled = Enrolled(people["trial"].to_numpy().astype(np.int64), people["woman"].to_numpy().astype(np.int64))
    return Gathered(
        arms=pl.concat([part.arms for part in parts]),
        tests=pl.concat([part.tests for part in parts]),
        claims=pl.concat([part.claims for part in parts]),
        values=pl.concat([part.values for part in parts]),
        enrolled=enrolled,
        courses=_courses(pl.concat([part.readings for part in parts])),
        flow=pl.concat([part.flow for part in parts]).group_by("arm", maintain_order=True).agg(pl.all().sum()),
        serious=pl.concat([part.serious for part in parts]),
        failed=sum(part.failed for part in parts),
        patient_years=sum(part.patient_years for part in parts),
        strength=_strength(scenario, seed, np.unique(enrolled.trial)),
    )


def gather(
    protocol: Protocol, scenario: str, source: Batches, *, seed: int, progress: Callable[[int], None] | None = None
) -> Gathered:
    """Analyse every replicate of one scenario, batch by batch.

    Parameters
    ----------
    progress
        Called with the number of trials finished.
    """
    parts = []
    for batch in source(scenario):
        parts.append(analysed(protocol, batch, seed=seed))
        if progress is not None:
            progress(batch.tables.trials)
    return together(parts, scenario, seed=seed)


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
