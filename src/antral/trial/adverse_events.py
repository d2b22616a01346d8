"""Adverse events: those at a background rate, and reactions to an infusion."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError, Purpose, exponential, uniform

_DAYS_PER_YEAR = 365.25
_PER_KIND = 1_000_000  # ordinals of one kind of event


@dataclass(frozen=True)
class AdverseEvents:
    """Adverse events, one entry each."""

    row: NDArray[np.int64]
    """Which participant."""
    day: NDArray[np.float64]
    """Days since randomisation."""


def background_events(
    per_year: float,
    last_day: NDArray[np.float64],
    *,
    seed: int,
    trial: NDArray[np.int64],
    woman: NDArray[np.int64],
    kind: int = 0,
) -> AdverseEvents:
    """Adverse events while in the trial, at a constant rate that no treatment changes.

    Parameters
    ----------
    kind
        Position of the event among those of the protocol; it names the luck.
    """
    if per_year < 0.0:
        raise InputError(f"adverse events a year cannot be negative; {per_year:g} came.")
    rows: list[NDArray[np.int64]] = []
    days: list[NDArray[np.float64]] = []
    at = np.zeros(woman.size)
    open_rows = np.arange(woman.size) if per_year > 0.0 else np.arange(0)
    nth = 0
    while open_rows.size:
        ordinal = kind * _PER_KIND + nth
        gap = exponential(seed, trial[open_rows], woman[open_rows], Purpose.ADVERSE_EVENT, ordinal)
        at[open_rows] += gap * (_DAYS_PER_YEAR / per_year)
        open_rows = open_rows[at[open_rows] <= last_day[open_rows]]
        rows.append(open_rows)
        days.append(np.floor(at[open_rows]))
        nth += 1
    return _joined(rows, days)


def infusion_reactions(
    probability: float,
    infusion_rows: NDArray[np.int64],
    infusion_days: NDArray[np.float64],
    nth: NDArray[np.int64],
    *,
    seed: int,
    trial: NDArray[np.int64],
    woman: NDArray[np.int64],
    kind: int = 0,
) -> AdverseEvents:
    """Reactions on the day of an infusion, with the same chance at each.

    Parameters
    ----------
    infusion_rows, infusion_days, nth
        Which participant got an infusion, on which day, and her how-manieth it was. `[infusion]`
    kind
        Position of the event among those of the protocol; it names the luck.
    """
    if not 0.0 <= probability <= 1.0:
        raise InputError(f"the chance of an infusion reaction must lie from 0 to 1; {probability:g} came.")
    u = uniform(seed, trial[infusion_rows], woman[infusion_rows], Purpose.ADVERSE_EVENT, kind * _PER_KIND + nth)
    reacts = u < probability
    return AdverseEvents(infusion_rows[reacts], infusion_days[reacts])


def _joined(rows: list[NDArray[np.int64]], days: list[NDArray[np.float64]]) -> AdverseEvents:
    if not rows:
        return AdverseEvents(np.zeros(0, np.int64), np.zeros(0))
    return AdverseEvents(np.concatenate(rows), np.concatenate(days))
