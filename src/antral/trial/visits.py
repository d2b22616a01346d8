"""When each planned visit takes place, and which are missed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError, Purpose, uniforms


@dataclass(frozen=True)
class Attendance:
    """Actual visits. All arrays `[participant, visit]`."""

    day: NDArray[np.float64]
    """Actual day, days since randomisation."""
    missed: NDArray[np.bool_]
    """Whether a visit that was due did not take place."""
    due: NDArray[np.bool_]
    """Whether she was still in the trial."""

    @property
    def attended(self) -> NDArray[np.bool_]:
        """Whether the visit took place."""
        return self.due & ~self.missed


def attend(
    planned_days: Sequence[float],
    windows_days: Sequence[float],
    missed_probability: float,
    last_day: NDArray[np.float64],
    follow_up_days: float,
    *,
    seed: int,
    trial: NDArray[np.int64],
    woman: NDArray[np.int64],
) -> Attendance:
    """Actual days of the planned visits, whole days within their windows, and those missed.

    The visit of day 0 is never moved nor missed: a participant is randomised at it. No visit is moved before day 0 or
    past the last day of follow-up, and none past the middle between it and the next.
    """
    if not 0.0 <= missed_probability <= 1.0:
        raise InputError(f"the chance of missing a visit must lie from 0 to 1; {missed_probability:g} came.")
    planned = np.asarray(planned_days, np.float64)
    if (np.diff(planned) <= 0).any():
        raise InputError(f"visits must follow one another; planned days {', '.join(f'{d:g}' for d in planned)} came.")
    window = np.asarray(windows_days, np.float64)
    u = uniforms(seed, trial[:, None], woman[:, None], Purpose.VISIT, np.arange(planned.size)[None, :])
    gap = np.diff(planned, prepend=-np.inf, append=np.inf)
    early = np.minimum(window, np.ceil(gap[:-1] / 2.0) - 1.0)
    late = np.minimum(window, np.ceil(gap[1:] / 2.0) - 1.0)
    early, late = np.maximum(early, 0.0), np.maximum(late, 0.0)
    moved = planned - early + np.floor(u[..., 0] * (early + late + 1.0))
    baseline = planned <= 0.0
    day = np.where(baseline, planned, np.clip(moved, 1.0, follow_up_days))
    due = np.where(baseline, True, day <= last_day[:, None])
    missed = due & ~baseline & (u[..., 1] < missed_probability)
    return Attendance(day, missed, due)
