"""What the analysis of many replicates says, gathered shard by shard under every scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import Plan, Reason, Results, analyse, naive_claims, plan, valued
from antral.dataset import Tables
from antral.design import happened, monitoring, truth
from antral.design.gathered import COURSE_WOMEN, RESAMPLED_WOMEN, Gathered, Part, first_trials, put_together
from antral.protocol import Protocol
from antral.therapy import scenario as scenario_named
from antral.therapy import strength
from antral.trial import Conducted

Potential = Mapping[str, Tables]
"""Everybody in one arm, by arm."""

_NAMES: Final = frozenset(
    {"arm", "endpoint", "test", "kind", "claim", "contrast", "against", "method", "sizes", "text", "analyte"}
)
"""Columns of few different words, kept as their numbers."""
_SOME_TRIALS: Final = np.arange(1, 65)
"""Trials that show whether a scenario draws its effect anew."""
_ROUGH: Final = frozenset({"ci_low", "ci_high", "estimate"})
"""Columns kept with seven digits."""


def gather_part(
    protocol: Protocol,
    conducted: Mapping[str, Conducted],
    *,
    seed: int,
    potential: Mapping[str, Potential] | None = None,
) -> dict[str, Part]:
    """Analyse the replicates of one shard, by scenario; processes hand the parts over.

    Parameters
    ----------
    conducted
        The same trials under each scenario.
    potential
        By scenario, everybody in each arm (`trial.potential`), where the truth is to come from all arms; else it comes
        from each woman without cells, where the scenario's `zero` is among those conducted.
    """
    wanted = plan(protocol)
    kept = first_trials(protocol, RESAMPLED_WOMEN)
    results = {name: analyse(one.tables, wanted, seed=seed) for name, one in conducted.items()}
    all_arms = {
        name: {arm: valued(tables, wanted) for arm, tables in arms.items()} for name, arms in (potential or {}).items()
    }
    parts = {}
    for name, one in conducted.items():
        zero = scenario_named(name).zero
        true, how = truth.nothing(), truth.Kept(kept, bool(_strength(name, seed, _SOME_TRIALS)))
        if name in all_arms:
            true = truth.from_all_arms(wanted, all_arms[name], all_arms[zero], how)
        elif zero != name and zero in results:
            true = truth.from_twins(wanted, results[name].valued, results[zero].valued, how)
        parts[name] = _part(protocol, wanted, one, results[name], true, kept)
    return parts


def merged(parts: Sequence[Mapping[str, Part]], *, seed: int, all_arms: bool = False) -> dict[str, Gathered]:
    """The parts of a run, in the order of their trials, put together by scenario.

    Parameters
    ----------
    all_arms
        Whether the parts were made with `potential`.
    """
    result = {}
    for name in parts[0]:
        mine = [part[name] for part in parts]
        trials = np.unique(np.concatenate([one.rows["people"]["trial"].to_numpy() for one in mine])).astype(np.int64)
        result[name] = put_together(
            mine,
            scenario=name,
            zero=scenario_named(name).zero,
            strength=_strength(name, seed, trials),
            all_arms=all_arms,
        )
    return result


def _part(
    protocol: Protocol,
    wanted: Plan,
    one: Conducted,
    results: Results,
    true: truth.Found,
    kept: int,
) -> Part:
    """What is kept of one scenario's replicates."""
    tables = one.tables
    people = tables.participants.select("trial", "participant_id", "woman")
    rows = {
        "arms": results.arms,
        "slopes": results.slopes,
        "contrasts": results.contrasts,
        "tests": results.tests,
        "claims": naive_claims(results),
        "values": _values(results, people, kept),
        "truths": true.truths,
        "pairs": true.pairs,
        "people": people.select("trial", pl.col("woman").fill_null(0).cast(pl.UInt32)),
        "readings": _readings(protocol, tables),
        "serious": happened.serious(tables),
        "stops": monitoring.stops(protocol, tables),
    }
    sums = {
        "flow": happened.flow(tables),
        "reasons": _reasons(results),
        "effects": true.effects,
        "adverse": happened.adverse(tables),
        "pregnancies": happened.pregnancies(tables),
        "intercurrent": happened.intercurrent(tables),
        "discontinuation": happened.discontinuation(tables),
        "tablet_days": happened.tablet_days(protocol, tables),
        "yearly": one.yearly,
    }
    return Part(
        trials=tables.trials,
        rows={name: _small(frame) for name, frame in rows.items()},
        sums=sums,
        failed=one.failed,
        patient_years=one.patient_years,
    )


def _small(frame: pl.DataFrame) -> pl.DataFrame:
    """The same table in less memory."""
    return frame.with_columns(
        pl.col(_NAMES & set(frame.columns)).cast(pl.Categorical),
        pl.col(_ROUGH & set(frame.columns)).cast(pl.Float32),
        pl.col({"n"} & set(frame.columns)).cast(pl.Int16),
    )


def _reasons(results: Results) -> pl.DataFrame:
    """Women of each arm in whom an endpoint is not estimable, by the reason."""
    found = []
    for endpoint, one in results.valued.values.items():
        cells = results.valued.layout.arm * len(Reason) + one.reason
        counts = np.bincount(cells, minlength=len(results.plan.doses) * len(Reason)).reshape(-1, len(Reason))
        found += [
            (arm, endpoint, reason.words, int(counts[place, reason]))
            for place, arm in enumerate(results.plan.doses)
            for reason in Reason
            if reason != Reason.ESTIMABLE and counts[place, reason]
        ]
    schema = {"arm": pl.String, "endpoint": pl.String, "reason": pl.String, "women": pl.Int64}
    return pl.DataFrame(found, schema=schema, orient="row")


def _values(results: Results, people: pl.DataFrame, kept: int) -> pl.DataFrame:
    """Endpoints of the participants of the first trials."""
    schema = pl.Schema(
        {
            "trial": pl.Int32(),
            "participant_id": pl.Int32(),
            "arm": pl.String(),
            "endpoint": pl.String(),
            "value": pl.Float64(),
            "woman": pl.UInt32(),
        }
    )
    if min(results.valued.trials) > kept:
        return pl.DataFrame(schema=schema)
    first = pl.col("trial") <= kept
    values = results.participants.filter(first).select("trial", "participant_id", "arm", "endpoint", "value")
    found = values.join(people, on=["trial", "participant_id"], maintain_order="left")
    return found.with_columns(pl.col("woman").fill_null(0)).cast(schema)


def _readings(protocol: Protocol, tables: Tables) -> pl.DataFrame:
    """Measured values of the first trials with the planned day of their visit, up to a conception, in their order."""
    planned = pl.DataFrame(
        {"visit": [v.name for v in protocol.visits], "planned": [float(v.day) for v in protocol.visits]}
    )
    first = pl.col("trial") <= first_trials(protocol, COURSE_WOMEN)
    arms = tables.participants.filter(first).select("trial", "participant_id", "arm")
    kept = replace(tables, observations=tables.observations.filter(first), events=tables.events.filter(first))
    return (
        happened.before_conception(kept)
        .join(planned, on="visit", maintain_order="left")
        .join(arms, on=["trial", "participant_id"], maintain_order="left")
        .select("arm", pl.col("planned").alias("day"), pl.col("parameter").alias("analyte"), "value")
    )


def _strength(name: str, seed: int, trials: NDArray[np.int64]) -> dict[int, float]:
    """The strength of the effect drawn for each trial, if it differs between trials."""
    found = strength(scenario_named(name), seed, trials)
    return dict(zip(trials.tolist(), found.tolist(), strict=True)) if np.ptp(found) > 0.0 else {}
