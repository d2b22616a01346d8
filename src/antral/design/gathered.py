"""What the analyses of many replicates say, small enough to be kept: parts of a run, and a run put together.

Rows of single trials are few bytes each; what is summed over women is summed at once; participants' values and courses
are kept of the first trials only. So the memory of a run hardly grows with the number of its trials.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl

from antral.design.clustered import Enrolled
from antral.protocol import Protocol

RESAMPLED_WOMEN: Final = 12_000
"""Participants whose values are kept, for sample sizes, smallest effects and changes of design."""
COURSE_WOMEN: Final = 4_800
"""Participants from whom courses are drawn; more would move no quantile that an eye could see."""
QUANTILES: Final = (0.10, 0.25, 0.50, 0.75, 0.90)

SUMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "flow": ("arm",),
        "reasons": ("arm", "endpoint", "reason"),
        "effects": ("endpoint", "arm", "against"),
        "adverse": ("arm", "term"),
        "pregnancies": ("arm",),
        "intercurrent": ("arm", "event"),
        "discontinuation": ("arm", "cause"),
        "tablet_days": ("arm", "tablet_day"),
        "yearly": ("arm", "year"),
    }
)
"""Tables that are added up over parts: by name, the columns by which."""


def first_trials(protocol: Protocol, women: int) -> int:
    """Trials that hold so many participants."""
    return max(1, women // protocol.design.participants)


@dataclass(frozen=True)
class Part:
    """What the analysis says of some replicates under one scenario; parts of a run are merged in order."""

    trials: int
    rows: dict[str, pl.DataFrame]
    """Tables with rows of single trials, as in `Gathered`."""
    sums: dict[str, pl.DataFrame]
    """Tables that are added up, as in `SUMS`."""
    failed: int
    patient_years: float


@dataclass(frozen=True)
class Gathered:
    """What the analysis of every replicate of one scenario says."""

    trials: int
    scenario: str
    zero: str
    """The scenario without cells that stands beside this one; its own name where it has no cells."""
    arms: pl.DataFrame
    """Estimates by trial, arm and endpoint, as `analysis.Results.arms`."""
    slopes: pl.DataFrame
    contrasts: pl.DataFrame
    tests: pl.DataFrame
    claims: pl.DataFrame
    """Naive claims by trial, as `analysis.naive_claims`."""
    values: pl.DataFrame
    """`trial, participant_id, arm, endpoint, value, woman`: endpoints of the participants of the first trials
    (`RESAMPLED_WOMEN`); null where not estimable."""
    enrolled: Enrolled
    courses: pl.DataFrame
    """`arm, day, analyte, n, q10, q25, q50, q75, q90`: measured values at the planned day of each visit, from the first
    trials, none after a conception (`COURSE_WOMEN`)."""
    serious: pl.DataFrame
    """`trial, arm, women, randomised`: women with at least one serious event, and all of the arm."""
    failed: int
    patient_years: float
    truths: pl.DataFrame = field(default_factory=pl.DataFrame)
    """`trial, endpoint, arm, against, true`: effect of the cells in the women of each trial, where it is drawn anew for
    each; `against` is empty where each woman is compared with herself without cells."""
    pairs: pl.DataFrame = field(default_factory=pl.DataFrame)
    """`endpoint, arm, against, given, other`: the two values of each woman of the first trials."""
    stops: pl.DataFrame = field(default_factory=pl.DataFrame)
    """`trial, stopped, women`: whether the monitoring rule stops it, and women infused by then."""
    sums: dict[str, pl.DataFrame] = field(default_factory=dict)
    """Tables summed over all women; see `SUMS`."""
    strength: dict[int, float] = field(default_factory=dict)
    """How strong the effect drawn for each trial is; empty where it is the same in all."""
    all_arms: bool = False
    """Whether the truth comes from every woman in every arm, not from the woman without cells alone."""

    @property
    def flow(self) -> pl.DataFrame:
        """`arm, randomised, dosed, discontinued, completed`: sums over all trials."""
        return self.sums["flow"]


def put_together(
    parts: Sequence[Part], *, scenario: str, zero: str, strength: dict[int, float], all_arms: bool = False
) -> Gathered:
    """The parts of one scenario, in the order of their trials, as one; the parts are emptied."""
    trials = sum(part.trials for part in parts)
    rows = {name: pl.concat([part.rows.pop(name) for part in parts]) for name in list(parts[0].rows)}
    people = rows.pop("people")
    readings = rows.pop("readings")
    _, woman = np.unique(people["woman"].to_numpy(), return_inverse=True)
    return Gathered(
        trials=trials,
        scenario=scenario,
        zero=zero,
        enrolled=Enrolled(people["trial"].to_numpy().astype(np.int64), woman.ravel().astype(np.int64)),
        courses=_courses(readings),
        failed=sum(part.failed for part in parts),
        patient_years=sum(part.patient_years for part in parts),
        sums={name: added([part.sums[name] for part in parts], SUMS[name]) for name in parts[0].sums},
        strength=strength,
        all_arms=all_arms,
        **rows,
    )


def added(frames: Sequence[pl.DataFrame], keys: Sequence[str]) -> pl.DataFrame:
    """Sums by some columns, added one after the other: the same bits on any number of threads."""
    everything = pl.concat([frame for frame in frames if frame.width] or [pl.DataFrame()])
    if everything.is_empty():
        return everything
    groups = everything.select(keys).unique(maintain_order=True).with_row_index("_group")
    place = everything.select(keys).join(groups, on=keys, maintain_order="left")["_group"].to_numpy()
    sums = {}
    for name, dtype in everything.schema.items():
        if name not in keys:
            total = np.zeros(groups.height, np.int64 if dtype.is_integer() else np.float64)
            np.add.at(total, place, everything[name].to_numpy())
            sums[name] = pl.Series(total)
    return groups.drop("_group").with_columns(**sums)


def _courses(readings: pl.DataFrame) -> pl.DataFrame:
    """Quantiles over all participants."""
    shares = [pl.col("value").quantile(q, "linear").alias(f"q{round(100 * q)}") for q in QUANTILES]
    found = readings.group_by("arm", "day", "analyte").agg(pl.len().alias("n"), *shares)
    return found.cast({"arm": pl.String, "analyte": pl.String}).sort("analyte", "arm", "day")
