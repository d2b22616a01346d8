"""Who learns an arm while the trial runs: after a serious event, or for another reason."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antral.core import Purpose, uniform
from antral.protocol import Unblinding
from antral.trial.adverse_events import Found
from antral.trial.dropout import first_day
from antral.trial.roster import Roster


@dataclass(frozen=True)
class Unblinded:
    """Participants whose arm became known, one entry each."""

    row: NDArray[np.int64]
    day: NDArray[np.float64]
    after_event: NDArray[np.bool_]
    """Whether a serious adverse event was the reason."""


def unblinded(rule: Unblinding | None, found: Found, last_day: NDArray[np.float64], roster: Roster) -> Unblinded:
    """The first unblinding of each participant, while she is in the trial; nobody's where there is no rule."""
    if rule is None:
        return Unblinded(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.bool_))
    other = np.floor(first_day(rule.yearly_probability, Purpose.UNBLIND, 0, **roster.keys))
    row, day = found.row[found.serious], found.day[found.serious]
    nth = np.arange(row.size) - np.searchsorted(row, row)
    asked = uniform(roster.seed, roster.trial[row], roster.woman[row], Purpose.UNBLIND, 1 + nth)
    told = asked < rule.probability_per_serious_event
    after_event = np.full(roster.size, np.inf)
    np.minimum.at(after_event, row[told], day[told])
    first = np.minimum(other, after_event)
    rows = np.flatnonzero(first <= last_day)
    return Unblinded(rows, first[rows], after_event[rows] <= other[rows])
