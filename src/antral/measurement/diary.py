"""The bleeding diary: on which days a woman noted the first day of a bleed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import Purpose, uniform


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
    t_days: ArrayLike,
    *,
    missing_share: float = 0.0,
    seed: int = 0,
    trial: ArrayLike = 0,
    patient: ArrayLike = 0,
    first_ordinal: int = 0,
) -> Bleeds:
    """The bleeds a woman noted, each with its day of onset.

    Parameters
    ----------
    menses, breakthrough_bleeds
        Number of onsets in each record interval. `[patient, time]`.
    t_days
        End of each record interval. `[time]`, days.
    missing_share
        Chance that a bleed was not noted.
    trial, patient
        Whose diary. `[patient]` or one number.
    """
    after_ovulation = np.asarray(menses) > 0
    after_estradiol = (np.asarray(breakthrough_bleeds) > 0) & ~after_ovulation
    row, column = np.nonzero(after_ovulation | after_estradiol)
    day = np.asarray(t_days, np.float64)[column]
    breakthrough = after_estradiol[row, column]
    if missing_share > 0.0 and row.size:
        onsets = np.searchsorted(row, row)  # index of each woman's first bleed
        nth = np.arange(row.size) - onsets + first_ordinal
        n_women = np.asarray(menses).shape[0]
        trials = np.broadcast_to(np.asarray(trial), (n_women,))[row]
        women = np.broadcast_to(np.asarray(patient), (n_women,))[row]
        noted = uniform(seed, trials, women, Purpose.DIARY, nth) >= missing_share
        row, day, breakthrough = row[noted], day[noted], breakthrough[noted]
    return Bleeds(row.astype(np.int64), day, breakthrough)
