"""Power of a planned test in trials of other sizes and arms, drawn from a pool."""

import math
from typing import Final, NamedTuple

import numpy as np
from scipy.special import ndtr

from antral.analysis import Plan, Tested, midranks, side_of, test_values
from antral.design.pool import Pool, Values
from antral.records import parameters

EXACT_UP_TO: Final = 60
"""Women with a value up to whom the planned test itself is made; beyond, its normal approximation."""
EXACT_REPLICATES: Final = 400
_POOLS: Final = 12


class Power(NamedTuple):
    """A power and its standard error, which knows how few women the pool rests on."""

    value: float
    mcse: float


def searches() -> dict[str, float]:
    """The choices of `records/design/search.yaml`."""
    return {name: entry.value for name, entry in parameters("search", folder="design").items()}


def power(known: Pool, plan: Plan, test: Tested, women: dict[str, int], *, seed: int) -> float:
    """Share of drawn trials that a test rejects.

    The number of women with a value is that expected of those randomised; a fraction is shared out between the whole
    numbers below and above it.

    Parameters
    ----------
    women
        Women randomised to each arm of the plan.
    """
    expected = {arm: max(n * known.estimable, 1.0) for arm, n in women.items()}
    upper = float(np.mean([n - math.floor(n) for n in expected.values()]))
    few = _power(known, plan, test, {arm: math.floor(n) for arm, n in expected.items()}, seed)
    if upper < 0.01 or sum(expected.values()) > EXACT_UP_TO:
        return few
    return (1.0 - upper) * few + upper * _power(
        known, plan, test, {arm: math.floor(n) + 1 for arm, n in expected.items()}, seed
    )


def power_with_error(known: Pool, plan: Plan, test: Tested, women: dict[str, int], *, seed: int) -> Power:
    """`power`, and how much it varies between pools of other women."""
    found = [power(known.resampled(seed, nth), plan, test, women, seed=seed) for nth in range(_POOLS)]
    return Power(power(known, plan, test, women, seed=seed), float(np.std(found, ddof=1)))


def searchable(known: Pool) -> bool:
    """Whether enough women were simulated for any size to be recommended; else it is not worth the search."""
    return len(np.unique(known.woman)) >= searches()["fewest_women"]


def trusted(known: Pool, found: Power) -> bool:
    """Whether a size found for the wanted power may be recommended: enough women, and an error within the margin."""
    search = searches()
    return searchable(known) and found.value - 2.0 * found.mcse >= search["power"] - search["margin"]


def _power(known: Pool, plan: Plan, test: Tested, with_value: dict[str, int], seed: int) -> float:
    """Power with so many women with a value in each arm."""
    exact = sum(with_value.values()) <= EXACT_UP_TO
    replicates = EXACT_REPLICATES if exact else int(searches()["replicates"])
    arms = {  # in the plan's order of arms, which is that of the test's scores
        arm: known.drawn(None if arm in plan.controls else arm, with_value[arm], replicates, seed=seed, stream=stream)
        for stream, arm in enumerate(plan.doses)
    }
    if exact:
        p = test_values(plan, test.name, arms, seed=seed)
        return float(np.mean(np.nan_to_num(p, nan=1.0) <= plan.alpha))
    values = list(arms.values())
    return approximate(ranked(values) if test.made == "ranks" else values, list(test.scores), plan, test)


def approximate(arms: list[Values], scores: list[float], plan: Plan, test: Tested) -> float:
    """Share of replicates in which a randomisation test rejects, its distribution taken as normal.

    For larger trials, where the permutation distribution of a linear statistic is close to normal (Hájek); values are
    changes, mid-ranks or 0 and 1. A replicate without any variation never rejects.

    Parameters
    ----------
    arms
        Values of each arm. `[woman, replicate]`
    """
    side = side_of(test.question, plan.sides)
    values = np.concatenate(arms)
    score = np.repeat(np.asarray(scores, dtype=float), [len(arm) for arm in arms])
    score = score - score.mean()
    centred = values - values.mean(axis=0)
    spread = np.sqrt((score**2).sum() * (centred**2).sum(axis=0) / (len(values) - 1))
    flat = spread <= 1e-12
    z = (score @ centred) / np.where(flat, 1.0, spread)
    tail = 1.0 - ndtr(side * z) if side else 2.0 * (1.0 - ndtr(np.abs(z)))
    return float(np.mean(np.where(flat, 1.0, tail) <= plan.alpha))


def ranked(arms: list[Values]) -> list[Values]:
    """Mid-ranks over all arms of each replicate."""
    ranks = midranks(np.concatenate(arms))
    return np.split(ranks, np.cumsum([len(arm) for arm in arms])[:-1])


def method(plan: Plan, test: Tested) -> str:
    """What is said of a power found here."""
    sides = "two" if plan.sides == 2 else "one"
    what = "test of counts" if test.on_values == "counts" else "randomisation test"
    if test.made == "times":
        what = "Fisher's exact test in place of the log-rank test, for which times would be needed"
    if test.on_values == "covariance":
        what = "t test without covariates, which asks for somewhat more women"
    return (
        f"resampled participants of the first trials; {what}, {sides}-sided, itself up to {EXACT_UP_TO} women, "
        "normal approximation beyond"
    )
