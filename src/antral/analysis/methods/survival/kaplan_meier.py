"""Share of women without the event, by time (Kaplan and Meier 1958, J Am Stat Assoc 53:457)."""

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.analysis.methods.result import Result
from antral.analysis.methods.survival.limits import SCALES, at_day, limits
from antral.analysis.methods.survival.risk_sets import RiskSets, risk_sets
from antral.analysis.methods.survival.sample import Sample, sample
from antral.core import InputError

KAPLAN_MEIER: Final = "Kaplan-Meier estimate, Greenwood's variance"
MEDIAN_TIME: Final = (
    "median of the Kaplan-Meier curve, interval by inverting the curve's limits (Brookmeyer and Crowley)"
)
CENSORING: Final = "censoring tells nothing of the time to the event"

_EQUAL: Final = 1e-8
"""Shares this near count as equal where a curve is flat at a quantile, as in R's `survfit`."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """The curve of one group. All arrays `[time]`, at each distinct time of a woman."""

    time: Numbers
    at_risk: Numbers
    events: Numbers
    censored: Numbers
    share: Numbers
    """Without the event, just after the time."""
    error: Numbers
    """Greenwood's standard error; NaN where the share is 0."""
    low: Numbers
    high: Numbers
    confidence: float
    interval: str
    """Name in `SCALES`."""
    name: str = "all"
    left_out: int = 0

    def at(self, day: float) -> Result:
        """Share without the event at a time; NaN beyond the last woman's follow-up, unless nobody was left."""
        columns = (self.share, self.error, self.low, self.high)
        values, notes = at_day(day, self.time, columns, 1.0, complete=bool(self.share[-1] == 0.0))
        return Result(
            method=f"{KAPLAN_MEIER}, {SCALES[self.interval]}",
            effect=f"share without the event at {day:g}",
            estimate=values[0],
            low=values[2],
            high=values[3],
            p_value=math.nan,
            confidence=self.confidence,
            n={self.name: int(self.at_risk[0])},
            left_out=self.left_out,
            assumptions=(CENSORING,),
            notes=notes,
            details={"standard error": values[1]},
        )

    def quantile(self, share: float = 0.5) -> Result:
        """Time by which this share of women have had the event; infinite, with its limits, where it is not reached.

        Where the curve or a limit stays on the share until a later event, the middle of that time. A limit is the first
        time at which its curve reaches the share: log-log limits can rise early, where R takes a later crossing.
        """
        if not 0 < share < 1:
            raise InputError(f"share: wanted between 0 and 1; got {share}.")
        estimate, low, high = (_crossing(self.time, curve, 1 - share) for curve in (self.share, self.low, self.high))
        notes = () if math.isfinite(estimate) else (f"the curve does not fall to {1 - share:g}",)
        if low > estimate:  # the curve falls at once to 0, where its variance says nothing
            low, notes = math.nan, ("no lower limit: the curve's variance says nothing where it falls to 0",)
        return Result(
            method=f"{MEDIAN_TIME}, {SCALES[self.interval]}",
            effect="median time to the event" if share == 0.5 else f"time by which a share of {share:g} had the event",
            estimate=estimate,
            low=low,
            high=high,
            p_value=math.nan,
            confidence=self.confidence,
            n={self.name: int(self.at_risk[0])},
            left_out=self.left_out,
            assumptions=(CENSORING,),
            notes=notes,
        )


class Shares(NamedTuple):
    """A share at a day in many trials, with its limits. All arrays `[group, trial]`."""

    estimate: Numbers
    """NaN where nobody was followed that long and some were left."""
    error: Numbers
    low: Numbers
    high: Numbers


def kaplan_meier(
    time: ArrayLike, event: ArrayLike, group: ArrayLike | None = None, *, level: float = 0.95, interval: str = "log-log"
) -> dict[str, Curve]:
    """The curve of each group; of all women, under the name `all`, where there are no groups.

    Parameters
    ----------
    time, event, group
        `[woman]`; event is 1 where it came, 0 where she was censored.
    interval
        Scale of the limits: `log-log` (of log(-log S)), `log` or `plain`.

    Raises
    ------
    InputError
        As `sample`; an interval or a level that does not exist.
    """
    women = sample(time, event, group)
    return {name: _curve(women, at, level, interval) for at, name in enumerate(women.names)}


def _curve(women: Sample, which: int, level: float, interval: str) -> Curve:
    mine = women.group == which
    found = risk_sets(women.time[mine, np.newaxis], women.status[mine, np.newaxis], np.zeros((mine.sum(), 1), int), 1)
    share, error = product_limit(found)
    times, first = np.unique(found.time[:, 0], return_index=True)
    last = np.r_[first[1:], len(found.time)] - 1
    at_risk, events = found.at_risk[0, last, 0], found.events[0, 0, last, 0]
    low, high = limits(share[0, last, 0], error[0, last, 0], level, interval)
    return Curve(
        time=times,
        at_risk=at_risk,
        events=events,
        censored=np.diff(np.r_[first, len(found.time)]) - events,
        share=share[0, last, 0],
        error=error[0, last, 0],
        low=low,
        high=high,
        confidence=level,
        interval=interval,
        name=women.names[which],
        left_out=women.left_out,
    )


def product_limit(found: RiskSets) -> tuple[Numbers, Numbers]:
    """Share without any event after each row, and Greenwood's standard error, NaN where it is 0.

    Returns
    -------
    `[group, row, trial]` each.
    """
    events, at_risk = found.events.sum(axis=0), np.maximum(found.at_risk, 1.0)
    left = at_risk - events
    share = np.cumprod(left / at_risk, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(left > 0, events / (at_risk * left), np.where(events > 0, np.nan, 0.0))
        error = share * np.sqrt(np.cumsum(part, axis=1))
    return share, error


def last_row(found: RiskSets, day: float) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Position of the last row up to a day, -1 where none, and whether each group was followed to it or used up.

    Returns
    -------
    `[trial]` and `[group, trial]`.
    """
    place = np.sum(found.time <= day, axis=0, dtype=np.int64) - 1
    followed = np.any((found.time >= day) & np.isfinite(found.time) & (found.at_risk > 0), axis=1)
    return np.asarray(place), np.asarray(followed)


def at_row(values: Numbers, place: NDArray[np.int64], before: float) -> Numbers:
    """Values `[group, row, trial]` at one row of each trial, `before` where it lies before the first."""
    picked = np.take_along_axis(values, np.maximum(place, 0)[np.newaxis, np.newaxis, :], axis=1)[:, 0]
    return np.where(place >= 0, picked, before)


def kaplan_meier_by_trial(
    time: Numbers,
    event: NDArray[np.int64],
    group: NDArray[np.int64],
    *,
    groups: int,
    day: float,
    level: float = 0.95,
    interval: str = "log-log",
) -> Shares:
    """Share without the event at a day, in each group of many trials; the numbers of `kaplan_meier`.

    Parameters
    ----------
    time, event, group
        `[woman, trial]`; time is NaN where a trial has no such woman, group is 0 to `groups` less 1.
    """
    found = risk_sets(time, event, group, groups)
    share, error = product_limit(found)
    place, followed = last_row(found, day)
    estimate = at_row(share, place, 1.0)
    known = (followed | (estimate == 0.0)) & (found.at_risk[:, 0] > 0)
    estimate = np.where(known, estimate, np.nan)
    spread = np.where(known, at_row(error, place, 0.0), np.nan)
    return Shares(estimate, spread, *limits(estimate, spread, level, interval))


def _crossing(time: Numbers, curve: Numbers, level: float) -> float:
    """First time at which a curve is at or below a level; the middle of the flat part where it lies on the level."""
    below = np.flatnonzero(np.nan_to_num(curve, nan=1.0) <= level + _EQUAL)
    if not len(below):
        return math.inf
    first = below[0]
    if abs(curve[first] - level) <= _EQUAL:
        after = np.flatnonzero(curve < level - _EQUAL)
        if len(after):
            return float((time[first] + time[after[0]]) / 2)
    return float(time[first])
