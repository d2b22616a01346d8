"""What printed numbers can have been before they were rounded."""

from collections.abc import Callable
from decimal import Decimal
from itertools import product
from math import comb, floor, sqrt
from statistics import NormalDist

_Z95 = NormalDist().inv_cdf(0.975)
Scale = Callable[[float], float]


def identity(value: float) -> float:
    """The scale of differences."""
    return value


def decimals(*values: float) -> int:
    """Decimals that were printed: the most of any value, as trailing noughts are lost."""
    return max(max(0, -int(Decimal(repr(value)).normalize().as_tuple().exponent)) for value in values)


def half_unit(*values: float) -> float:
    """Half a unit of the last printed decimal."""
    return 0.5 * 10.0 ** -decimals(*values)


def prints_as(exact: float, printed: float) -> bool:
    """Whether a number, rounded or cut off at the decimals of another, is that other."""
    return rounds_to(exact, printed) or 0.0 <= abs(exact) - abs(printed) < 2.0 * half_unit(printed) - 1e-9


def rounds_to(exact: float, printed: float) -> bool:
    """Whether a number, rounded to the decimals of another, is that other; a half may go either way."""
    return abs(exact - printed) <= half_unit(printed) + 1e-9


def nearest_counts(share: float, n: int) -> tuple[int, int]:
    """The two whole numbers on either side of a share of n."""
    below = max(0, floor(share * n))
    return below, min(n, below + 1)


def lopsided(estimate: float, low: float, high: float, scale: Scale = identity) -> float:
    """By how much the halves of an interval differ, as a share of its width; 0 where rounding explains it.

    Parameters
    ----------
    scale
        On which the interval ought to be symmetric, such as `math.log` for ratios.
    """
    corners = [
        ((scale(b) - scale(e)) - (scale(e) - scale(a)), scale(b) - scale(a)) for e, a, b in _before(estimate, low, high)
    ]
    differences = [difference for difference, _width in corners]
    if min(differences) <= 0.0 <= max(differences):
        return 0.0
    return min(abs(difference) / width if width > 0.0 else 1.0 for difference, width in corners)


def p_of_interval(
    estimate: float, low: float, high: float, null: float = 0.0, scale: Scale = identity
) -> tuple[float, float]:
    """Least and greatest two-sided p that a 95 % interval allows, by its rounding (normal distribution).

    Where the estimate is not its middle, the middle is tried, too.
    """
    found = []
    for e, a, b in _before(estimate, low, high):
        width = max(scale(b) - scale(a), 1e-12) / (2.0 * _Z95)
        for middle in (scale(e), 0.5 * (scale(a) + scale(b))):
            found.append(two_sided((middle - scale(null)) / width))
    return min(found), max(found)


def _before(estimate: float, low: float, high: float) -> list[tuple[float, float, float]]:
    """What three printed numbers can have been before they were rounded: the corners."""
    half = half_unit(estimate, low, high)
    return [(estimate + a, low + b, high + c) for a, b, c in product((-half, half), repeat=3)]


def two_sided(z: float, df: float | None = None) -> float:
    """Two-sided p of a normal statistic, or of Student's with `df`."""
    if df is None:
        return 2.0 * NormalDist().cdf(-abs(z))
    from scipy.special import stdtr

    return float(2.0 * stdtr(df, -abs(z)))


def p_of_counts(x: int, n: int, y: int, m: int) -> tuple[float, float]:
    """Least and greatest two-sided p of x of n against y of m: chi-square with and without correction, and Fisher."""
    tables = range(max(0, x + y - m), min(n, x + y) + 1)
    chances = {a: comb(n, a) * comb(m, x + y - a) / comb(n + m, x + y) for a in tables}
    fisher = min(1.0, sum(chance for chance in chances.values() if chance <= chances[x] * (1.0 + 1e-7)))
    margins = float(n) * m * (x + y) * (n + m - x - y)
    if margins == 0.0:
        return fisher, fisher
    whole, off = float(n + m), abs(x * (m - y) - y * (n - x))
    each = [sqrt(whole / margins) * max(0.0, off - correction) for correction in (0.0, 0.5 * whole)]
    found = [fisher, *(two_sided(z) for z in each)]
    return min(found), max(found)


def standard_error(spread: float, kind: str, n: int) -> float:
    """Of a mean, from its standard deviation or standard error."""
    return spread / sqrt(n) if kind == "sd" else spread
