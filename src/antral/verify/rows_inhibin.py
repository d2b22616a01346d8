"""Row 7f: inhibin A over the cycle. The engine does not record it, so women are stopped once a day and looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.engine import Course, Sampling, advance
from antral.population import draw, population, run_in
from antral.records import cached
from antral.verify.company import Company
from antral.verify.cycles import Cycles, cycles
from antral.verify.resample import estimate, mean
from antral.verify.row import Estimate

RowFunction = Callable[[Company], Estimate]
_Floats = NDArray[np.float64]

_AGE: Final = 30
_DAYS: Final = 90
_QUARTER_DAILY: Final = Sampling(2, 2)
_EARLY: Final = (3.0, 4.0)
"""Days after menses began: the nights between cycle days 3, 4 and 5."""
_LUTEAL: Final = (5.0, 6.0, 7.0, 8.0, 9.0)
"""Days after the peak of LH among which the luteal peak is looked for."""


@dataclass(frozen=True)
class Nights:
    """Inhibin A of women at every midnight of a record, and their first cycle with one ovulation."""

    inhibin_a: _Floats
    """At the end of each day. `[woman, day]`, pg/mL"""
    begin: _Floats
    """Menses that begin the cycle; NaN for women without such a cycle, here and below. `[woman]`, days of the record"""
    peak: _Floats
    """Peak of LH. `[woman]`"""
    end: _Floats
    """Menses that end the cycle. `[woman]`"""

    def at(self, days: _Floats) -> _Floats:
        """Inhibin A at the midnight nearest to a day of the record of each woman; NaN where she has none. `[woman]`"""
        known = np.isfinite(days)
        place = np.clip(np.round(np.where(known, days, 1.0)).astype(np.int64) - 1, 0, self.inhibin_a.shape[1] - 1)
        return np.where(known, self.inhibin_a[np.arange(len(days)), place], np.nan)


def nights(inhibin_a: _Floats, found: Cycles, first_day: float) -> Nights:
    """The first cycle with one ovulation of each woman beside her inhibin A."""
    begin, peak, end = (np.full(len(inhibin_a), np.nan) for _ in range(3))
    for cycle in np.flatnonzero(np.isfinite(found.lh_day))[::-1]:
        woman = found.owner[cycle]
        begin[woman] = found.begin[cycle] - first_day
        peak[woman] = found.lh_day[cycle] - first_day
        end[woman] = begin[woman] + found.length[cycle]
    return Nights(inhibin_a, begin, peak, end)


@cached
def _followed(seed: int, women: int) -> Nights:
    """Healthy women of 30 y, the same as in other rows of that age, stopped every midnight."""
    group = draw("healthy", np.arange(women) + 1000 * _AGE, seed=seed, age_years=float(_AGE))
    days = population("healthy").run_in_days.value
    state = run_in(group, seed=seed, unrecorded_days=days - 1, recorded_days=1).state
    first, inhibin, courses = float(state.day), [], []
    for _ in range(_DAYS):
        state, course = advance(state, 1, seed=seed, sampling=_QUARTER_DAILY)
        inhibin.append(state.read("inhibin", "a"))
        courses.append(course)
    whole = Course(
        np.concatenate([one.t_days for one in courses]),
        np.concatenate([one.values for one in courses], axis=2),
        courses[-1].status,
        courses[-1].refused,
    )
    return nights(np.stack(inhibin, axis=1), cycles(whole), first)


def _row(values: Callable[[Nights], _Floats]) -> RowFunction:
    """Mean over women of a value of each."""

    def row(company: Company) -> Estimate:
        own = values(_followed(company.seed, company.women))
        return estimate(lambda w: mean(own, w), own.size, seed=company.seed)

    return row


def early(of: Nights) -> _Floats:
    """Mean of two nights. `[woman]`"""
    return np.asarray(np.mean([of.at(of.begin + day) for day in _EARLY], axis=0))


def luteal(of: Nights) -> _Floats:
    """The highest night. `[woman]`"""
    return np.asarray(np.max([of.at(of.peak + day) for day in _LUTEAL], axis=0))


ROWS: Final = MappingProxyType(
    {
        "inhibin_a_early": _row(early),
        "inhibin_a_surge": _row(lambda of: of.at(of.peak)),
        "inhibin_a_next": _row(lambda of: of.at(of.peak + 1.0)),
        "inhibin_a_luteal": _row(luteal),
        "inhibin_a_menses": _row(lambda of: of.at(of.end)),
    }
)
"""Each row as a function of the simulated women."""
