"""Dates: age in years, and the day some months before another.

A month before a date is the same day of the month before, or the last day of a shorter month: a month before 31 March
is 28 or 29 February. Who was born on 29 February has her birthday on 1 March in common years.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from antral.core.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EPOCH: Final = date(1970, 1, 1)
"""Day 0 of day numbers."""


def day_number(day: date | None) -> float:
    """Days since 1970-01-01; NaN without a date."""
    return float("nan") if day is None else float((day - EPOCH).days)


def date_of(number: float) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(number))


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months before, or the last day of a shorter month; no day before year 1."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_before_each(days: "NDArray[np.float64]", months: int) -> "NDArray[np.float64]":
    """`months_before` for day numbers; NaN stays NaN."""
    import numpy as np

    missing = np.isnan(days)
    day = np.where(missing, 0.0, days).astype(np.int64).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    before = month - months
    place = (day - month.astype("datetime64[D]")).astype(np.int64)
    first = before.astype("datetime64[D]")
    last = ((before + 1).astype("datetime64[D]") - first).astype(np.int64) - 1
    found = (first.astype(np.int64) + np.minimum(place, last)).astype(np.float64)
    return np.where(missing, np.nan, found)


def years_between(birth: date, on: date) -> float:
    """Age in years: completed years, and the share of the running year; 40.0 on the 40th birthday."""
    completed = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    if not 1 <= birth.year + completed < date.max.year:  # beyond the calendar, no birthday can be named
        return (on - birth).days / DAYS_PER_YEAR
    last, following = (_birthday(birth, birth.year + completed + more) for more in (0, 1))
    return completed + (on - last).days / (following - last).days


def years_between_each(births: "NDArray[np.float64]", on: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """`years_between` for day numbers; NaN where either is missing."""
    import numpy as np

    births, on = np.broadcast_arrays(births, on)
    missing = np.isnan(births) | np.isnan(on)
    born = np.where(missing, 0.0, births).astype(np.int64).astype("datetime64[D]")
    now = np.where(missing, 0.0, on).astype(np.int64).astype("datetime64[D]")
    months = born.astype("datetime64[M]").astype(np.int64)
    year, month = months // 12, months % 12
    place = (born - born.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)

    def birthday(of_year: "NDArray[np.int64]") -> "NDArray[np.datetime64]":
        first = (of_year * 12 + month).astype("datetime64[M]").astype("datetime64[D]")
        found: NDArray[np.datetime64] = first + place
        return found  # 29 February runs over into 1 March

    completed = now.astype("datetime64[Y]").astype(np.int64) - year
    completed = completed - (birthday(year + completed) > now)
    last, following = birthday(year + completed), birthday(year + completed + 1)
    share = (now - last).astype(np.int64) / (following - last).astype(np.int64)
    return np.where(missing, np.nan, completed + share)


def _birthday(birth: date, year: int) -> date:
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
