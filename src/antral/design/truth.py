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
        "true": pl.Float64(),
        "n": pl.Int32(),
    }
)
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


def from_twins(plan: Plan, given: Valued, without: Valued, kept: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Truths and pairs of every arm: its women with cells against themselves without.

    Parameters
    ----------
    kept
        Pairs are kept of trials up to this number.
    """
    found = [_rows(plan, one, None, TWIN, kept) for one in _both(plan, given, without)]
    return _joined(found)


def from_all_arms(
    plan: Plan, given: Mapping[str, Valued], without: Mapping[str, Valued], kept: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Truths and pairs from all women in every arm: against themselves without cells, and in each control arm.

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


def _rows(
    plan: Plan, found: tuple[Question, _Both], arm: str | None, against: str, kept: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One endpoint's truths by trial and arm, and for medians the pairs of the first trials."""
    question, both = found
    names = pl.Series(list(plan.doses), dtype=pl.String)
    place = both.arm if arm is None else np.full(len(both.arm), list(plan.doses).index(arm))
    arms = names.gather(pl.Series(place, dtype=pl.UInt32))
    frame = pl.DataFrame(
        {"trial": both.trial.astype(np.int32), "arm": arms, "given": both.given, "other": both.other}
    ).with_columns(endpoint=pl.lit(question.name), against=pl.lit(against))
    effect = pl.col("given") - pl.col("other")
    true = effect.median() if by_median(question) else effect.mean()
    truths = frame.group_by("trial", "endpoint", "arm", "against", maintain_order=True).agg(
        true.alias("true"), pl.len().cast(pl.Int32).alias("n")
    )
    pairs = frame.filter(pl.col("trial") <= (kept if by_median(question) else 0))
    return truths.cast(TRUTHS_SCHEMA), pairs.select(list(PAIRS_SCHEMA)).cast(PAIRS_SCHEMA)


def _joined(found: list[tuple[pl.DataFrame, pl.DataFrame]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    return pl.concat([one for one, _ in found]), pl.concat([pairs for _, pairs in found])


class Truth(NamedTuple):
    """The true effect behind one estimate, on the scale of differences (log ratios)."""

    effect: float
    """Over all trials."""
    by_trial: dict[int, float]
    """In each trial, where the effect is drawn anew for each; else empty."""


_NO_EFFECT: Final = Truth(0.0, {})


def of_arm(gathered: Gathered, question: Question, arm: str) -> Truth | None:
    """The effect of the cells in the women of an arm; None where nothing was simulated beside the scenario.

    Without any effect of the cells it is 0 by definition.
    """
    if gathered.scenario == gathered.zero:
        return _NO_EFFECT
    return _true(gathered, question, arm, TWIN)


def of_contrast(gathered: Gathered, protocol: Protocol, question: Question, arm: str, against: str) -> Truth | None:
    """The true difference between two arms; None where it is not known.

    From the women without cells it is known only where the arms differ in nothing but the cells.
    """
    if gathered.all_arms:
        return _true(gathered, question, arm, against)
    if protocol.arms[arm].comedication != protocol.arms[against].comedication:
        return None
    if gathered.scenario == gathered.zero:
        return _NO_EFFECT
    first, second = _true(gathered, question, arm, TWIN), _true(gathered, question, against, TWIN)
    if first is None or second is None:
        return None
    if by_median(question):
        return first._replace(effect=_shift(_pairs(gathered, question, arm, TWIN)))
    trials = first.by_trial.keys() & second.by_trial.keys()
    return Truth(
        first.effect - second.effect,
        {trial: first.by_trial[trial] - second.by_trial[trial] for trial in sorted(trials)},
    )


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
    if gathered.truths.is_empty():
        return None
    rows = gathered.truths.filter(endpoint=question.name, arm=arm, against=against)
    if rows.is_empty():
        return None
    trial, true, n = (rows[name].to_numpy() for name in ("trial", "true", "n"))
    if by_median(question):
        given, other = _pairs(gathered, question, arm, against)
        effect = float(np.median(given - other)) if against == TWIN else _shift((given, other))
    else:
        effect = float((true * n).sum() / n.sum())
    drawn = dict(zip(trial.tolist(), true.tolist(), strict=True)) if gathered.strength else {}
    return Truth(effect, drawn)


def _pairs(gathered: Gathered, question: Question, arm: str, against: str) -> tuple[Numbers, Numbers]:
    """Values of the first trials' women under two conditions."""
    rows = gathered.pairs.filter(endpoint=question.name, arm=arm, against=against)
    return rows["given"].cast(pl.Float64).to_numpy(), rows["other"].cast(pl.Float64).to_numpy()


def _shift(pairs: tuple[Numbers, Numbers]) -> float:
    """The median of all differences between the values of both sides: what a shift of ranks estimates."""
    given, other = (side[:_MOST_PAIRS, np.newaxis] for side in pairs)
    return float(shift(given, other)[0][0]) if len(given) else float("nan")
