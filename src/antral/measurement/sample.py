"""The true value at the moment of a blood sample or scan, from a recorded course."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def at_times(
    values: ArrayLike,
    t_days: ArrayLike,
    when: ArrayLike,
    *,
    steps: bool = False,
    rows: NDArray[np.int64] | None = None,
) -> NDArray[np.float64]:
    """Values of a course at given moments.

    Parameters
    ----------
    values
        `[patient, time]`.
    t_days
        Moments of the records. `[time]`, days, increasing.
    when
        Moments wanted. `[patient, visit]`, days; outside the records the nearest one is taken.
    steps
        Whether the value is a count, which holds until the next record; else it changes linearly between records.
    rows
        Whose moments these are, by row of the course; all, in order, by default.
    """
    course, times = np.asarray(values), np.asarray(t_days, np.float64)
    wanted = np.clip(np.asarray(when, np.float64), times[0], times[-1])
    before = np.clip(np.searchsorted(times, wanted, side="right") - 1, 0, times.size - 1)
    who = (np.arange(course.shape[0]) if rows is None else rows).reshape((-1,) + (1,) * (wanted.ndim - 1))
    first = course[who, before].astype(np.float64)
    if steps or times.size == 1:
        return first
    after = np.minimum(before + 1, times.size - 1)
    gap = times[after] - times[before]
    share = np.where(gap > 0.0, (wanted - times[before]) / np.where(gap > 0.0, gap, 1.0), 0.0)
    # Where a record is asked for exactly, its neighbour must not touch a bit of it.
    with np.errstate(invalid="ignore"):
        return np.where(share > 0.0, first + share * (course[who, after] - first), first)
