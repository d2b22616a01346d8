"""Several arms against one control arm, exact for normal errors of equal spread.

Sources: Dunnett 1955, J Am Stat Assoc 50:1096; step-down, Dunnett and Tamhane 1991, Stat Med 10:939. The comparisons
share the control arm, so that given its mean and the pooled spread they are independent: a double integral, whatever
the number of arms. It is summed on an even grid, which is exact to more than ten digits for such smooth functions.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, ndtr

from antral.analysis.methods.result import Result
from antral.core import InputError

DUNNETT: Final = "Dunnett's test of several arms against control, pooled variance, simultaneous interval"
STEP_DOWN_DUNNETT: Final = "Dunnett's step-down test of several arms against control, pooled variance"

_REACH, _STEP = 8.5, 0.1
"""Grid of the control arm's mean, in standard errors."""
_TAIL: Final = 40.0
"""The grid of the spread ends where its density is below exp of minus this."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Dunnett:
    """All arms against the control arm."""

    comparisons: Mapping[str, Result]
    """By arm: arm less control, simultaneous limits, single-step p-value; `details` has t and the step-down p-value."""
    critical: float
    """Of t, for the level of all comparisons together."""
    df: int
    control: str


def dunnett(values: ArrayLike, group: ArrayLike, *, control: Any, side: int = 0, level: float = 0.95) -> Dunnett:
    """Difference of means of each arm and the control arm.

    Parameters
    ----------
    values, group
        `[woman]`; women with a missing value are left out and counted.
    control
        Label of the control group.
    side
        0 for both sides; 1 where only larger values than control's count as effect, -1 where only smaller ones.

    Raises
    ------
    InputError
        Lengths that differ, infinite values, no arm besides control, an arm without values.
    """
    y, labels = np.asarray(values, dtype=float), np.asarray(group)
    if y.ndim != 1 or labels.shape != y.shape:
        raise InputError(f"values, group: wanted one of each for every woman; got shapes {y.shape} and {labels.shape}.")
    if np.isinf(y).any():
        raise InputError("values: wanted finite values; got an infinite one.")
    known = ~np.isnan(y)
    names = [control, *sorted({label for label in labels.tolist() if label != control})]
    mine = [y[known & (labels == name)] for name in names]
    sizes = tuple(len(part) for part in mine)
    if len(names) < 2 or not all(sizes):
        without = [str(name) for name, size in zip(names, sizes, strict=True) if not size]
        raise InputError(f"group: wanted women with values in control and every other arm; none in {without}.")
    df = sum(sizes) - len(sizes)
    means = np.asarray([part.mean() for part in mine])
    squares = sum(float(((part - part.mean()) ** 2).sum()) for part in mine)
    spread = math.sqrt(squares / df) if df and squares > 0 else math.nan
    errors = spread * np.sqrt(1 / np.asarray(sizes[1:]) + 1 / sizes[0])
    gaps = means[1:] - means[0]
    t = gaps / errors
    told = not math.isnan(spread)
    single = [_p(float(one), sizes, df, side) if told else math.nan for one in t]
    stepped = _step_down(t, sizes, df, side) if told else np.full(len(t), math.nan)
    critical = dunnett_critical(sizes, df, side, level) if df else math.nan
    comparisons = {}
    for at, name in enumerate(names[1:]):
        half = critical * float(errors[at])
        comparisons[str(name)] = Result(
            method=DUNNETT,
            effect=f"difference of means, {name} less {control}",
            estimate=float(gaps[at]),
            low=float(gaps[at]) - half if side >= 0 else -math.inf,
            high=float(gaps[at]) + half if side <= 0 else math.inf,
            p_value=single[at],
            confidence=level,
            sides=1 if side else 2,
            statistic=float(t[at]),
            df=df,
            n={str(one): size for one, size in zip(names, sizes, strict=True)},
            left_out=int((~known).sum()),
            assumptions=(
                "normal errors",
                "the same spread in all arms",
                "limits and p-values hold for all arms together",
            ),
            notes=() if told else ("no spread within arms: no interval and no p-value",),
            details={"standard error": float(errors[at]), "step-down p": float(stepped[at])},
        )
    return Dunnett(comparisons, critical, df, str(control))


def dunnett_by_trial(
    t: Numbers, sizes: tuple[int, ...], df: int, *, side: int = 0, level: float = 0.95, step_down: bool = True
) -> NDArray[np.bool_]:
    """Which arms differ from control in many trials with the same numbers of women, `[arm, trial]`.

    Parameters
    ----------
    t
        Student's t of each arm against control, with the pooled variance. `[arm, trial]`
    sizes
        Women of the control arm, then of the others.
    """
    signed = np.abs(t) if side == 0 else side * t
    signed = np.where(np.isnan(signed), -np.inf, signed)
    if not step_down:
        return signed > dunnett_critical(sizes, df, side, level)
    order = np.argsort(-signed, axis=0, kind="stable")
    rejected = np.zeros(t.shape, dtype=bool)
    every, going = np.arange(t.shape[1]), np.ones(t.shape[1], dtype=bool)
    for nth in range(len(t)):
        rest = np.sort(order[nth:], axis=0)
        limit = np.empty(t.shape[1])
        for one in np.unique(rest, axis=1).T:
            here = (rest == one[:, np.newaxis]).all(axis=0)
            limit[here] = dunnett_critical((sizes[0], *(sizes[1 + arm] for arm in one)), df, side, level)
        going &= signed[order[nth], every] > limit
        rejected[order[nth], every] = going
    return rejected


@lru_cache(maxsize=4096)
def dunnett_critical(sizes: tuple[int, ...], df: int, side: int = 0, level: float = 0.95) -> float:
    """Value that no arm's t exceeds with probability `level` where no arm differs from control.

    Parameters
    ----------
    sizes
        Women of the control arm, then of the others.
    """
    if len(sizes) < 2 or min(sizes) < 1 or df < 1 or not 0 < level < 1:
        raise InputError(f"sizes, df, level: wanted at least two arms, 1 or more, 0 to 1; got {sizes}, {df}, {level}.")
    low, high = (0.0, 1.0) if side == 0 else (-60.0, 1.0)
    while _inside(high, sizes, df, side) < level:
        high *= 2
    from scipy.optimize import brentq  # takes long to load

    return float(brentq(lambda c: _inside(c, sizes, df, side) - level, low, high, xtol=1e-12))


def _p(t: float, sizes: tuple[int, ...], df: int, side: int) -> float:
    return max(0.0, 1.0 - _inside(abs(t) if side == 0 else side * t, sizes, df, side))


def _step_down(t: Numbers, sizes: tuple[int, ...], df: int, side: int) -> Numbers:
    """Adjusted p-values: the largest effect against all arms, the next against those left, and so on."""
    order = np.argsort(-(np.abs(t) if side == 0 else side * t), kind="stable")
    found, so_far = np.empty(len(t)), 0.0
    for nth, at in enumerate(order):
        left = (sizes[0], *(sizes[1 + arm] for arm in np.sort(order[nth:])))
        so_far = max(so_far, _p(float(t[at]), left, df, side))
        found[at] = so_far
    return found


def _inside(limit: float, sizes: tuple[int, ...], df: int, side: int) -> float:
    """Probability that every t, or its absolute value where both sides count, is at most the limit."""
    arms = np.asarray(sizes[1:], dtype=float)
    shared = np.sqrt(arms / (arms + sizes[0]))
    own = np.sqrt(1 - shared**2)
    z = np.arange(-_REACH, _REACH + _STEP / 2, _STEP)
    density = np.exp(-(z**2) / 2) * _STEP / math.sqrt(2 * math.pi)
    scale, weight = _spread(df)
    inner = np.ones((len(scale), len(z)))
    for a, b in zip(shared, own, strict=True):
        upper = ndtr((limit * scale[:, np.newaxis] - a * z) / b)
        inner *= upper - ndtr((-limit * scale[:, np.newaxis] - a * z) / b) if side == 0 else upper
    return float(weight @ (inner @ density))


@lru_cache(maxsize=256)
def _spread(df: int) -> tuple[Numbers, Numbers]:
    """Values of the estimated over the true spread, and their probabilities; even steps of its logarithm."""
    reach = math.sqrt(_TAIL / df)
    step = 1 / math.sqrt(2 * df) / 8
    u = np.arange(-max(_TAIL / df, reach), reach + step, step)
    log_density = math.log(2) + df / 2 * math.log(df / 2) - float(gammaln(df / 2)) + df * u - df / 2 * np.exp(2 * u)
    return np.exp(u), np.exp(log_density) * step
