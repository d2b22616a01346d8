"""The true value at the moment of a blood sample or scan, from a recorded course."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Moments:
    """Where some moments lie among the records of a course; found once, used for every value of the course."""

    who: NDArray[np.int64]
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    share: NDArray[np.float64]
    """How far the moment lies from the record before it to the one after."""

    def of(self, course: NDArray[np.floating], *, steps: bool = False) -> NDArray[np.float64]:
        """The values of a course at these moments.

        Parameters
        ----------
        course
            `[patient, time]`.
        steps
            Whether the value is a count, which holds until the next record; else it changes linearly between records.
        """
        first = course[self.who, self.before].astype(np.float64)
        if steps:
            return first
        # Where a record is asked for exactly, its neighbour must not touch a bit of it.
        with np.errstate(invalid="ignore"):
            return np.where(self.share > 0.0, first + self.share * (course[self.who, self.after] - first), first)


def moments(t_days: ArrayLike, when: ArrayLike) -> Moments:
    """Where moments lie among records.

    Parameters
    ----------
    t_days
        Moments of the records. `[time]`, days, increasing.
    when
        Moments wanted. `[patient, visit]`, days; outside the records the nearest one is taken.
    """
    times = np.asarray(t_days, np.float64)
    wanted = np.clip(np.asarray(when, np.float64), times[0], times[-1])
    before = np.clip(np.searchsorted(times, wanted, side="right") - 1, 0, times.size - 1)
    after = np.minimum(before + 1, times.size - 1)
    gap = times[after] - times[before]
    share = np.where(gap > 0.0, (wanted - times[before]) / np.where(gap > 0.0, gap, 1.0), 0.0)
    who = np.arange(wanted.shape[0]).reshape((-1,) + (1,) * (wanted.ndim - 1))
    return Moments(who, before, after, share)


def at_times(values: ArrayLike, t_days: ArrayLike, when: ArrayLike, *, steps: bool = False) -> NDArray[np.float64]:
    """Values of a course at given moments; see `moments` and `Moments.of`."""
    return moments(t_days, when).of(np.asarray(values), steps=steps)
