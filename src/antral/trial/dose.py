"""Which infusions each participant receives."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antral.protocol import Protocol
from antral.trial.dropout import Stay


@dataclass(frozen=True)
class Given:
    """Infusions that took place, one entry each, ordered by participant and day."""

    row: NDArray[np.int64]
    """Which participant."""
    day: NDArray[np.float64]
    """Days since randomisation."""
    nth: NDArray[np.int64]
    """How many she had before."""
    cells: NDArray[np.float64]
    arm: NDArray[np.int64]
    """Her arm, by position in the protocol."""


def give(protocol: Protocol, arm: NDArray[np.int64], stay: Stay) -> Given:
    """The infusions of each participant's arm, as far as she was still in the trial.

    Parameters
    ----------
    arm
        Position of each participant's arm in the protocol. `[participant]`.
    """
    arms = list(protocol.arms.values())
    most = max(len(one.infusion_days) for one in arms)
    planned = np.full((len(arms), most), np.inf)
    for position, one in enumerate(arms):
        planned[position, : len(one.infusion_days)] = one.infusion_days
    days = planned[arm]
    row, nth = np.nonzero(days <= stay.last_day[:, None])
    dose = np.array([float(one.dose_cells) for one in arms])
    return Given(row, days[row, nth], nth, dose[arm[row]], arm[row])
