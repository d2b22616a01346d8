"""How many women per arm a planned test needs, found by search over resampled trials."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import stats

from antral.analysis import Plan, Tested
from antral.design.operate import Gathered
from antral.design.resample import Pool, Values, pool, power_large
from antral.records import parameters


class SampleSize(NamedTuple):
    """Women per arm for the wanted power."""

    per_arm: int | None
    """Null where the search found none; the reason says why."""
    power: float
    """Power at that number, or at the largest number searched."""
    reason: str
    method: str


METHOD = "resampled participants; randomisation test, normal approximation; equal arms"
RANKED = frozenset({"rank_trend", "rank_sum"})
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
    known = pool(gathered, without, test.question.name, plan)
    if not len(known.spontaneous):
        return SampleSize(None, 0.0, "the endpoint was estimable in no woman", METHOD)

    def power(per_arm: int) -> float:
        return _power(known, plan, test, per_arm, replicates, seed)

    if not any(gains.any() for gains in known.gains.values()):
        return SampleSize(None, power(most), "no effect: more women bring only false alarms", METHOD)
    found = smallest(power, wanted, most)
    if found is None:
        return SampleSize(None, power(most), _why(known, plan, test, most), METHOD)
    return SampleSize(found, power(found), f"smallest number with a power of {wanted:.0%}", METHOD)


def smallest(power: Callable[[int], float], wanted: float, most: int) -> int | None:
    """The smallest number of women with the wanted power, or None if `most` do not have it."""
    if power(most) < wanted:
        return None
    low, high = 1, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(middle) >= wanted else (middle, high)
    return high


def _power(known: Pool, plan: Plan, test: Tested, per_arm: int, replicates: int, seed: int) -> float:
    """Power with so many women randomised to each arm."""
    arms = [
        known.drawn(None if arm in plan.controls else arm, known.women(per_arm), replicates, seed=seed, stream=stream)
        for stream, arm in enumerate(plan.doses)
    ]
    return power_large(ranked(arms) if test.kind in RANKED else arms, list(test.scores), plan.alpha)


def ranked(arms: list[Values]) -> list[Values]:
    """Mid-ranks over all arms of each replicate."""
    ranks = stats.rankdata(np.concatenate(arms), axis=0)
    return np.split(ranks, np.cumsum([len(arm) for arm in arms])[:-1])


def _why(known: Pool, plan: Plan, test: Tested, most: int) -> str:
    """Why not even the largest trial has the power."""
    spread = float(known.spontaneous.std()) or 1.0
    treated = [known.gains[arm] for arm in plan.doses if arm not in plan.controls]
    effect = abs(float(np.mean([gains.mean() for gains in treated]))) / spread
    between = abs(float(treated[-1].mean() - treated[0].mean())) / spread
    enough = f"{most} women per arm are not enough"
    visible = (stats.norm.ppf(1.0 - plan.alpha / 2.0) + stats.norm.ppf(searches()["power"])) * np.sqrt(2.0 / most)
    if test.kind == test.question.test and effect > max(_SATURATED * between, visible):
        return (
            f"dose response saturated: cells move the endpoint by {effect:.2f} standard deviations, the highest dose "
            f"only {between:.2f} more than the lowest; {enough} to tell doses apart"
        )
    return f"effect too small: {max(effect, between):.2f} standard deviations; {enough}"
