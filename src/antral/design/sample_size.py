"""How many women per arm a planned test needs, found by search over resampled trials."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import stats

from antral.analysis import Plan, Tested
from antral.design.operate import Gathered
from antral.design.resample import ArmDrawn, Pool, approximation, pool, power
from antral.records import parameters


class SampleSize(NamedTuple):
    """Women per arm for the wanted power."""

    per_arm: int | None
    """Null where the search found none; the reason says why."""
    power: float
    """Power at that number, or at the largest number searched."""
    reason: str
    method: str


_SATURATED = 2.0
"""The dose response counts as saturated where cells move the endpoint so much more than dose from dose differs."""


def searches() -> dict[str, float]:
    """The choices of `records/design/search.yaml`."""
    return {name: entry.value for name, entry in parameters("search", folder="design").items()}


def sample_size(gathered: Gathered, without: Gathered, plan: Plan, test: Tested, *, seed: int) -> SampleSize:
    """Women per arm (randomised) for the wanted power.

    Parameters
    ----------
    gathered, without
        The scenario, and the same trials without any effect of the cells.
    """
    search = searches()
    most, wanted, replicates = int(search["most_per_arm"]), search["power"], int(search["replicates"])
    method = f"{approximation(plan.sides)}; equal arms"
    known = pool(gathered, without, test.question.name, plan)
    if not len(known.spontaneous):
        return SampleSize(None, 0.0, "the endpoint was estimable in no woman", method)

    def power_of(per_arm: int) -> float:
        groups = [ArmDrawn(arm, per_arm, score) for arm, score in zip(plan.doses, test.scores, strict=True)]
        return power(known, plan, test, groups, replicates, seed=seed)

    if not any(gains.any() for gains in known.gains.values()):
        return SampleSize(None, power_of(most), "no effect: more women bring only false alarms", method)
    found, reached = smallest(power_of, wanted, most)
    if found is None:
        return SampleSize(None, reached, _why(known, plan, test, most), method)
    return SampleSize(found, reached, f"smallest number with a power of {wanted:.0%}", method)


def smallest(power_of: Callable[[int], float], wanted: float, most: int) -> tuple[int | None, float]:
    """The smallest number of women with the wanted power, and that power; None and the power of `most` if too low."""
    reached = power_of(most)
    if reached < wanted:
        return None, reached
    low, high = 1, most
    while high - low > 1:
        middle = (low + high) // 2
        now = power_of(middle)
        if now >= wanted:
            high, reached = middle, now
        else:
            low = middle
    return high, reached


def _why(known: Pool, plan: Plan, test: Tested, most: int) -> str:
    """Why not even the largest trial has the power."""
    spread = float(known.spontaneous.std()) or 1.0
    treated = [known.gains[arm] for arm in plan.doses if arm not in plan.controls]
    effect = abs(float(np.mean([gains.mean() for gains in treated]))) / spread
    between = abs(float(treated[-1].mean() - treated[0].mean())) / spread
    enough = f"{most} women per arm are not enough"
    quantiles = stats.norm.ppf(1.0 - plan.alpha / plan.sides) + stats.norm.ppf(searches()["power"])
    visible = quantiles * np.sqrt(2.0 / most)
    if test.is_trend and effect > max(_SATURATED * between, visible):
        return (
            f"dose response saturated: cells move the endpoint by {effect:.2f} standard deviations, the highest dose "
            f"only {between:.2f} more than the lowest; {enough} to tell doses apart"
        )
    return f"effect too small: {max(effect, between):.2f} standard deviations; {enough}"
