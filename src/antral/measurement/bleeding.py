"""The bleeding diary: on which days a woman noted the first day of a bleed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import Purpose, uniforms
from antral.measurement.analyte import Diary


@dataclass(frozen=True)
class Bleeds:
    """Noted bleeds, one entry each, ordered by woman and day."""

    row: NDArray[np.int64]
    """Which row of the simulated course, hence whose."""
    day: NDArray[np.float64]
    """Day of onset, on the course's own clock."""
    breakthrough: NDArray[np.bool_]
    """Whether estradiol fell without ovulation; the diary itself cannot tell."""


def bleeds(
    menses: ArrayLike,
    breakthrough_bleeds: ArrayLike,
    days: ArrayLike,
    kept: Diary,
    *,
    seed: int,
    trial: ArrayLike,
    patient: ArrayLike,
) -> Bleeds:
    """The bleeds a woman noted, each with its day of onset.

    Parameters
    ----------
    menses, breakthrough_bleeds
        Number of onsets in each record interval. `[patient, time]`.
    days
        Day of each record, whole and from −1 on; it names the luck of that day's bleed. `[time]`
    trial, patient
        Whose diary. `[patient]` or one number.

    Sources
    -------
    `records/analytes/diary.yaml`.
    """
    after_ovulation = np.asarray(menses) > 0
    after_estradiol = (np.asarray(breakthrough_bleeds) > 0) & ~after_ovulation
    row, column = np.nonzero(after_ovulation | after_estradiol)
    day = np.asarray(days, np.float64)[column]
    breakthrough = after_estradiol[row, column]
    women = np.asarray(menses).shape[0]
    trials, patients = (np.broadcast_to(np.asarray(key), (women,))[row] for key in (trial, patient))
    u = uniforms(seed, trials, patients, Purpose.DIARY, day.astype(np.int64) + 1)
    noted = u[..., 0] >= kept.missing_share.value
    noted &= ~breakthrough | (u[..., 1] < kept.breakthrough_noted_share.value)
    return Bleeds(row[noted].astype(np.int64), day[noted], breakthrough[noted])
