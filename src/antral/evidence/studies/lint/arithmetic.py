"""What printed numbers can have been before they were rounded."""

from decimal import Decimal
from math import floor, sqrt
from statistics import NormalDist

_Z95 = NormalDist().inv_cdf(0.975)


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


def lopsided(estimate: float, low: float, high: float, rounding: float) -> float:
    """By how much the halves of an interval differ beyond rounding, as a share of its width."""
    excess = abs((high - estimate) - (estimate - low)) - 4.0 * rounding
    return max(0.0, excess) / (high - low) if high > low else 0.0


def p_of_interval(estimate: float, low: float, high: float, rounding: float, null: float = 0.0) -> tuple[float, float]:
    """Least and greatest two-sided p that a 95 % interval allows, by its rounding.

    The normal distribution; where the estimate is not its middle, the middle is tried, too.
    """
    distances = [abs(one - null) for one in (estimate, 0.5 * (low + high))]
    widest, narrowest = high - low + 2.0 * rounding, max(high - low - 2.0 * rounding, 1e-12)
    least = two_sided((max(distances) + rounding) / (narrowest / (2.0 * _Z95)))
    greatest = two_sided(max(min(distances) - rounding, 0.0) / (widest / (2.0 * _Z95)))
    return least, greatest


def two_sided(z: float, df: float | None = None) -> float:
    """Two-sided p of a normal statistic, or of Student's with `df`."""
    if df is None:
        return 2.0 * NormalDist().cdf(-abs(z))
    from scipy.special import stdtr

    return float(2.0 * stdtr(df, -abs(z)))


def standard_error(spread: float, kind: str, n: int) -> float:
    """Of a mean, from its standard deviation or standard error."""
    return spread / sqrt(n) if kind == "sd" else spread
