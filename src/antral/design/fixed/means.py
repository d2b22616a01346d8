"""Power and size of tests of means: z, t in one and two groups, pairs, and the t-test adjusted for baseline.

The power of a two-sided test counts both sides, as R's pwr does (power.t.test with strict = TRUE); the side on which
the effect does not lie adds next to nothing unless the power is small.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtrit

from antral.core import InputError
from antral.design.fixed.sized import Size, deviations, level_of, positive, quantile, sized, t_tail, two_arms

Z = "z-test of two means, deviation known"
T = "t-test of two means, equal deviation (noncentral t)"
ONE_T = "t-test of one mean or of paired differences (noncentral t)"
ANCOVA = "covariance-adjusted difference of two means, one normal covariate (noncentral t, over its chance imbalance)"


def z_power(effect: float, sd: float, n: Sequence[float], *, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of a z-test of two groups.

    Parameters
    ----------
    effect, sd
        True difference of the means, and standard deviation within each group; same unit.
    n
        Women treated, and control.
    """
    shift, critical = _shift(effect, sd, n), quantile(level_of(alpha, sides))
    return float(ndtr(shift - critical)) + (float(ndtr(-shift - critical)) if sides == 2 else 0.0)


def z_size(
    effect: float, sd: float, *, power: float = 0.8, ratio: float = 1.0, alpha: float = 0.05, sides: int = 2
) -> Size:
    """Size of a z-test of two groups; `ratio` women are treated for one control."""
    level_of(alpha, sides, power)
    shape = (positive("ratio", ratio), 1.0)
    return sized(Z, lambda n: z_power(effect, sd, n, alpha=alpha, sides=sides), power, shape, 1e-3)


def t_power(effect: float, sd: float, n: Sequence[float], *, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of a t-test of two groups with the same deviation.

    Parameters
    ----------
    effect, sd
        True difference of the means, and standard deviation within each group; same unit.
    n
        Women treated, and control; at least 3 in all.
    """
    level, n = level_of(alpha, sides), two_arms(n)
    if sum(n) < 3.0:
        raise InputError(f"a t-test of two groups needs at least 3 women; got {tuple(n)}.")
    return _both(level, sum(n) - 2.0, _shift(effect, sd, n), sides)


def t_size(
    effect: float, sd: float, *, power: float = 0.8, ratio: float = 1.0, alpha: float = 0.05, sides: int = 2
) -> Size:
    """Size of a t-test of two groups; `ratio` women are treated for one control."""
    level_of(alpha, sides, power)
    shape = (positive("ratio", ratio), 1.0)
    return sized(T, lambda n: t_power(effect, sd, n, alpha=alpha, sides=sides), power, shape, 3.0 / (1.0 + ratio))


def one_t_power(effect: float, sd: float, n: float, *, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of a t-test of one mean against a fixed value, or of pairs (`sd` is that of the differences)."""
    level = level_of(alpha, sides)
    if n < 2.0:
        raise InputError(f"a t-test of one mean needs at least 2 women; got {n:g}.")
    return _both(level, n - 1.0, abs(effect) / positive("sd", sd) * math.sqrt(n), sides)


def one_t_size(effect: float, sd: float, *, power: float = 0.8, alpha: float = 0.05, sides: int = 2) -> Size:
    """Size of a t-test of one mean against a fixed value, or number of pairs."""
    level_of(alpha, sides, power)
    return sized(ONE_T, lambda n: one_t_power(effect, sd, n[0], alpha=alpha, sides=sides), power, (1.0,), 2.0)


def t_drift(effect: float, sd: float, n: Sequence[float], *, alpha: float = 0.025) -> float:
    """The drift with which a z-test at one-sided alpha has the power of the t-test; negative for a negative effect.

    For group-sequential trials of few women (`sequential.operating`), as rpact does it.
    """
    level, n = level_of(alpha, 1), two_arms(n)
    power = t_tail(level, sum(n) - 2.0, _shift(effect, sd, n))
    return math.copysign(quantile(level) + float(ndtri(power)), effect)


def ancova_power(
    effect: float, sd: float, n: Sequence[float], *, correlation: float, alpha: float = 0.05, sides: int = 2
) -> float:
    """Power of the difference of two means adjusted for a baseline.

    Exact for normal values with the same slope in both arms: the chance imbalance of the baseline, F with 1 and n - 2
    degrees of freedom, is integrated out (Shieh 2020, Psychometrika 85:101, for the approach).

    Parameters
    ----------
    sd
        Of the endpoint within an arm, before adjustment.
    correlation
        Of baseline and endpoint within an arm.
    """
    level = level_of(alpha, sides)
    total = sum(two_arms(n))
    if total < 4.0 or not -1.0 < correlation < 1.0:
        raise InputError(
            f"at least 4 women and a correlation between -1 and 1 are wanted; got {total:g}, {correlation:g}."
        )
    shift = _shift(effect, sd * math.sqrt(1.0 - correlation**2), n)
    critical = -float(stdtrit(total - 3.0, level))
    ratio, weight = deviations(total - 3.0)
    imbalance, share = _imbalance(total - 2.0)
    reach = (shift / np.sqrt(1.0 + imbalance / (total - 2.0)))[:, None]
    tails = ndtr(reach - critical * ratio) + (ndtr(-reach - critical * ratio) if sides == 2 else 0.0)
    return float(share @ tails @ weight)


def ancova_size(
    effect: float,
    sd: float,
    *,
    correlation: float,
    power: float = 0.8,
    ratio: float = 1.0,
    alpha: float = 0.05,
    sides: int = 2,
) -> Size:
    """Size of a comparison adjusted for a baseline; `ratio` women are treated for one control."""
    level_of(alpha, sides, power)
    shape = (positive("ratio", ratio), 1.0)
    return sized(
        ANCOVA,
        lambda n: ancova_power(effect, sd, n, correlation=correlation, alpha=alpha, sides=sides),
        power,
        shape,
        4.0 / (1.0 + ratio),
    )


def _imbalance(df: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Squares of a t variable with their chance: a normal over a deviation. `[node]` each."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    ratio, share = deviations(df)
    keep = share > 1e-13
    square = (nodes[:, None] ** 2 / ratio[keep] ** 2).ravel()
    return square, (weights[:, None] / math.sqrt(2.0 * math.pi) * share[keep]).ravel()


def _both(level: float, df: float, shift: float, sides: int) -> float:
    return t_tail(level, df, shift) + (t_tail(level, df, -shift) if sides == 2 else 0.0)


def _shift(effect: float, sd: float, n: Sequence[float]) -> float:
    """The effect, taken as positive, over the standard error of its estimate."""
    treated, control = two_arms(n)
    positive("women treated", treated), positive("women in the control arm", control)
    return abs(effect) / (positive("sd", sd) * math.sqrt(1.0 / treated + 1.0 / control))
