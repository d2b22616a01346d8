"""Power of exact tests by going through every outcome: Fisher, the trend over doses, one share against a fixed one.

The power of an exact test does not rise smoothly with the number of women: one woman more can lower it (a saw-tooth).
So sizes are told as the smallest with the wanted power, and as the smallest from which on it is kept.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc, gammaln, xlog1py, xlogy

from antral.analysis import methods
from antral.core import InputError
from antral.design.fixed.sized import Size, level_of, share, two_arms

FISHER = "Fisher's exact test, all outcomes enumerated"
BOSCHLOO = "Boschloo's exact test, all outcomes enumerated"
TREND = "exact dose trend of counts, all outcomes enumerated"
BINOMIAL = "exact binomial test of one share against a fixed one, one-sided"
_OUTCOMES = 3_000_000


def chances(women: int, true: float) -> NDArray[np.float64]:
    """Binomial chances of 0 to all women having an event. `[event]`."""
    k = np.arange(women + 1)
    ways = gammaln(women + 1) - gammaln(k + 1) - gammaln(women - k + 1)
    found: NDArray[np.float64] = np.exp(ways + xlogy(k, true) + xlog1py(women - k, -true))
    return found


def fisher_power(treated: float, control: float, n: Sequence[int], *, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of Fisher's exact test of two shares.

    Two-sided by probability, as R does it; one-sided in the direction of the true difference. Both directions count
    as rejections of the two-sided test.

    Parameters
    ----------
    n
        Women treated, and control.
    """
    two_arms(n)
    return trend_power((control, treated), (n[1], n[0]), (0.0, 1.0), alpha=alpha, sides=sides, rule="probability")


def fisher_size(
    treated: float,
    control: float,
    *,
    power: float = 0.8,
    ratio: float = 1.0,
    alpha: float = 0.05,
    sides: int = 2,
    most: int = 500,
) -> Size:
    """The smallest control arm with some power, `ratio` women treated for each control (rounded up).

    Raises
    ------
    InputError
        If no size up to `most` has the power.
    """
    level_of(alpha, sides, power)

    def arms(control_women: int) -> tuple[int, int]:
        return math.ceil(ratio * control_women - 1e-9), control_women

    first, kept = _first_and_kept(
        lambda n: fisher_power(treated, control, arms(n), alpha=alpha, sides=sides), power, 2, most
    )
    women = arms(first)
    found = fisher_power(treated, control, women, alpha=alpha, sides=sides)
    return Size(FISHER, tuple(map(float, women)), women, found, notes=_saw(first, kept))


def boschloo_power(treated: float, control: float, n: Sequence[int], *, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of Boschloo's exact test of two shares, which is never below that of Fisher's.

    One-sided in the direction of the true difference.
    """
    level_of(alpha, sides), two_arms(n)
    x, y = (k.ravel() for k in np.meshgrid(np.arange(n[0] + 1), np.arange(n[1] + 1), indexing="ij"))
    alternative = "two-sided" if sides == 2 else ("greater" if treated >= control else "less")
    p = methods.binary.boschloo_p(np.stack([x, y]), np.tile([[n[0]], [n[1]]], len(x)), alternative)
    chance = np.outer(chances(n[0], share("a share", treated)), chances(n[1], share("a share", control))).ravel()
    return float(chance[p <= alpha * (1.0 + 1e-7)].sum())


def trend_power(
    shares: Sequence[float],
    n: Sequence[int],
    scores: Sequence[float],
    *,
    alpha: float = 0.05,
    sides: int = 2,
    rule: str = "distance",
) -> float:
    """Power of the exact Cochran-Armitage trend, conditional on the number of events in all.

    Parameters
    ----------
    shares, n, scores
        True share, women and score (such as the dose) of each arm.
    rule
        What counts as extreme in a two-sided test: `distance` from the mean, or `probability`.

    Raises
    ------
    InputError
        For more outcomes than can be enumerated; simulate those.
    """
    level_of(alpha, sides)
    if not len(shares) == len(n) == len(scores) >= 2 or min(n) < 1:
        raise InputError(f"share, women and score of at least two arms are wanted; got {shares}, {n}, {scores}.")
    if math.prod(size + 1 for size in n) > _OUTCOMES:
        raise InputError(f"{tuple(n)} women have more than {_OUTCOMES} outcomes: simulate the trial instead.")
    if sides == 1:
        centred = np.asarray(scores) - np.average(scores, weights=n)
        rule = "larger" if float(np.sum(np.asarray(n) * centred * shares)) >= 0.0 else "smaller"
    grids = np.meshgrid(*(np.arange(size + 1) for size in n), indexing="ij")
    events = np.stack([grid.ravel() for grid in grids], axis=1)
    chance = np.ones(1)
    for women, true in zip(n, shares, strict=True):
        chance = np.multiply.outer(chance, chances(women, share("a share", true))).ravel()
    _, p = methods.counts.p_values(events, tuple(n), tuple(scores), rule)
    level = alpha  # the rules of one side look at one tail only
    return float(chance[np.nan_to_num(p, nan=1.0) <= level * (1.0 + 1e-7)].sum())


@dataclass(frozen=True)
class OneShare:
    """An exact test of one share against a fixed one."""

    women: int
    events: int
    """Fewest events that reject (most, if the true share is below the fixed one)."""
    size: float
    """The chance of rejecting at the fixed share: what the test really spends."""
    power: float
    alpha: float
    """One-sided."""
    rejects_above: bool = True
    """Whether many events reject; few do if the true share is below the fixed one."""

    def __str__(self) -> str:
        """In one line."""
        side = "at least" if self.rejects_above else "at most"
        return (
            f"{self.women} women, rejects with {side} {self.events} events, one-sided alpha {self.alpha:g} "
            f"(spends {self.size:.4f}), power {self.power:.4f}; {BINOMIAL}"
        )


def binomial_power(true: float, null: float, n: int, *, alpha: float = 0.05) -> OneShare:
    """The exact one-sided test of one share against a fixed one, in the direction of the true share."""
    level_of(alpha, 1)
    share("the true share", true), share("the fixed share", null)
    if n < 1:
        raise InputError(f"at least one woman is wanted; got {n}.")
    if true < null:
        other = binomial_power(1.0 - true, 1.0 - null, n, alpha=alpha)
        return OneShare(n, n - other.events, other.size, other.power, alpha, rejects_above=False)
    k = np.arange(n + 1)
    at_least = np.r_[1.0, bdtrc(k[:-1], n, null), 0.0]  # chance of k or more events; n + 1 never happens
    events = int(np.argmax(at_least <= alpha * (1.0 + 1e-12)))
    power = 1.0 if events == 0 else (0.0 if events > n else float(bdtrc(events - 1, n, true)))
    return OneShare(n, events, float(at_least[events]), power, alpha)


def binomial_size(true: float, null: float, *, power: float = 0.8, alpha: float = 0.05, most: int = 5000) -> Size:
    """The fewest women with whom the exact one-sided test has some power."""
    level_of(alpha, 1, power)
    first, kept = _first_and_kept(lambda n: binomial_power(true, null, n, alpha=alpha).power, power, 1, most)
    found = binomial_power(true, null, first, alpha=alpha).power
    return Size(BINOMIAL, (float(first),), (first,), found, notes=_saw(first, kept))


_TOOTH = 30
"""Sizes in a row that must keep the power for it to count as kept."""


def _first_and_kept(power_of: Callable[[int], float], power: float, least: int, most: int) -> tuple[int, int]:
    """The smallest size with a power, and the smallest from which on it is kept."""
    first, kept = 0, 0
    for n in range(least, most + 1):
        enough = power_of(n) >= power
        if enough:
            first, kept = first or n, kept or n
            if n - kept >= _TOOTH:
                break
        else:
            kept = 0
    if not first:
        raise InputError(f"no size up to {most} has a power of {power:g}.")
    return first, kept or most


def _saw(first: int, kept: int) -> tuple[str, ...]:
    return () if kept == first else (f"some larger sizes have less power; from {kept} on it is kept",)
