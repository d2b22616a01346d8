"""Whether enough women were studied: optimal information size, and what the interval leaves open."""

import math
from dataclasses import dataclass
from typing import Final

from antral.core import InputError

_ALPHA_Z: Final = 1.959963984540054
"""Standard normal quantile of a two-sided 5 % test."""
_POWER_Z: Final = 0.8416212335729143
"""Of a power of 80 %."""


@dataclass(frozen=True)
class Imprecision:
    """Levels that too few women take away, and the numbers behind them."""

    levels: int
    needed: int | None
    """Women in each arm of a trial that could see the smallest difference; none where no share is compared."""
    reason: str


def optimal_information_size(without: float, with_: float) -> int:
    """Women in each of two arms to tell two shares apart, two-sided 5 %, power 80 %, no correction.

    Source: Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, formula 4.14.
    """
    if not (0.0 <= without <= 1.0 and 0.0 <= with_ <= 1.0) or without == with_:
        raise InputError(f"two different shares from 0 to 1 were wanted; they are {without:g} and {with_:g}.")
    mean = (without + with_) / 2.0
    spread = _ALPHA_Z * math.sqrt(2.0 * mean * (1.0 - mean))
    spread += _POWER_Z * math.sqrt(without * (1.0 - without) + with_ * (1.0 - with_))
    return math.ceil(spread**2 / (with_ - without) ** 2)


def imprecision(
    *, women: int, low: float | None, high: float | None, without: float | None, difference: float | None
) -> Imprecision:
    """One level for too few women, one for an interval that holds both no difference and a worthwhile one.

    Parameters
    ----------
    women
        Of those treated.
    low, high
        Interval of the pooled share; none where nothing was pooled.
    without
        Share in the spontaneous course.
    difference
        Smallest difference that is worth a treatment.

    Source: Guyatt 2011, J Clin Epidemiol 64:1283; GRADE handbook 5.2.4.
    """
    if low is None or high is None:
        return Imprecision(2, None, "no number could be pooled")
    if without is None or difference is None:
        return Imprecision(2, None, f"{women} women, and no share of the spontaneous course to compare with")
    room = without + abs(difference) < 1.0  # else what can be told is a loss
    worth = without + abs(difference) if room else without - abs(difference)
    needed = optimal_information_size(without, worth)
    few = women < needed
    open_ = low <= min(without, worth) and high >= max(without, worth)
    said = (
        f"{women} women were treated; a trial that could tell {worth:.0%} from {without:.0%} needs {needed} in each arm"
    )
    if open_:
        said += f"; the interval of {low:.0%} to {high:.0%} holds both"
    return Imprecision(int(few) + int(open_), needed, said.replace("%", " %"))
