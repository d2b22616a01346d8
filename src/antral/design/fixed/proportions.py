"""Power and size of tests of shares by normal approximation, and of a correlation.

With few women these formulas promise what a test cannot hold: `exact` enumerates the test that will be made.
"""

import math
from collections.abc import Callable, Sequence

from scipy.special import ndtr, ndtri, stdtrit

from antral.core import InputError
from antral.design.fixed.sized import Size, level_of, positive, quantile, share, sized, two_arms

PROPORTIONS = "two shares, normal approximation, variance pooled under no effect (Fleiss, Levin and Paik 2003)"
ARCSINE = "two shares, arcsine approximation (Cohen 1988)"
ONE = "one share against a fixed one, normal approximation"
CORRELATION = "correlation, Fisher's z with bias term (Cohen 1988)"


def proportions_power(
    treated: float, control: float, n: Sequence[float], *, alpha: float = 0.05, sides: int = 2
) -> float:
    """Power of comparing two shares, as R's power.prop.test and, for unequal arms, rpact.

    Parameters
    ----------
    treated, control
        True shares.
    n
        Women treated, and control.
    """
    z, difference, pooled, spread = _proportions(treated, control, n, level_of(alpha, sides))
    if spread == 0.0:
        return 1.0 if difference > z * pooled else 0.0
    return float(ndtr((difference - z * pooled) / spread))


def proportions_size(
    treated: float, control: float, *, power: float = 0.8, ratio: float = 1.0, alpha: float = 0.05, sides: int = 2
) -> Size:
    """Size of comparing two shares; `ratio` women are treated for one control."""
    level = level_of(alpha, sides, power)
    z, difference, pooled, spread = _proportions(treated, control, (positive("ratio", ratio), 1.0), level)
    if difference == 0.0:
        raise InputError("the two shares are equal: no number of women tells them apart.")
    last = ((z * pooled + float(ndtri(power)) * spread) / difference) ** 2
    return _whole(
        PROPORTIONS,
        (ratio * last, last),
        lambda n: proportions_power(treated, control, n, alpha=alpha, sides=sides),
    )


def effect_h(treated: float, control: float) -> float:
    """Cohen's effect: the difference of the shares' arcsines."""
    first, second = (2.0 * math.asin(math.sqrt(share("a share", p))) for p in (treated, control))
    return first - second


def arcsine_power(treated: float, control: float, n: Sequence[float], *, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of comparing two shares on the arcsine scale."""
    h, n = abs(effect_h(treated, control)), two_arms(n)
    return float(ndtr(h / math.sqrt(1.0 / n[0] + 1.0 / n[1]) - quantile(level_of(alpha, sides))))


def arcsine_size(
    treated: float, control: float, *, power: float = 0.8, ratio: float = 1.0, alpha: float = 0.05, sides: int = 2
) -> Size:
    """Size of comparing two shares on the arcsine scale; `ratio` women are treated for one control."""
    level, h = level_of(alpha, sides, power), effect_h(treated, control)
    if h == 0.0:
        raise InputError("the two shares are equal: no number of women tells them apart.")
    last = (1.0 + 1.0 / positive("ratio", ratio)) * ((quantile(level) + float(ndtri(power))) / h) ** 2
    return _whole(ARCSINE, (ratio * last, last), lambda n: arcsine_power(treated, control, n, alpha=alpha, sides=sides))


def one_proportion_power(true: float, null: float, n: float, *, alpha: float = 0.05, sides: int = 1) -> float:
    """Power of one share against a fixed one. One-sided unless told."""
    z, spread_null, spread = quantile(level_of(alpha, sides)), *_deviations(true, null)
    reach = abs(true - null) * math.sqrt(n) - z * spread_null
    return float(ndtr(reach / spread)) if spread > 0.0 else float(reach > 0.0)


def one_proportion_size(true: float, null: float, *, power: float = 0.8, alpha: float = 0.05, sides: int = 1) -> Size:
    """Size for one share against a fixed one. One-sided unless told."""
    level, (spread_null, spread) = level_of(alpha, sides, power), _deviations(true, null)
    if true == null:
        raise InputError("the share is the one it is held against: no number of women tells them apart.")
    n = ((quantile(level) * spread_null + float(ndtri(power)) * spread) / (true - null)) ** 2
    return _whole(
        f"{ONE}, {'one' if sides == 1 else 'two'}-sided",
        (n,),
        lambda women: one_proportion_power(true, null, women[0], alpha=alpha, sides=sides),
    )


def correlation_power(correlation: float, n: float, *, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of testing a correlation for 0, as R's pwr.r.test; two-sided power counts both sides."""
    level = level_of(alpha, sides)
    if n < 4.0 or not -1.0 < correlation < 1.0:
        raise InputError(f"at least 4 women and a correlation between -1 and 1 are wanted; got {n:g}, {correlation:g}.")
    r = abs(correlation)
    t = -float(stdtrit(n - 2.0, level))
    critical = math.atanh(math.sqrt(t * t / (t * t + n - 2.0)))
    z, scale = math.atanh(r) + r / (2.0 * (n - 1.0)), math.sqrt(n - 3.0)
    other = float(ndtr((-z - critical) * scale)) if sides == 2 else 0.0
    return float(ndtr((z - critical) * scale)) + other


def correlation_size(correlation: float, *, power: float = 0.8, alpha: float = 0.05, sides: int = 2) -> Size:
    """Size for testing a correlation for 0."""
    level_of(alpha, sides, power)
    return sized(
        CORRELATION, lambda n: correlation_power(correlation, n[0], alpha=alpha, sides=sides), power, (1.0,), 4.0
    )


def _proportions(treated: float, control: float, n: Sequence[float], level: float) -> tuple[float, float, float, float]:
    """Normal quantile, difference, and deviation of its estimate with the pooled share and with the true ones."""
    first, second = share("the share treated", treated), share("the share in the control arm", control)
    n = two_arms(n)
    m, k = positive("women treated", n[0]), positive("women in the control arm", n[1])
    mean = (m * first + k * second) / (m + k)
    pooled = math.sqrt(mean * (1.0 - mean) * (1.0 / m + 1.0 / k))
    spread = math.sqrt(first * (1.0 - first) / m + second * (1.0 - second) / k)
    return quantile(level), abs(first - second), pooled, spread


def _deviations(true: float, null: float) -> tuple[float, float]:
    p, p0 = share("the true share", true), share("the fixed share", null)
    return math.sqrt(p0 * (1.0 - p0)), math.sqrt(p * (1.0 - p))


def _whole(method: str, n: tuple[float, ...], power_of: Callable[[Sequence[float]], float]) -> Size:
    women = tuple(math.ceil(one - 1e-9) for one in n)
    return Size(method, n, women, power_of(women))
