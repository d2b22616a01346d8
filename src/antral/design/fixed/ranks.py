"""Power and size of the Mann-Whitney test: Noether's formula, and simulated trials of the exact test."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from antral.analysis import methods
from antral.core import InputError, Purpose, uniforms
from antral.design.fixed.simulated import Simulated, share_of
from antral.design.fixed.sized import Size, level_of, positive, quantile, share, two_arms

NOETHER = "Mann-Whitney test, Noether's formula"
SIMULATED = "Mann-Whitney test (exact up to 60 women), simulated trials"

Quantiles = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def noether_power(larger: float, n: Sequence[float], *, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of the Mann-Whitney test (Noether 1987, J Am Stat Assoc 82:645).

    Parameters
    ----------
    larger
        The chance that a treated woman has the larger value; `normal_chance` gives it for normal values.
    n
        Women treated, and control.
    """
    away = abs(share("the chance of the larger value", larger) - 0.5)
    n = two_arms(n)
    total, product = positive("women", n[0] + n[1]), n[0] * n[1]
    return float(ndtr(away * math.sqrt(12.0 * product / total) - quantile(level_of(alpha, sides))))


def noether_size(larger: float, *, power: float = 0.8, ratio: float = 1.0, alpha: float = 0.05, sides: int = 2) -> Size:
    """Size of a Mann-Whitney test; `ratio` women are treated for one control."""
    level = level_of(alpha, sides, power)
    away = abs(share("the chance of the larger value", larger) - 0.5)
    if away == 0.0:
        raise InputError("neither arm tends to larger values: no number of women shows a difference.")
    control = (quantile(level) + float(ndtri(power))) ** 2 / (12.0 * away**2) * (1.0 + 1.0 / positive("ratio", ratio))
    women = (math.ceil(ratio * control - 1e-9), math.ceil(control - 1e-9))
    return Size(NOETHER, (ratio * control, control), women, noether_power(larger, women, alpha=alpha, sides=sides))


def normal_chance(effect: float, sd: float) -> float:
    """The chance that the larger of two normal values is the treated woman's."""
    return float(ndtr(effect / (positive("sd", sd) * math.sqrt(2.0))))


def mann_whitney_simulated(
    treated: Quantiles,
    control: Quantiles,
    n: Sequence[int],
    *,
    alpha: float = 0.05,
    trials: int = 2000,
    seed: int = 1,
) -> Simulated:
    """Power of the two-sided Mann-Whitney test in simulated trials.

    Parameters
    ----------
    treated, control
        Quantile function of the values of each arm, such as `lambda u: 2.0 + 1.5 * scipy.special.ndtri(u)`.
    """
    level_of(alpha, 2), two_arms(n)
    u = uniforms(seed, np.arange(1, trials + 1), np.arange(sum(n))[:, None], Purpose.DESIGN, 1)[..., 0]
    p = methods.continuous.rank_sum(treated(u[: n[0]]), control(u[n[0] :]))
    return share_of(p <= alpha, SIMULATED)
