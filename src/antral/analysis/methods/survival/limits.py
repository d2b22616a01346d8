"""Limits of a probability from its standard error, on the scale where they are computed."""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from antral.analysis.methods.confidence import level_of
from antral.core import InputError

Numbers = NDArray[np.float64]

SCALES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "log-log": "log-log interval",
        "log": "interval on the log scale",
        "plain": "plain interval",
    }
)
"""Scales of an interval, and how they are printed. Log-log stays within 0 and 1 and holds best with few women."""


def limits(share: Numbers, error: Numbers, level: float, scale: str) -> tuple[Numbers, Numbers]:
    """Lower and upper limit; NaN where the share is 0 or 1, where the standard error says nothing."""
    if scale not in SCALES:
        raise InputError(f"interval: wanted one of {', '.join(SCALES)}; got {scale!r}.")
    z = ndtri(1 - (1 - level_of(level)) / 2)
    inside = (share > 0) & (share < 1)
    p = np.where(inside, share, np.nan)
    if scale == "plain":
        low, high = p - z * error, p + z * error
    elif scale == "log":
        half = z * error / p
        low, high = p * np.exp(-half), p * np.exp(half)
    else:
        half = z * error / (p * np.log(p))
        low, high = p ** np.exp(-half), p ** np.exp(half)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def at_day(
    day: float, time: Numbers, columns: tuple[Numbers, Numbers, Numbers, Numbers], start: float, *, complete: bool
) -> tuple[list[float], tuple[str, ...]]:
    """Share, error and limits of a curve at a day, and what must be known of them.

    Parameters
    ----------
    time, columns
        `[time]`; share, error, low and high just after each.
    start
        The share before the first time.
    complete
        Whether nobody is left at the last time, so that the curve goes on beyond it.
    """
    if day > time[-1] and not complete:
        return [math.nan] * 4, (f"nobody was followed to {day:g}",)
    place = int(np.searchsorted(time, day, side="right")) - 1
    found = [float(part[place]) for part in columns] if place >= 0 else [start, 0.0, math.nan, math.nan]
    silent = found[0] in (0.0, 1.0)
    return found, ("no interval: the variance says nothing of a share of 0 or 1",) if silent else ()
