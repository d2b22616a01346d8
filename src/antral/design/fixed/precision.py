"""How many women an estimate needs, by the exact (Clopper-Pearson) interval of a share."""

import math

import numpy as np

from antral.analysis import methods
from antral.core import InputError
from antral.design.fixed.exact import chances
from antral.design.fixed.sized import share

PRECISION = "women for an exact (Clopper-Pearson) interval of some expected width"


def expected_width(true: float, n: int, *, level: float = 0.95) -> float:
    """Mean width of the Clopper-Pearson interval, over all outcomes, where the true share is known."""
    low, high = methods.clopper_pearson(np.arange(n + 1), np.full(n + 1, n), level)
    return float(chances(n, share("the true share", true)) @ (high - low))


def precision_size(true: float, width: float, *, level: float = 0.95, most: int = 20_000) -> int:
    """The fewest women whose interval is expected to be no wider than `width`."""
    if not 0.0 < width < 1.0:
        raise InputError(f"the width must lie between 0 and 1; got {width:g}.")
    low, high = 0, 1
    while expected_width(true, high, level=level) > width:
        low, high = high, 2 * high
        if high > most:
            raise InputError(f"no number of women up to {most} has an interval of width {width:g}.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if expected_width(true, middle, level=level) <= width else (middle, high)
    return high


def women_without_events(limit: float, *, level: float = 0.95) -> int:
    """The fewest women who, all without an event, exclude a true share above a limit (one-sided)."""
    if not 0.0 < limit < 1.0 or not 0.0 < level < 1.0:
        raise InputError(f"limit and level must lie between 0 and 1; got {limit:g}, {level:g}.")
    return math.ceil(math.log1p(-level) / math.log1p(-limit) - 1e-12)
