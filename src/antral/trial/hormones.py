"""Hormones in the trial: those of an arm, and those that a woman without any starts by herself."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import Purpose
from antral.engine import Tablets
from antral.protocol import Protocol
from antral.records import parameters
from antral.therapy import Regimen, calendars, regimen
from antral.trial.dropout import first_day
from antral.trial.roster import Roster

_HOURS: Final = 24.0

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Hormones:
    """Which hormones each participant takes, if nothing stops her. Arrays `[participant]`, days since randomisation."""

    regimens: tuple[Regimen, ...]
    which: NDArray[np.int64]
    """Position in `regimens`, −1 for none."""
    first: Numbers
    """First day, infinite where there is none."""
    last: Numbers
    """Last day, −infinite where there is none."""
    assigned: NDArray[np.bool_]
    """Whether they are those of her arm."""
    taken: float
    """Chance that a tablet is taken."""

    @property
    def rows(self) -> NDArray[np.int64]:
        """Participants who take hormones at some time."""
        return np.flatnonzero(self.which >= 0)

    def tablets(self, rows: NDArray[np.int64], entry_day: int) -> Tablets | None:
        """What some participants take, on the engine's clock; None where nobody takes anything.

        Parameters
        ----------
        entry_day
            The engine's day of randomisation.
        """
        which = self.which[rows]
        if not (which >= 0).any():
            return None
        first, last = (
            np.where(which >= 0, day[rows], -1.0).astype(np.int64) + np.where(which >= 0, entry_day, 0)
            for day in (self.first, self.last)
        )
        return Tablets(*calendars(self.regimens), which, first, last, np.full(rows.size, self.taken))

    def tablet_day(self, row: NDArray[np.int64], day: Numbers, hour: Numbers, stopped: Numbers) -> NDArray[np.int64]:
        """Day of the hormone calendar, from 1, on which a sample is drawn; 0 where she is off hormones.

        On the day of her first tablet she is on hormones from its hour on.

        Parameters
        ----------
        row, day, hour
            Whose sample, on which day and at which hour. `[sample]`
        stopped
            Day on which she stopped early, infinite where she did not. `[participant]`
        """
        result = np.zeros(row.size, np.int64)
        if not self.regimens:
            return result
        made = calendars(self.regimens)
        which, first = self.which[row], self.first[row]
        inside = (which >= 0) & (day <= self.last[row]) & (day < stopped[row])
        inside &= day + hour / _HOURS > first + made.hour[which] / _HOURS
        since = np.where(inside, day - np.where(inside, first, 0.0), 0.0).astype(np.int64)
        return np.where(inside, since % made.length[which] + 1, 0)

    def cause(self, row: NDArray[np.int64], day: Numbers, stopped: Numbers) -> NDArray[np.bool_]:
        """Whether hormones may account for a bleed: she takes them, or it is not long since she did.

        Parameters
        ----------
        row, day
            Whose bleed and on which day. `[bleed]`
        stopped
            Day on which she stopped early, infinite where she did not. `[participant]`

        Sources
        -------
        `records/endpoints/bleeding.yaml`, hormone_free.
        """
        free = parameters("bleeding", folder="endpoints")["hormone_free"].value
        began = (self.which[row] >= 0) & (stopped[row] > self.first[row])
        end = np.minimum(self.last[row], stopped[row] - 1.0) + free
        return began & (day > self.first[row]) & (day <= end)


def hormones(protocol: Protocol, arm: NDArray[np.int64], roster: Roster, *, of_her_own: bool = True) -> Hormones:
    """The hormones of each participant: those of her arm; in an arm without any, perhaps some of her own.

    Her own go on to the end of follow-up. Who starts them, and when, depends on neither arm nor symptoms.

    Parameters
    ----------
    arm
        Position of each participant's arm in the protocol. `[participant]`
    of_her_own
        Whether women start hormones of their own at all.
    """
    names: list[str] = []
    which, first = np.full(arm.size, -1), np.full(arm.size, np.inf)
    last, assigned = np.full(arm.size, -np.inf), np.zeros(arm.size, np.bool_)
    for position, one in enumerate(protocol.arms.values()):
        if one.comedication is None:
            continue
        theirs = arm == position
        which[theirs] = _place(names, one.comedication.regimen)
        first[theirs] = np.floor(one.comedication.first_day)
        end = one.comedication.last_day
        last[theirs] = np.floor(protocol.follow_up_days if end is None else end)
        assigned[theirs] = True
    own = protocol.rescue_hormones
    if own is not None and of_her_own:
        starts = np.floor(first_day(own.yearly_probability, Purpose.RESCUE, 0, **roster.keys)) + 1.0
        starts_own = (which < 0) & (starts <= protocol.follow_up_days)
        which[starts_own] = _place(names, own.regimen) if starts_own.any() else -1
        first[starts_own], last[starts_own] = starts[starts_own], np.floor(protocol.follow_up_days)
    taken = 1.0 if protocol.adherence is None else protocol.adherence.probability_taken
    return Hormones(tuple(regimen(name) for name in names), which, first, last, assigned, taken)


def _place(names: list[str], name: str) -> int:
    """The place of a name in a list, at its end if it was not there."""
    if name not in names:
        names.append(name)
    return names.index(name)
