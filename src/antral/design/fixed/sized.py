"""How many women a fixed trial needs: the number that gives a power, and the whole women that are recruited."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainccinv, gammaincinv, gammaln, ndtr, ndtri

from antral.core import InputError

_MOST = 1e7


@dataclass(frozen=True)
class Size:
    """A sample size."""

    method: str
    n: tuple[float, ...]
    """Women an arm, treated first, as the power formula is solved; not whole."""
    women: tuple[int, ...]
    """Whole women an arm, rounded up."""
    power: float
    """With so many whole women."""
    mcse: float = 0.0
    """Monte-Carlo error of the power where it was simulated."""
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """Women in all, not whole."""
        return math.fsum(self.n)

    def __str__(self) -> str:
        """In one line."""
        arms = " + ".join(str(n) for n in self.women)
        error = f" (Monte-Carlo error {self.mcse:.4f})" if self.mcse else ""
        return f"{arms} women, power {self.power:.4f}{error}; {self.method}" + "".join(f"; {n}" for n in self.notes)


def sized(
    method: str, power_of: Callable[[Sequence[float]], float], power: float, shape: Sequence[float], least: float
) -> Size:
    """The number of women that gives a power, arms in a fixed proportion.

    Parameters
    ----------
    power_of
        Power from women an arm, not whole; rises with them.
    shape
        Women an arm for one woman of the last arm.
    least
        The fewest women of the last arm for whom the power is defined.

    Raises
    ------
    InputError
        For a power that no number reaches.
    """
    from scipy.optimize import brentq  # slow to load

    def at(last: float) -> list[float]:
        return [share * last for share in shape]

    low, high = least, 2.0 * least
    while power_of(at(high)) < power:
        low, high = high, 2.0 * high
        if high > _MOST:
            raise InputError(f"no number of women gives a power of {power:g}: the effect is too small or absent.")
    if power_of(at(low)) >= power:
        found = low
    else:
        found = float(brentq(lambda n: power_of(at(n)) - power, low, high, xtol=1e-10, rtol=1e-14))
    n = at(found)
    women = tuple(math.ceil(one - 1e-9) for one in n)
    return Size(method, tuple(n), women, power_of(women))


def level_of(alpha: float, sides: int, power: float | None = None) -> float:
    """The level of the side on which the effect lies; refuses what cannot be."""
    if sides not in (1, 2):
        raise InputError(f"a test has 1 or 2 sides, not {sides}.")
    if not 0.0 < alpha < 1.0:
        raise InputError(f"alpha must lie between 0 and 1; got {alpha:g}.")
    if power is not None and not alpha / sides < power < 1.0:
        raise InputError(f"power must lie between the level {alpha / sides:g} and 1; got {power:g}.")
    return alpha / sides


def quantile(level: float) -> float:
    """The normal quantile that is exceeded with some chance."""
    return float(-ndtri(level))


def positive(name: str, value: float) -> float:
    """A number above 0."""
    if not value > 0.0 or not math.isfinite(value):
        raise InputError(f"{name} must be a number above 0; got {value:g}.")
    return value


def share(name: str, value: float) -> float:
    """A share of women, between 0 and 1."""
    if not 0.0 <= value <= 1.0:
        raise InputError(f"{name} must be a share between 0 and 1; got {value:g}.")
    return value


def two_arms(n: Sequence[float]) -> tuple[float, float]:
    """Women treated and control, from what a caller gave as `n`."""
    try:
        treated, control = (float(one) for one in n)
    except (TypeError, ValueError):
        raise InputError(f"n = {n!r}: women treated and control were wanted, such as n=(11, 11).") from None
    return treated, control


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)
_PANELS = 12


def t_tail(level: float, df: float, shift: float) -> float:
    """The chance that a t-test rejects on one side: noncentral t above the quantile of the central one.

    By quadrature over the standard deviation that is found, which is exact to 1e-12.

    Parameters
    ----------
    df
        Degrees of freedom, not necessarily whole; at least 1.
    shift
        Noncentrality: the effect over the standard error of its estimate.
    """
    from scipy.special import stdtrit

    critical = -float(stdtrit(df, level))
    ratio, weight = deviations(df)
    return float(weight @ ndtr(shift - critical * ratio))


def deviations(df: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Nodes and weights of the distribution of a sample's standard deviation over the true one. `[node]` each."""
    half = 0.5 * df
    low, high = (float(f(half, 1e-18)) for f in (gammaincinv, gammainccinv))
    edges = np.sqrt(np.array([low, high]) / half)
    width = 0.5 * (edges[1] - edges[0]) / _PANELS
    ratio = (edges[0] + width * (2.0 * np.arange(_PANELS)[:, None] + 1.0 + _NODES)).ravel()
    log_density = math.log(2.0) + half * math.log(half) - gammaln(half) + (df - 1.0) * np.log(ratio) - half * ratio**2
    return ratio, np.tile(width * _WEIGHTS, _PANELS) * np.exp(log_density)
