"""Conceptions, miscarriages and births of a simulated course."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from antral.records import parameters

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Pregnancies:
    """Pregnancies, one entry each, ordered by participant and day. Days since randomisation.

    A trial learns of a conception weeks later; its day is reckoned back, as from an early scan.
    """

    row: NDArray[np.int64]
    """Whose."""
    conceived: Numbers
    recognised: Numbers
    """From which day it is known; infinite where it was lost before, or is not known at the end."""
    ended: Numbers
    """Day of miscarriage or birth; infinite where it goes on."""
    born: NDArray[np.bool_]

    def where(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> "Pregnancies":
        """Some of them, by choice or in an order."""
        return Pregnancies(*(getattr(self, field.name)[kept] for field in fields(self)))

    def stop(self, first: Numbers) -> Numbers:
        """Day on which each participant stops her hormones because a pregnancy is known, infinite where none does.

        Parameters
        ----------
        first
            First day of her hormones. `[participant]`
        """
        result = np.full(first.size, np.inf)
        known = np.isfinite(self.recognised) & (self.ended > first[self.row])
        stops = np.maximum(self.recognised, first[self.row])
        np.minimum.at(result, self.row[known], stops[known])
        return result

    def first_conceived(self, participants: int) -> Numbers:
        """Day of each participant's first conception, infinite where there is none. `[participant]`"""
        result = np.full(participants, np.inf)
        np.minimum.at(result, self.row, self.conceived)
        return result


def none() -> Pregnancies:
    """No pregnancy."""
    no = np.zeros(0)
    return Pregnancies(np.zeros(0, np.int64), no, no, no, np.zeros(0, np.bool_))


def pregnancies(pregnancy_days: NDArray[np.floating], t_days: Numbers) -> Pregnancies:
    """The pregnancies of a course.

    Parameters
    ----------
    pregnancy_days
        Days since conception at each record, −1 when she is not pregnant. `[participant, time]`
    t_days
        Moments of the records, days since randomisation, one a day. `[time]`
    """
    record = parameters("pregnancy")
    pregnant = pregnancy_days >= 0.0
    rows = np.flatnonzero(pregnant.any(axis=1))
    if rows.size == 0:
        return none()
    padded = np.pad(pregnant[rows], ((0, 0), (1, 1)))
    place, began = np.nonzero(padded[:, 1:-1] & ~padded[:, :-2])
    _, after = np.nonzero(padded[:, 1:-1] & ~padded[:, 2:])
    row, last = rows[place], after
    conceived = np.floor(t_days[began] - pregnancy_days[row, began])
    lasted = pregnancy_days[row, last].astype(np.float64)
    goes_on = last == t_days.size - 1
    known = lasted >= record["recognition"].value
    return Pregnancies(
        row=row,
        conceived=conceived,
        recognised=np.where(known, np.floor(conceived + record["recognition"].value), np.inf),
        ended=np.where(goes_on, np.inf, np.floor(t_days[last]) + 1.0),
        born=~goes_on & (lasted >= record["viability"].value),
    )
