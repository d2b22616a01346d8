"""The true effect of the cells, which a simulation knows and no trial does.

Every woman is simulated with cells and without, with the same luck; the difference between the two is the effect of the
cells in her. By default this is known for the arm she is in. Where all arms are simulated for every woman (`all_arms`),
nobody leaves, and arms are compared in the same women, so that also what differs between arms beside the cells counts.
An effect is of the kind that the endpoint's estimate is: the mean of the women's effects, or their median.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import ENDPOINTS, Plan, Question, Valued, shift
from antral.design.gathered import Gathered
from antral.protocol import Protocol

Numbers = NDArray[np.float64]

TWIN: Final = ""
"""In the column `against`: the same woman without cells."""
_MOST_PAIRS: Final = 1_500
"""Values of each side from which the shift between two distributions is computed."""

TRUTHS_SCHEMA = pl.Schema(
    {
        "trial": pl.Int32(),
        "endpoint": pl.String(),
        "arm": pl.String(),
        "against": pl.String(),
        "true": pl.Float32(),
    }
)
EFFECTS_SCHEMA = pl.Schema(
    {
        "endpoint": pl.String(),
        "arm": pl.String(),
        "against": pl.String(),
        "n": pl.Int64(),
        "effect": pl.Int64(),
    }
)
_UNIT: Final = 1e-9
"""Sums of effects are whole numbers of this, so that they are the same in whatever order they are added."""
PAIRS_SCHEMA = pl.Schema(
    {
        "endpoint": pl.String(),
        "arm": pl.String(),
        "against": pl.String(),
        "given": pl.Float32(),
        "other": pl.Float32(),
    }
)


class _Both(NamedTuple):
    """One endpoint of the same women under two conditions; those in whom both are known."""

    trial: NDArray[np.int64]
    arm: NDArray[np.int64]
    given: Numbers
    other: Numbers


def by_median(question: Question) -> bool:
    """Whether an endpoint is estimated by a median."""
    return (question.estimate or ENDPOINTS[question.derive].estimate) == "median_order"


class Found(NamedTuple):
    """What some trials tell of the truth."""

    truths: pl.DataFrame
    """Effects by trial; empty where they are the same in all."""
    effects: pl.DataFrame
    """Sums of the effects over women."""
    pairs: pl.DataFrame
    """Values of women of the first trials, of endpoints that are estimated by a median."""


class Kept(NamedTuple):
    """What of it is kept."""

    pairs_up_to: int
    """Last trial whose pairs are."""
    by_trial: bool
    """Whether effects by trial are: they differ where the effect is drawn anew for each."""


def nothing() -> Found:
    """No truth is known."""
    return Found(*(pl.DataFrame(schema=schema) for schema in (TRUTHS_SCHEMA, EFFECTS_SCHEMA, PAIRS_SCHEMA)))


def from_twins(plan: Plan, given: Valued, without: Valued, kept: Kept) -> Found:
    """The truth in every arm: its women with cells against themselves without."""
    return _joined([_rows(plan, one, None, TWIN, kept) for one in _both(plan, given, without)])


def from_all_arms(plan: Plan, given: Mapping[str, Valued], without: Mapping[str, Valued], kept: Kept) -> Found:
    """The truth from all women in every arm: against themselves without cells, and in each control arm.

    Parameters
    ----------
    given, without
        All women in each arm, with cells and without. By arm.
    """
    found = []
    for arm in plan.doses:
        found += [_rows(plan, one, arm, TWIN, kept) for one in _both(plan, given[arm], without[arm])]
        for control in plan.controls if arm not in plan.controls else ():
            found += [_rows(plan, one, arm, control, kept) for one in _both(plan, given[arm], given[control])]
    return _joined(found)


def _both(plan: Plan, given: Valued, other: Valued) -> Iterator[tuple[Question, _Both]]:
    """Each endpoint under both conditions, women matched."""
    keys = [
        of.persons["trial"].to_numpy().astype(np.int64) << 32 | of.persons["participant_id"] for of in (given, other)
    ]
    _, here, there = np.intersect1d(keys[0], keys[1], assume_unique=True, return_indices=True)
    trial, arm = given.persons["trial"].to_numpy().astype(np.int64), given.layout.arm
    for question in plan.questions:
        one, two = given.values[question.name], other.values[question.name]
        known = (one.reason[here] == 0) & (two.reason[there] == 0)
        mine, theirs = here[known], there[known]
        yield question, _Both(trial[mine], arm[mine], one.value[mine], two.value[theirs])


def _keys(of: Valued) -> NDArray[np.int64]:
    """One number for each person of each trial."""
    trial, person = (of.persons[name].to_numpy().astype(np.int64) for name in ("trial", "participant_id"))
    return (trial << 32) | person


def _rows(plan: Plan, found: tuple[Question, _Both], arm: str | None, against: str, kept: Kept) -> Found:
    """What one endpoint tells."""
    question, both = found
    names = pl.Series(list(plan.doses), dtype=pl.String)
    place = both.arm if arm is None else np.full(len(both.arm), list(plan.doses).index(arm))
    frame = pl.DataFrame(
        {
            "trial": both.trial.astype(np.int32),
            "arm": names.gather(pl.Series(place, dtype=pl.UInt32)),
            "given": both.given,
            "other": both.other,
        }
    ).with_columns(endpoint=pl.lit(question.name), against=pl.lit(against))
    effect, keys = pl.col("given") - pl.col("other"), ["endpoint", "arm", "against"]
    is_median = by_median(question)
    effects = frame.group_by(keys).agg(
        pl.len().alias("n"), (effect / _UNIT).round().cast(pl.Int64).sum().alias("effect")
    )
    true = effect.median() if is_median else effect.mean()
    truths = frame.head(len(frame) * kept.by_trial).group_by("trial", *keys).agg(true.alias("true"))
    pairs = frame.filter(pl.col("trial") <= (kept.pairs_up_to if is_median else 0))
    return Found(
        truths.sort("trial", *keys).cast(TRUTHS_SCHEMA),
        effects.sort(keys).cast(EFFECTS_SCHEMA),
        pairs.select(list(PAIRS_SCHEMA)).cast(PAIRS_SCHEMA),
    )


def _joined(found: list[Found]) -> Found:
    truths, effects, pairs = (pl.concat(part) for part in zip(*found, strict=True))
    return Found(truths, effects, pairs)


class Truth(NamedTuple):
    """The true effect behind one estimate, on the scale of differences (log ratios)."""

    effect: float
    """Over all trials."""
    by_trial: dict[int, float]
    """In each trial, where the effect is drawn anew for each; else empty."""


_NO_EFFECT: Final = Truth(0.0, {})


def _is_harm(question: Question) -> bool:
    return ENDPOINTS[question.derive].is_harm


def of_arm(gathered: Gathered, question: Question, arm: str) -> Truth | None:
    """The effect of the cells in the women of an arm; None where nothing was simulated beside the scenario.

    Without any effect of the cells it is 0 by definition. Harm comes from the infusion, too, which a woman without an
    effect of the cells has had all the same: its truth is known from all arms alone.
    """
    if _is_harm(question):
        return None
    if gathered.scenario == gathered.zero:
        return _NO_EFFECT
    return _true(gathered, question, arm, TWIN)


def of_contrast(gathered: Gathered, protocol: Protocol, question: Question, arm: str, against: str) -> Truth | None:
    """The true difference between two arms; None where it is not known.

    From the women without cells it is known only where the arms differ in nothing but the cells, and not for harm.
    """
    if gathered.all_arms:
        return _true(gathered, question, arm, against)
    if _is_harm(question) or protocol.arms[arm].comedication != protocol.arms[against].comedication:
        return None
    if gathered.scenario == gathered.zero:
        return _NO_EFFECT
    first, second = _true(gathered, question, arm, TWIN), _true(gathered, question, against, TWIN)
    if first is None or second is None:
        return None
    trials = first.by_trial.keys() & second.by_trial.keys()
    by_trial = {trial: first.by_trial[trial] - second.by_trial[trial] for trial in sorted(trials)}
    if by_median(question):
        return Truth(_shift(_pairs(gathered, question, arm, TWIN)), by_trial)
    return Truth(first.effect - second.effect, by_trial)


def of_slope(gathered: Gathered, protocol: Protocol, plan: Plan, question: Question) -> Truth | None:
    """The true slope over the dose: that of the women's effects, each arm with its women."""
    regimens = [protocol.arms[arm].comedication for arm in plan.doses]
    if any(one != regimens[0] for one in regimens):
        return None
    if gathered.scenario == gathered.zero:
        return _NO_EFFECT
    doses = np.array(list(plan.doses.values())) / plan.dose_unit_cells
    found = [_true(gathered, question, arm, TWIN) for arm in plan.doses]
    if any(one is None for one in found):
        return None
    effects = [one for one in found if one is not None]
    weights = np.array([protocol.design.allocation.ratio[arm] for arm in plan.doses], dtype=float)
    centred = weights * (doses - np.average(doses, weights=weights))
    per_step = centred / float(centred @ doses)
    trials = set.intersection(*(set(one.by_trial) for one in effects))
    return Truth(
        float(per_step @ np.array([one.effect for one in effects])),
        {t: float(per_step @ np.array([one.by_trial[t] for one in effects])) for t in sorted(trials)},
    )


def _true(gathered: Gathered, question: Question, arm: str, against: str) -> Truth | None:
    """One truth, over all trials and, where the effect is drawn anew, in each."""
    sums = gathered.sums["effects"]
    mine = sums.filter(endpoint=question.name, arm=arm, against=against) if not sums.is_empty() else sums
    if mine.is_empty():
        return None
    effect = float(mine["effect"][0]) * _UNIT / float(mine["n"][0])
    if by_median(question):
        given, other = _pairs(gathered, question, arm, against)
        effect = float(np.median(given - other)) if against == TWIN else _shift((given, other))
    drawn: dict[int, float] = {}
    if gathered.strength:
        rows = gathered.truths.filter(endpoint=question.name, arm=arm, against=against)
        drawn = dict(zip(rows["trial"].to_list(), rows["true"].to_list(), strict=True))
    return Truth(effect, drawn)


def _pairs(gathered: Gathered, question: Question, arm: str, against: str) -> tuple[Numbers, Numbers]:
    """Values of the first trials' women under two conditions."""
    rows = gathered.pairs.filter(endpoint=question.name, arm=arm, against=against)
    return rows["given"].cast(pl.Float64).to_numpy(), rows["other"].cast(pl.Float64).to_numpy()


def _shift(pairs: tuple[Numbers, Numbers]) -> float:
    """The median of all differences between the values of both sides: what a shift of ranks estimates."""
    given, other = (side[:_MOST_PAIRS, np.newaxis] for side in pairs)
    return float(shift(given, other)[0][0]) if len(given) else float("nan")
