"""Pearson's chi-squared test of two shares, with and without Yates' correction."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from antral.analysis.methods.binary.tables import Numbers, counts

CHI_SQUARED = "Pearson's chi-squared test"
CHI_SQUARED_CORRECTED = "Pearson's chi-squared test with Yates' continuity correction"


class Tested(NamedTuple):
    """Statistic and two-sided p-value, of equal shape."""

    statistic: Numbers
    p_value: Numbers


def chi_squared(events: ArrayLike, n: ArrayLike, *, corrected: bool = False) -> Tested:
    """Two-sided test that two true shares are equal; an approximation, poor where few events are expected.

    Source: Pearson 1900; correction: Yates 1934, never beyond the difference itself (as R does it).

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, ...]`; two groups.

    Returns
    -------
    NaN where a group has no woman, or where all women or none had the event.
    """
    x, size = counts(events, n, 2)
    total, hit = size.sum(axis=0).astype(float), x.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = hit * size[0] / total
        gap = np.abs(x[0] - expected)
        gap = gap - np.minimum(0.5, gap) if corrected else gap
        variance = size[0] * size[1] * hit * (total - hit) / total**3
        statistic = np.where(variance > 0, gap**2 / variance, np.nan)
    return Tested(statistic, chdtrc(1, statistic))
