"""Kleene's three values for many women at once: 1 (met), 0 (not met), -1 (unknown), int8 `[patient]`."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.patient import Cohort
from antral.protocol.quantity import Period

Statuses = NDArray[np.int8]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MET: Final = np.int8(1)
NOT_MET: Final = np.int8(0)
UNKNOWN: Final = np.int8(-1)


def decided(holds: Any, known: Any = True) -> Statuses:
    """Met where it holds, not met where it does not, unknown where nothing is known."""
    return np.where(known, np.where(holds, MET, NOT_MET), UNKNOWN).astype(np.int8)


def either(yes: Bools, no: Bools) -> Statuses:
    """Met where certain, not met where certainly not, else unknown."""
    return np.where(yes, MET, np.where(no, NOT_MET, UNKNOWN)).astype(np.int8)


def all_of_many(parts: Sequence[Statuses]) -> Statuses:
    """Kleene AND: not met if one part is not, met if all are, else unknown."""
    found = parts[0]
    for part in parts[1:]:  # -1 and 1 are unknown, anything and 0 is not met
        found = np.where((found == NOT_MET) | (part == NOT_MET), NOT_MET, np.minimum(found, part))
    return found


def any_of_many(parts: Sequence[Statuses]) -> Statuses:
    """Kleene OR: met if one part is, not met if none is, else unknown."""
    found = parts[0]
    for part in parts[1:]:
        found = np.where((found == MET) | (part == MET), MET, np.minimum(found, part))
    return found


def turned(found: Statuses, *, keep: bool) -> Statuses:
    """The statuses, or their contrary."""
    return found if keep else np.where(found == UNKNOWN, UNKNOWN, 1 - found).astype(np.int8)


def since(cohort: Cohort, period: Period) -> float:
    """The day that lies so long before screening."""
    return float(before(cohort, period, np.float64(cohort.today)))


def before(cohort: Cohort, period: Period, days: Any) -> Floats:
    """The days that lie so long before others, by the calendar for real women."""
    return period.before_each(np.asarray(days, np.float64), calendar=cohort.on is not None)


def anywhere(cohort: Cohort, row: NDArray[np.integer[Any]], chosen: Bools) -> Bools:
    """Whether any of a woman's rows is chosen. `[patient]`"""
    found = np.zeros(len(cohort), np.bool_)
    found[row[chosen]] = True
    return found


def last_of(cohort: Cohort, row: NDArray[np.integer[Any]], value: Any) -> Floats:
    """Each woman's value in her last row; NaN where she has none. `[patient]`"""
    found = np.full(len(cohort), np.nan)
    found[row] = value
    return found


def first_of(cohort: Cohort, row: NDArray[np.integer[Any]], value: Any) -> Floats:
    """Each woman's value in her first row; NaN where she has none. `[patient]`"""
    return last_of(cohort, row[::-1], value[::-1])
