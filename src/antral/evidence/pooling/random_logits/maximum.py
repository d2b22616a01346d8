"""Mean and spread of the true values that make the counts likeliest."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize, minimize_scalar

from antral.evidence.pooling.random_logits.kernels import Kernel, TwoArms
from antral.evidence.pooling.random_logits.marginal import marginal

Numbers = NDArray[np.float64]
Score = Callable[[Numbers], tuple[float, Numbers]]

WIDEST = 10.0
"""Largest spread of true log odds that is looked at: one in five true shares would then be below 0.0003 by chance."""
FARTHEST = 30.0
FEW_STUDIES = 5
"""Fewer say next to nothing of their spread."""
_STARTS = (0.1, 0.6, 2.0)
_SAME = 1e-8
"""A spread that gains less log likelihood than this over none is none."""


class Maximum(NamedTuple):
    """Where the likelihood is largest."""

    mean: float
    spread: float
    """Standard deviation of the true values; 0 where none gains likelihood."""
    se: float
    """Of the mean: from the observed information, of the spread too where it is not at its border; NaN where the
    likelihood is so flat that it has none."""
    log_likelihood: float
    level: Numbers
    """Further coefficients, such as each study's own level; else empty."""
    common_log_likelihood: float
    """The largest without any spread."""


def maximum(kernel: Kernel, start: float) -> Maximum:
    """Mean and spread of greatest likelihood, of models without a level for each study."""

    def score(place: Numbers) -> tuple[float, Numbers]:
        found = marginal(kernel, place[0], place[1])
        slope = found.chance * kernel(found.theta).slope
        return float(found.log.sum()), np.array([slope.sum(), (slope * found.z).sum()])

    return highest(score, np.array([start]), np.zeros(0))


def two_arm_maximum(events: Numbers, n: Numbers, start: float) -> Maximum:
    """The same for two binomial groups with a fixed level for each study, `[group, study]`."""
    share = (events.sum(axis=0) + 0.5) / (n.sum(axis=0) + 1.0)

    def score(place: Numbers) -> tuple[float, Numbers]:
        kernel = TwoArms(events, n, place[2:])
        found = marginal(kernel, place[0], place[1])
        first, second = kernel.arms(found.theta)
        gap = found.chance * (first.slope - second.slope) / 2.0
        level = (found.chance * (first.slope + second.slope)).sum(axis=0)
        return float(found.log.sum()), np.concatenate([[gap.sum(), (gap * found.z).sum()], level])

    return highest(score, np.array([start]), np.log(share / (1.0 - share)))


def highest(score: Score, mean: Numbers, level: Numbers) -> Maximum:
    """The better of the best place without and with spread.

    Parameters
    ----------
    score
        Log likelihood and its slopes at (mean, spread, level...), even in the spread or defined from 0 upwards.
    mean, level
        Where to start.
    """
    none = _climb(score, np.concatenate([mean, [0.0], level]), spread=False)
    tries = [_climb(score, np.concatenate([none[:1], [at], none[2:]]), spread=True) for at in _STARTS]
    best = max(tries, key=lambda place: score(place)[0])
    place = best if score(best)[0] > score(none)[0] + _SAME else none
    free = np.ones(len(place), bool)
    free[1] = 0.0 < place[1] < WIDEST
    information = -_hessian(score, place)[np.ix_(free, free)]
    variance = float(np.linalg.inv(information)[0, 0])
    se = float(np.sqrt(variance)) if variance > 0.0 else float("nan")
    return Maximum(float(place[0]), float(place[1]), se, score(place)[0], place[2:], score(none)[0])


def _climb(score: Score, start: Numbers, spread: bool) -> Numbers:
    """From a start to the top: L-BFGS-B, then Newton's method with the Hessian of the exact slopes."""
    bounds = [(-FARTHEST, FARTHEST), (0.0, WIDEST if spread else 0.0)] + [(-FARTHEST, FARTHEST)] * (len(start) - 2)

    def down(place: Numbers) -> tuple[float, Numbers]:
        value, slope = score(place)
        return -value, -slope

    found: Numbers = minimize(
        down, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13, "gtol": 1e-8, "maxiter": 1000}
    ).x
    free = np.ones(len(found), bool)
    free[1] = 1e-3 < found[1] < WIDEST
    for _ in range(4):
        value, slope = score(found)
        step = np.zeros(len(found))
        try:
            step[free] = np.linalg.solve(_hessian(score, found)[np.ix_(free, free)], -slope[free])
        except np.linalg.LinAlgError:
            break
        new = found + step
        if not (0.0 <= new[1] <= WIDEST and score(new)[0] > value):
            break
        found = new
    return found


def _hessian(score: Score, place: Numbers) -> Numbers:
    """Second derivatives, by central differences of the exact slopes."""
    step = 1e-4
    moved = np.eye(len(place)) * step
    rows = np.stack([(score(place + h)[1] - score(place - h)[1]) / (2.0 * step) for h in moved])
    found: Numbers = (rows + rows.T) / 2.0
    return found


def profile_limits(kernel: Kernel, top: Maximum, drop: float) -> tuple[float, float]:
    """Means at which the log likelihood, with the best spread for each, falls by `drop` below its maximum."""

    def short(mean: float) -> float:
        def lost(spread: float) -> float:
            return -float(marginal(kernel, np.asarray(mean), np.asarray(spread)).log.sum())

        inner = minimize_scalar(lost, bounds=(0.0, WIDEST), method="bounded", options={"xatol": 1e-8})
        return top.log_likelihood - drop + min(float(inner.fun), lost(0.0))

    def limit(side: float) -> float:
        width = max(top.se, 0.1) if np.isfinite(top.se) else 1.0
        while short(top.mean + side * width) < 0.0:
            width *= 2.0
            if width > FARTHEST:
                return side * np.inf
        return float(brentq(short, top.mean, top.mean + side * width, xtol=1e-9))

    return limit(-1.0), limit(1.0)


def spread_limits(kernel: Kernel, top: Maximum, drop: float) -> tuple[float, float]:
    """Spreads at which the log likelihood, with the best mean for each, falls by `drop` below its maximum.

    The lower is 0 where no spread is as good; the upper is infinite where even `WIDEST` is.
    """

    def short(spread: float) -> float:
        def lost(mean: float) -> float:
            return -float(marginal(kernel, np.asarray(mean), np.asarray(spread)).log.sum())

        reach = 3.0 * (np.nan_to_num(top.se) + spread) + 1.0
        bounds = (top.mean - reach, top.mean + reach)
        return top.log_likelihood - drop + float(minimize_scalar(lost, bounds=bounds, method="bounded").fun)

    low = 0.0 if short(0.0) < 0.0 else float(brentq(short, 0.0, top.spread, xtol=1e-7))
    high = np.inf if short(WIDEST) < 0.0 else float(brentq(short, top.spread, WIDEST, xtol=1e-7))
    return low, high
