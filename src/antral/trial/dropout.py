"""Who leaves before the planned end, when, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR, InputError, Purpose, exponential, uniform

AFTER_EVENT: Final = "adverse_event"
"""Why a woman leaves who waits for no reason but an adverse event: she leaves with the next one of hers."""
DIED: Final = "died"
"""Why a woman leaves in whom an adverse event was fatal; no share of those who leave is drawn for it."""


@dataclass(frozen=True)
class Stay:
    """How long each participant stays. All arrays `[participant]`."""

    last_day: NDArray[np.float64]
    """Last day of contact, days since randomisation."""
    cause: NDArray[np.int64]
    """Why she left, by position in `causes`; −1 where she stayed to the planned end."""
    causes: tuple[str, ...]

    @property
    def completed(self) -> NDArray[np.bool_]:
        """Whether she stayed to the planned end."""
        return self.cause < 0

    def leaving(self, event: NDArray[np.float64]) -> "Stay":
        """The same women, some of whom leave for an adverse event; `event` is its day, infinite for the others."""
        leaves = event < self.last_day
        place = self.causes.index(AFTER_EVENT) if leaves.any() else -1
        return Stay(np.where(leaves, event, self.last_day), np.where(leaves, place, self.cause), self.causes)

    def ended(self, died: NDArray[np.float64]) -> "Stay":
        """The same women, some of whom died in the trial; `died` is the day, infinite for the others."""
        dies = died <= self.last_day
        return Stay(
            np.where(dies, died, self.last_day), np.where(dies, len(self.causes), self.cause), (*self.causes, DIED)
        )


def hazard_per_day(yearly_probability: float) -> float:
    """The constant daily rate of an event that happens to a given share within one year."""
    if not 0.0 <= yearly_probability < 1.0:
        raise InputError(f"a yearly chance must lie from 0 to below 1; {yearly_probability:g} came.")
    return float(-np.log1p(-yearly_probability) / DAYS_PER_YEAR)


def first_day(
    yearly_probability: float,
    purpose: Purpose,
    ordinal: int,
    *,
    seed: int,
    trial: NDArray[np.int64],
    woman: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Days until something happens at a constant rate; infinite where it never does. `[participant]`."""
    rate = hazard_per_day(yearly_probability)
    if rate == 0.0:
        return np.full(woman.shape, np.inf)
    return exponential(seed, trial, woman, purpose, ordinal) / rate


def stay(
    yearly_probability: float,
    causes: Mapping[str, float],
    follow_up_days: float,
    *,
    seed: int,
    trial: NDArray[np.int64],
    woman: NDArray[np.int64],
) -> Stay:
    """How long each participant stays, at a constant rate of leaving that is the same in every arm.

    Parameters
    ----------
    causes
        Share of each cause among those who leave. Competing causes with constant rates in these proportions: when she
        leaves does not depend on why.
    """
    leaves = first_day(yearly_probability, Purpose.DISCONTINUE, 0, seed=seed, trial=trial, woman=woman)
    edges = np.cumsum(list(causes.values()))
    u = uniform(seed, trial, woman, Purpose.CAUSE, 0) * edges[-1]
    cause = np.minimum(np.searchsorted(edges, u, side="right"), edges.size - 1)
    completed = leaves > follow_up_days
    return Stay(np.where(completed, follow_up_days, np.floor(leaves)), np.where(completed, -1, cause), tuple(causes))


def until_an_event(
    staying: Stay,
    yearly_probability: float,
    causes: Mapping[str, float],
    follow_up_days: float,
    *,
    seed: int,
    trial: NDArray[np.int64],
    woman: NDArray[np.int64],
) -> tuple[Stay, NDArray[np.float64]]:
    """How long each stays where no adverse event comes, and from which day on one would make her leave.

    Who would leave for an adverse event on some day leaves with her first one from that day on (`Stay.leaving`); until
    it comes the other causes go on at their rates.

    Returns
    -------
    The stay, and the day, infinite for women who would leave for other causes. `[participant]`
    """
    tired = staying.cause == (list(causes).index(AFTER_EVENT) if AFTER_EVENT in causes else len(causes))
    willing = np.where(tired, staying.last_day, np.inf)
    others = np.array([0.0 if cause == AFTER_EVENT else share for cause, share in causes.items()])
    rate = hazard_per_day(yearly_probability) * others.sum() / sum(causes.values())
    if rate == 0.0:
        later, cause = np.full(tired.shape, np.inf), staying.cause
    else:
        later = willing + exponential(seed, trial, woman, Purpose.DISCONTINUE, 1) / rate
        u = uniform(seed, trial, woman, Purpose.CAUSE, 1) * others.sum()
        cause = np.minimum(np.searchsorted(np.cumsum(others), u, side="right"), others.size - 1)
    remains = later > follow_up_days
    last_day = np.where(remains, follow_up_days, np.floor(np.where(remains, 0.0, later)))
    return (
        Stay(
            np.where(tired, last_day, staying.last_day),
            np.where(tired, np.where(remains, -1, cause), staying.cause),
            staying.causes,
        ),
        willing,
    )


def everybody_stays(follow_up_days: float, participants: int) -> Stay:
    """Nobody leaves."""
    return Stay(np.full(participants, float(follow_up_days)), np.full(participants, -1), ())
