"""Who leaves before the planned end, and when."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError, Purpose, exponential

_DAYS_PER_YEAR = 365.25

WITHDREW: Final = "withdrew"
"""The one reason for leaving that is simulated; published drop-out is not split by cause."""


@dataclass(frozen=True)
class Stay:
    """How long each participant stays. All arrays `[participant]`."""

    last_day: NDArray[np.float64]
    """Last day of contact, days since randomisation."""
    completed: NDArray[np.bool_]
    """Whether she stayed to the planned end."""


def hazard_per_day(yearly_probability: float) -> float:
    """The constant daily rate of leaving under which a given share leaves within one year."""
    if not 0.0 <= yearly_probability < 1.0:
        raise InputError(f"the yearly chance of leaving must lie from 0 to below 1; {yearly_probability:g} came.")
    return float(-np.log1p(-yearly_probability) / _DAYS_PER_YEAR)


def stay(
    yearly_probability: float,
    follow_up_days: float,
    *,
    seed: int,
    trial: NDArray[np.int64],
    woman: NDArray[np.int64],
) -> Stay:
    """How long each participant stays, at a constant rate of leaving that is the same in every arm."""
    rate = hazard_per_day(yearly_probability)
    if rate == 0.0:
        leaves = np.full(woman.shape, np.inf)
    else:
        leaves = exponential(seed, trial, woman, Purpose.DISCONTINUE, 0) / rate
    completed = leaves > follow_up_days
    return Stay(np.where(completed, follow_up_days, np.floor(leaves)), completed)
