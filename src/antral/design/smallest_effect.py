"""The smallest effect that a planned test would see with the wanted power, in the trials as they were simulated."""

import math
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import Plan, Tested, side_of, test_values, tests_of
from antral.core import Purpose, uniforms
from antral.dataset import PARAMETERS
from antral.design.gathered import Gathered
from antral.design.power import searches

Values = NDArray[np.float64]

_MOST_TRIALS: Final = 400
_STEPS: Final = 8
_WIDEST: Final = 16.0
"""Effects are searched up to so many standard deviations per unit of dose."""
_STREAM: Final = 1000

METHOD: Final = (
    "effect added to the women of the trials simulated without effect; the planned test, ANCOVA without its covariates"
)


class SmallestEffect(NamedTuple):
    """An effect proportional to the dose (or, against a control arm, alike in all treated women)."""

    value: float | None
    """Null where no effect the search knows reaches the power."""
    unit: str
    label: str
    power: float
    method: str


class _Trials(NamedTuple):
    """Simulated trials with the same numbers of women."""

    arms: dict[str, Values]
    """Values of each arm. `[woman, trial]`"""
    number: int
    """How many trials."""


def smallest_effects(without: Gathered, plan: Plan, *, seed: int) -> dict[str, SmallestEffect]:
    """The smallest effect of every planned test, by its name; `without` are the trials without effect of the cells."""
    return {test.name: smallest_effect(without, plan, test, seed=seed) for test in tests_of(plan)}


def smallest_effect(without: Gathered, plan: Plan, test: Tested, *, seed: int) -> SmallestEffect:
    """Search the effect that reaches the wanted power in the trials without any effect of the cells."""
    wanted = searches()["power"]
    trials = _trials(without, plan, test)
    if not trials:
        return SmallestEffect(None, "", "the endpoint was estimable in no woman", wanted, METHOD)
    if test.on_values == "counts":
        return _of_counts(trials, plan, test, wanted, seed)
    return _of_values(trials, plan, test, wanted, seed)


def _trials(without: Gathered, plan: Plan, test: Tested) -> list[_Trials]:
    """The first simulated trials, those with the same numbers of women in each arm together."""
    rows = without.values.filter((pl.col("endpoint") == test.question.name) & pl.col("value").is_not_null())
    rows = rows.filter(pl.col("trial") <= _MOST_TRIALS)
    place = (
        pl.col("arm").cast(pl.String).replace_strict(list(plan.doses), range(len(plan.doses)), return_dtype=pl.Int64)
    )
    rows = rows.with_columns(place.alias("place")).sort("trial", "place", "participant_id")
    numbers, which = np.unique(rows["trial"].to_numpy(), return_inverse=True)
    arms, values = len(plan.doses), rows["value"].to_numpy()
    counts = np.bincount(which * arms + rows["place"].to_numpy(), minlength=len(numbers) * arms).reshape(-1, arms)
    starts = np.r_[0, np.cumsum(counts.ravel())[:-1]].reshape(-1, arms)
    result = []
    for sizes in np.unique(counts, axis=0):
        alike = np.flatnonzero((counts == sizes).all(axis=1))
        result.append(
            _Trials(
                {
                    arm: values[starts[alike, k][np.newaxis, :] + np.arange(sizes[k])[:, np.newaxis]]
                    for k, arm in enumerate(plan.doses)
                },
                len(alike),
            )
        )
    return result


def _rejected(
    plan: Plan, test: Tested, trials: list[_Trials], moved: Callable[[_Trials], dict[str, Values]], seed: int
) -> float:
    """Share of the trials that the test rejects after an effect was added."""
    rejected = 0
    for alike in trials:
        p = np.nan_to_num(test_values(plan, test.name, moved(alike), seed=seed), nan=1.0)
        rejected += int(np.count_nonzero(p <= plan.alpha))
    return rejected / sum(alike.number for alike in trials)


def _of_values(trials: list[_Trials], plan: Plan, test: Tested, wanted: float, seed: int) -> SmallestEffect:
    """Effect on a change, in its own unit for each step of the dose."""
    everything = np.concatenate([values.ravel() for alike in trials for values in alike.arms.values()])
    spread = float(everything.std()) or 1.0
    sign = -1.0 if test.question.direction == "decrease" else 1.0
    scores = dict(zip(plan.doses, test.scores, strict=True))

    def power(size: float) -> float:
        shift = sign * size * spread
        return _rejected(
            plan, test, trials, lambda alike: {a: v + shift * scores[a] for a, v in alike.arms.items()}, seed
        )

    found = _search(power, wanted, _WIDEST)
    label = "per dose step" if test.is_trend else "in every treated woman"
    if found is None:
        return SmallestEffect(None, "", f"no effect up to {_WIDEST:g} standard deviations {label}", wanted, METHOD)
    shift = sign * found * spread
    if test.question.derive == "log_change":
        return SmallestEffect(math.exp(shift), "ratio", label, wanted, METHOD)
    unit = PARAMETERS[test.question.measure][0] if test.question.measure is not None else ""
    return SmallestEffect(shift, unit, label, wanted, METHOD)


def _of_counts(trials: list[_Trials], plan: Plan, test: Tested, wanted: float, seed: int) -> SmallestEffect:
    """Effect on a share: what it must be in the arm with the highest score, rising with the dose from the first.

    It falls instead where a one-sided test looks for fewer women with the event.
    """
    share = float(np.concatenate([values.ravel() for alike in trials for values in alike.arms.values()]).mean())
    lowest, highest = min(test.scores), max(test.scores)
    weight = {a: (s - lowest) / (highest - lowest) for a, s in zip(plan.doses, test.scores, strict=True)}
    falls = side_of(test.question, plan.sides) < 0
    room = share if falls else 1.0 - share

    def power(gain: float) -> float:
        def moved(alike: _Trials) -> dict[str, Values]:
            result = {}
            for stream, (arm, values) in enumerate(alike.arms.items()):
                u = uniforms(seed, values.size, _STREAM + stream, Purpose.BOOTSTRAP, np.arange(values.size))[:, 0]
                turned = u.reshape(values.shape) < gain * weight[arm] / max(room, 1e-9)
                result[arm] = np.where(turned, 0.0 if falls else 1.0, values)
            return result

        return _rejected(plan, test, trials, moved, seed)

    found = _search(power, wanted, room)
    label = f"share of women in the highest dose, {share:.0%} in the lowest"
    if not test.is_trend:
        label = f"share of treated women, {share:.0%} of untreated"
    if found is None:
        return SmallestEffect(None, "share", f"not even {'nobody' if falls else 'everybody'}: {label}", wanted, METHOD)
    return SmallestEffect(share - found if falls else share + found, "share", label, wanted, METHOD)


def _search(power: Callable[[float], float], wanted: float, high: float) -> float | None:
    """The smallest argument from 0 to `high` with the wanted power, or None."""
    if power(high) < wanted:
        return None
    low = 0.0
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if power(middle) >= wanted else (middle, high)
    return high
