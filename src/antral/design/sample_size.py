"""How many women per arm a planned test needs, found by search over resampled trials."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from antral.analysis import Plan, Tested
from antral.design.gathered import Gathered
from antral.design.pool import Pool, pool
from antral.design.power import method, power, power_with_error, searchable, searches, trusted


class SampleSize(NamedTuple):
    """Women per arm for the wanted power."""

    per_arm: int | None
    """Null where the search found none; the reason says why."""
    power: float
    """Power at that number, or at the largest number searched; NaN where none was searched."""
    reason: str
    method: str
    most: int
    """The largest number per arm that was searched."""
    mcse: float | None = None
    """Error of the power at the number found, which knows how few women it rests on."""
    is_trusted: bool = True
    """Whether it is known well enough to be recommended; else more trials are needed."""


MORE_TRIALS = "more trials must be simulated before this number can be recommended"
TOO_FEW = "too few women were simulated: more trials are needed before a number can be searched"
_SATURATED = 2.0
"""The dose response counts as saturated where cells move the endpoint so much more than dose from dose differs."""


def sample_size(gathered: Gathered, without: Gathered, plan: Plan, test: Tested, *, seed: int) -> SampleSize:
    """Women per arm (randomised) for the wanted power.

    Parameters
    ----------
    gathered, without
        The scenario, and the same trials without any effect of the cells.
    """
    search = searches()
    most, wanted = int(search["most_per_arm"]), search["power"]
    how = f"{method(plan, test)}; equal arms"
    known = pool(gathered, without, test, plan)
    if not len(known):
        return SampleSize(None, 0.0, "the endpoint was estimable in no woman", how, most)

    def power_of(per_arm: int) -> float:
        return power(known, plan, test, dict.fromkeys(plan.doses, per_arm), seed=seed)

    enough = searchable(known)
    if not known.gain.any():
        at_most = power_of(most) if enough else math.nan
        return SampleSize(None, at_most, "no effect: more women bring only false alarms", how, most)
    if not enough:
        return SampleSize(None, math.nan, TOO_FEW, how, most, is_trusted=False)
    found, reached = smallest(power_of, wanted, most)
    if found is None:
        return SampleSize(None, reached, _why(known, plan, test, most, reached), how, most)
    equal = dict.fromkeys(plan.doses, found)
    known_power = power_with_error(known, plan, test, equal, seed=seed)
    if not trusted(known, known_power):
        return SampleSize(found, reached, MORE_TRIALS, how, most, known_power.mcse, is_trusted=False)
    return SampleSize(found, reached, f"smallest number with a power of {wanted:.0%}", how, most, known_power.mcse)


def smallest(power_of: Callable[[int], float], wanted: float, most: int) -> tuple[int | None, float]:
    """The smallest number of women with the wanted power, and that power; None if `most` do not have it."""
    high, reached = most, power_of(most)
    if reached < wanted:
        return None, reached
    low = 1
    while high - low > 1:
        middle = (low + high) // 2
        found = power_of(middle)
        if found >= wanted:
            high, reached = middle, found
        else:
            low = middle
    return high, reached


def _why(known: Pool, plan: Plan, test: Tested, most: int, reached: float) -> str:
    """Why not even the largest trial has the power; an effect is only too small where it hardly ever shows."""
    search = searches()
    spread = float(known.spontaneous.std()) or 1.0
    treated = [arm for arm in plan.doses if arm not in plan.controls]
    means = [float(known.gain[known.arm == known.arms.index(arm)].mean()) for arm in treated]
    effect, between = abs(float(np.mean(means))) / spread, abs(means[-1] - means[0]) / spread
    visible = (ndtri(1.0 - plan.alpha / 2.0) + ndtri(search["power"])) * np.sqrt(2.0 / most)
    enough = f"{most} women per arm are not enough"
    if test.is_trend and effect > max(_SATURATED * between, visible):
        return (
            f"dose response saturated: cells move the endpoint by {effect:.2f} standard deviations, the highest dose "
            f"only {between:.2f} more than the lowest; {enough} to tell doses apart"
        )
    size = f"{max(effect, between):.2f} standard deviations"
    if reached < search["hardly"]:
        return f"effect too small: {size}; {enough}"
    return f"not reached: {size}; {enough}"
