"""The smallest effect that a planned test would see with the wanted power, at the planned size."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from antral.analysis import COUNTED, Plan, Tested, side_of, tests_of
from antral.core import Purpose, uniforms
from antral.dataset import PARAMETERS
from antral.design.operate import Gathered
from antral.design.resample import Values, pool, power_exact
from antral.records import parameters

_REPLICATES = 300
_STEPS = 8
_WIDEST = 16.0
"""Effects are searched up to so many standard deviations per unit of dose."""


class SmallestEffect(NamedTuple):
    """An effect proportional to the dose (or, against a control arm, alike in all treated women)."""

    value: float | None
    """Null where no effect the search knows reaches the power."""
    unit: str
    label: str
    power: float
    method: str


METHOD = "effect added to resampled participants without effect; the planned test itself"


def smallest_effects(without: Gathered, plan: Plan, women: dict[str, int], *, seed: int) -> dict[str, SmallestEffect]:
    """The smallest effect of every planned test, by its name."""
    return {test.name: smallest_effect(without, plan, test, women, seed=seed) for test in tests_of(plan)}


def smallest_effect(without: Gathered, plan: Plan, test: Tested, women: dict[str, int], *, seed: int) -> SmallestEffect:
    """Search the effect that reaches the wanted power.

    Parameters
    ----------
    without
        The trials without any effect of the cells.
    women
        Women randomised to each arm.
    """
    wanted = parameters("search", folder="design")["power"].value
    known = pool(without, without, test.question.name, plan)
    if not len(known.spontaneous):
        return SmallestEffect(None, "", "the endpoint was estimable in no woman", wanted, METHOD)
    arms = {
        arm: known.drawn(None, known.women(women[arm]), _REPLICATES, seed=seed, stream=stream)
        for stream, arm in enumerate(plan.doses)
    }
    if test.kind in COUNTED:
        return _of_counts(arms, plan, test, wanted, seed)
    return _of_values(arms, plan, test, wanted, seed)


def _of_values(arms: dict[str, Values], plan: Plan, test: Tested, wanted: float, seed: int) -> SmallestEffect:
    """Effect on a change, in its own unit for each step of the dose."""
    everything = np.concatenate([values.ravel() for values in arms.values()])
    spread = float(everything.std()) or 1.0
    sign = -1.0 if test.question.direction == "decrease" else 1.0

    def power(size: float) -> float:
        moved = {
            arm: values + sign * size * spread * score
            for (arm, values), score in zip(arms.items(), test.scores, strict=True)
        }
        return power_exact(plan, test, moved, seed=seed)

    found = _search(power, wanted, 0.0, _WIDEST)
    label = "per dose step" if test.is_trend else "in every treated woman"
    if found is None:
        return SmallestEffect(None, "", f"no effect up to {_WIDEST:g} standard deviations {label}", wanted, METHOD)
    shift = sign * found * spread
    if test.question.derive == "log_change":
        return SmallestEffect(math.exp(shift), "ratio", label, wanted, METHOD)
    unit = PARAMETERS[test.question.measure][0] if test.question.measure is not None else ""
    return SmallestEffect(shift, unit, label, wanted, METHOD)


def _of_counts(arms: dict[str, Values], plan: Plan, test: Tested, wanted: float, seed: int) -> SmallestEffect:
    """Effect on a share: what it must be in the arm with the highest score, rising with the dose from the first.

    It falls instead where a one-sided test looks for fewer women with the event.
    """
    share = float(np.concatenate([values.ravel() for values in arms.values()]).mean())
    lowest, highest = min(test.scores), max(test.scores)
    falls = side_of(test.question, plan.sides) < 0
    room = share if falls else 1.0 - share
    luck = {
        arm: uniforms(seed, 0, 1000 + stream, Purpose.BOOTSTRAP, np.arange(values.size))[:, 0].reshape(values.shape)
        for stream, (arm, values) in enumerate(arms.items())
    }

    def power(gain: float) -> float:
        moved = {}
        for (arm, values), score in zip(arms.items(), test.scores, strict=True):
            added = gain * (score - lowest) / (highest - lowest)
            turned = luck[arm] < added / max(room, 1e-9)
            moved[arm] = np.where(turned, 0.0 if falls else 1.0, values)
        return power_exact(plan, test, moved, seed=seed)

    found = _search(power, wanted, 0.0, room)
    label = f"share of women in the highest dose, {share:.0%} in the lowest"
    if not test.is_trend:
        label = f"share of treated women, {share:.0%} of untreated"
    if found is None:
        return SmallestEffect(None, "share", f"not even {'nobody' if falls else 'everybody'}: {label}", wanted, METHOD)
    return SmallestEffect(share - found if falls else share + found, "share", label, wanted, METHOD)


def _search(power: Callable[[float], float], wanted: float, low: float, high: float) -> float | None:
    """The smallest argument with the wanted power, or None."""
    if power(high) < wanted:
        return None
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        if power(middle) >= wanted:
            high = middle
        else:
            low = middle
    return high
