"""Intervals for the difference of two shares: Newcombe's, and Wald's for comparison."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from antral.analysis.methods.binary.tables import Numbers, counts
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.proportion import wilson

NEWCOMBE = "difference of shares, Newcombe's hybrid score interval (from the two Wilson intervals)"
WALD_DIFFERENCE = "difference of shares, Wald interval (for comparison: far too narrow in few women)"
MIETTINEN_NURMINEN = "difference of shares, score interval (Miettinen and Nurminen)"

Limits = tuple[Numbers, Numbers]


def newcombe(events: ArrayLike, n: ArrayLike, level: float = 0.95) -> Limits:
    """Limits of the first share less the second, from the Wilson limits of each; coverage near `level`.

    Source: Newcombe 1998, Stat Med 17:873, method 10 (no continuity correction).

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, ...]`; two groups.

    Returns
    -------
    NaN where a group has no woman.
    """
    x, size = counts(events, n, 2)
    low, high = wilson(x, size, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x / size
    gap = share[0] - share[1]
    below = np.sqrt((share[0] - low[0]) ** 2 + (high[1] - share[1]) ** 2)
    above = np.sqrt((high[0] - share[0]) ** 2 + (share[1] - low[1]) ** 2)
    return gap - below, gap + above


def wald_difference(events: ArrayLike, n: ArrayLike, level: float = 0.95) -> Limits:
    """Limits of the first share less the second by the normal law; without width where both shares are 0 or 1.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, ...]`; two groups.
    """
    x, size = counts(events, n, 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x / size
        error = np.sqrt((share * (1 - share) / size).sum(axis=0))
    gap, half = share[0] - share[1], ndtri(1 - (1 - level_of(level)) / 2) * error
    return gap - half, gap + half
