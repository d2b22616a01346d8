"""Who is at risk and who has an event at each time, in many trials at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError

Numbers = NDArray[np.float64]


class RiskSets(NamedTuple):
    """Women at risk and events, by time.

    A row is a woman, in order of her time; the time of a woman who is not there is infinite.
    """

    time: Numbers
    """`[row, trial]`, in order."""
    at_risk: Numbers
    """Women followed up to this time or longer. `[group, row, trial]`"""
    events: Numbers
    """Events at this time, on the last of the rows of equal time and 0 on the others. `[cause, group, row, trial]`"""


def risk_sets(
    time: Numbers, status: NDArray[np.int64], group: NDArray[np.int64], groups: int, causes: int = 1
) -> RiskSets:
    """Risk sets of each group of each trial; a woman censored at the time of an event is still at risk then.

    Parameters
    ----------
    time
        NaN where there is no woman. `[woman, trial]`
    status
        0 censored, 1 to `causes` the events. `[woman, trial]`
    group
        0 to `groups` less 1. `[woman, trial]`
    """
    if not time.shape == status.shape == group.shape or time.ndim != 2:
        raise InputError(
            f"time, status, group: wanted one shape [woman, trial]; got {time.shape}, {status.shape}, {group.shape}."
        )
    filled = np.where(np.isnan(time), np.inf, time)
    order = np.argsort(filled, axis=0, kind="stable")
    times, states, owners = (np.take_along_axis(part, order, axis=0) for part in (filled, status, group))
    present = np.isfinite(times)
    rows = np.arange(len(times))[:, np.newaxis]
    begins = np.ones(times.shape, dtype=bool)
    begins[1:] = times[1:] != times[:-1]
    ends = np.ones(times.shape, dtype=bool)
    ends[:-1] = begins[1:]
    start = np.maximum.accumulate(np.where(begins, rows, 0), axis=0)
    at_risk = np.empty((groups, *times.shape))
    events = np.zeros((causes, groups, *times.shape))
    for which in range(groups):
        member = present & (owners == which)
        from_here = np.cumsum(member[::-1], axis=0)[::-1]
        at_risk[which] = np.take_along_axis(from_here, start, axis=0)
        for cause in range(causes):
            one = member & (states == cause + 1)
            so_far = np.cumsum(one, axis=0)
            before = np.take_along_axis(so_far - one, start, axis=0)
            events[cause, which] = np.where(ends & present, so_far - before, 0)
    return RiskSets(times, at_risk, events)
