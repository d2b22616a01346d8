"""Share of women with an event where another may come first (Aalen and Johansen 1978, Scand J Stat 5:141).

One minus Kaplan-Meier, with women who left counted as censored, says what would happen if nobody could leave.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.analysis.methods.result import Result
from antral.analysis.methods.survival.kaplan_meier import CENSORING, Shares, at_row, last_row, product_limit
from antral.analysis.methods.survival.limits import SCALES, at_day, limits
from antral.analysis.methods.survival.risk_sets import RiskSets, risk_sets
from antral.analysis.methods.survival.sample import sample

AALEN_JOHANSEN: Final = "cumulative incidence with competing events (Aalen-Johansen), delta-method variance"

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Incidence:
    """The cumulative incidence of one group. All arrays `[time]`, at each distinct time of a woman."""

    time: Numbers
    share: Numbers
    """With the event, up to and at the time."""
    error: Numbers
    low: Numbers
    high: Numbers
    confidence: float
    interval: str
    at_risk: Numbers
    without_any: Numbers
    """Share with no event of any kind; 0 where the curve is complete."""
    name: str = "all"
    left_out: int = 0

    def at(self, day: float) -> Result:
        """Share with the event by a day; NaN beyond the last woman's follow-up, unless nobody was left."""
        columns = (self.share, self.error, self.low, self.high)
        values, notes = at_day(day, self.time, columns, 0.0, complete=bool(self.without_any[-1] == 0.0))
        return Result(
            method=f"{AALEN_JOHANSEN}, {SCALES[self.interval]}",
            effect=f"share with the event by {day:g}",
            estimate=values[0],
            low=values[2],
            high=values[3],
            p_value=math.nan,
            confidence=self.confidence,
            n={self.name: int(self.at_risk[0])},
            left_out=self.left_out,
            assumptions=(CENSORING, "competing events are events: the share is of the world in which they happen"),
            notes=notes,
            details={"standard error": values[1]},
        )


def cumulative_incidence(
    time: ArrayLike,
    status: ArrayLike,
    group: ArrayLike | None = None,
    *,
    cause: int = 1,
    causes: int = 2,
    level: float = 0.95,
    interval: str = "log-log",
) -> dict[str, Incidence]:
    """Cumulative incidence of one cause in each group, by its name; `all` where there are no groups.

    Parameters
    ----------
    time, status, group
        `[woman]`; status is 0 where she was censored, 1 to `causes` the event that came first.
    interval
        Scale of the limits: `log-log` (of log(-log F)), `log` or `plain`.

    Raises
    ------
    InputError
        As `sample`; an interval or a level that does not exist.
    """
    women = sample(time, status, group, causes=causes)
    curves = {}
    for at, name in enumerate(women.names):
        mine = women.group == at
        one = np.zeros((int(mine.sum()), 1), dtype=np.int64)
        found = risk_sets(women.time[mine, np.newaxis], women.status[mine, np.newaxis], one, 1, causes)
        times, first = np.unique(found.time[:, 0], return_index=True)
        last = np.r_[first[1:], len(found.time)] - 1
        share = incidence(found, cause)[0, last, 0]
        error = np.asarray([spread(found, cause, float(day))[0, 0] for day in times])
        low, high = limits(share, error, level, interval)
        without_any = product_limit(found)[0][0, last, 0]
        curves[name] = Incidence(
            times,
            share,
            error,
            low,
            high,
            level,
            interval,
            found.at_risk[0, last, 0],
            without_any,
            name,
            women.left_out,
        )
    return curves


def cumulative_incidence_by_trial(
    time: Numbers,
    status: NDArray[np.int64],
    group: NDArray[np.int64],
    *,
    groups: int,
    day: float,
    cause: int = 1,
    causes: int = 2,
    level: float = 0.95,
    interval: str = "log-log",
) -> Shares:
    """Share with the event by a day, in each group of many trials; the numbers of `cumulative_incidence`.

    Parameters
    ----------
    time, status, group
        `[woman, trial]`; time is NaN where a trial has no such woman, group is 0 to `groups` less 1.
    """
    found = risk_sets(time, status, group, groups, causes)
    place, followed = last_row(found, day)
    known = (followed | (product_limit(found)[0][:, -1] == 0.0)) & (found.at_risk[:, 0] > 0)
    share = np.where(known, at_row(incidence(found, cause), place, 0.0), np.nan)
    error = np.where(known, spread(found, cause, day), np.nan)
    return Shares(share, error, *limits(share, error, level, interval))


def incidence(found: RiskSets, cause: int) -> Numbers:
    """Share with the event up to and at each row. `[group, row, trial]`"""
    return np.cumsum(_before(found) * found.events[cause - 1] / np.maximum(found.at_risk, 1.0), axis=1)


def spread(found: RiskSets, cause: int, day: float) -> Numbers:
    """Standard error of the cumulative incidence at a day, by the delta method.

    Without competing events it is Greenwood's (Marubini and Valsecchi 1995, Analysing Survival Data, section 10.2).
    `[group, trial]`
    """
    n = np.maximum(found.at_risk, 1.0)
    all_events, own = found.events.sum(axis=0), found.events[cause - 1]
    share, before = incidence(found, cause), _before(found)
    place = (found.time <= day).sum(axis=0) - 1
    rest = at_row(share, place, 0.0)[:, np.newaxis] - share
    left = n - all_events
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.where(left > 0, rest**2 * all_events / (n * left), 0.0)
    second = before**2 * own * (n - own) / n**3
    third = rest * before * own / n**2
    terms = np.where(found.time <= day, first + second - 2 * third, 0.0)
    error: Numbers = np.sqrt(np.maximum(np.cumsum(terms, axis=1)[:, -1], 0.0))
    return error


def _before(found: RiskSets) -> Numbers:
    """Share without any event just before each row. `[group, row, trial]`"""
    share, _ = product_limit(found)
    before = np.ones_like(share)
    before[:, 1:] = share[:, :-1]
    return before
