"""Means, standard deviations and standard errors from what papers print instead."""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from antral.core import InputError
from antral.evidence.pooling.intervals import reach


class Converted(NamedTuple):
    """A mean and a standard deviation that were not printed."""

    mean: float
    sd: float
    note: str
    """How they were made; belongs beside the number."""


def se_from_interval(low: float, high: float, *, level: float = 0.95, df: float | None = None) -> float:
    """Standard error behind a symmetric interval; give logarithms of a ratio's limits.

    Parameters
    ----------
    df
        Degrees of freedom where the interval is by t, as of a mean in a small group (n - 1); None for the normal.
    """
    if not high > low:
        raise InputError(f"interval: the upper limit {high:g} must be above the lower, {low:g}.")
    return (high - low) / (2 * reach(level, df))


def se_from_p(estimate: float, p: float, *, df: float | None = None) -> float:
    """Standard error behind a two-sided exact p-value (an inequality such as p < 0.05 gives none)."""
    if not 0 < p < 1 or estimate == 0:
        raise InputError(f"p = {p:g} of an estimate {estimate:g}: a p-value between 0 and 1 and an effect were wanted.")
    return abs(estimate) / reach(1 - p, df)


def sd_from_se(se: float, n: float) -> float:
    """Standard deviation in a group of n from the standard error of its mean."""
    if not se > 0 or not n > 0:
        raise InputError(f"se = {se:g}, n = {n:g}: positive numbers were wanted.")
    return float(se * np.sqrt(n))


def from_range(minimum: float, median: float, maximum: float, n: int) -> Converted:
    """Mean and SD of a group from its median and range.

    Sources: mean, Luo et al. 2018, Stat Methods Med Res 27:1785; SD, Wan et al. 2014, BMC Med Res Methodol 14:135.
    """
    _ordered((minimum, median, maximum), n)
    weight = 4 / (4 + n**0.75)
    mean = weight * (minimum + maximum) / 2 + (1 - weight) * median
    return Converted(mean, (maximum - minimum) / (2 * _extreme(n)), _note("median and range"))


def from_quartiles(lower: float, median: float, upper: float, n: int) -> Converted:
    """Mean and SD of a group from its median and quartiles; sources as `from_range`."""
    _ordered((lower, median, upper), n)
    weight = 0.7 + 0.39 / n
    mean = weight * (lower + upper) / 2 + (1 - weight) * median
    return Converted(mean, (upper - lower) / (2 * _quartile(n)), _note("median and quartiles"))


def from_five(minimum: float, lower: float, median: float, upper: float, maximum: float, n: int) -> Converted:
    """Mean and SD of a group from its median, quartiles and range; sources as `from_range`."""
    _ordered((minimum, lower, median, upper, maximum), n)
    ends, middle = 2.2 / (2.2 + n**0.75), 0.7 - 0.72 / n**0.55
    mean = ends * (minimum + maximum) / 2 + middle * (lower + upper) / 2 + (1 - ends - middle) * median
    sd = (maximum - minimum) / (4 * _extreme(n)) + (upper - lower) / (4 * _quartile(n))
    return Converted(mean, sd, _note("median, quartiles and range"))


def _extreme(n: int) -> float:
    """Standardised largest of n values, as expected (Blom)."""
    return float(ndtri((n - 0.375) / (n + 0.25)))


def _quartile(n: int) -> float:
    """Standardised upper quartile of n values, as expected."""
    return float(ndtri((0.75 * n - 0.125) / (n + 0.25)))


def _ordered(values: tuple[float, ...], n: int) -> None:
    if list(values) != sorted(values) or values[0] == values[-1]:
        raise InputError(f"{', '.join(f'{one:g}' for one in values)}: values in rising order were wanted.")
    if n < 3:
        raise InputError(f"n = {n}: a median and its spread stand for at least three women.")


def _note(what: str) -> str:
    return f"mean and SD converted from {what} (Luo 2018, Wan 2014), as if values were normal"
