"""The simulated women the rows are read from; each group is simulated once, when a row first asks for it."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import POPULATION_TRIAL
from antral.engine import Course, Sampling, State, advance
from antral.population import Lives, draw, population, run_in
from antral.verify.cycles import Cycles, cycles
from antral.verify.row import references

_YEAR: Final = 365.25
_YEARS: Final = 3
_QUARTER_DAILY: Final = Sampling(2, 2)
_WINDOW: Final = 120
_SECOND_FSH_DAYS: Final = 29
_FOLLOW_UP: Final = 1248  # 41 months
_CANDIDATES: Final = 320
_MOST_CANDIDATES: Final = 16
_OLDEST: Final = 66
_FIRST_AGE: Final = 38
_FEWEST: Final = 4  # cycles of a woman for a standard deviation of hers


@dataclass(frozen=True)
class Life:
    """Women of one age over three years around it."""

    course: Course
    cycles: Cycles
    regular: NDArray[np.bool_]
    """As `regular` tells it. `[woman]`"""

    @property
    def women(self) -> int:
        """How many."""
        return len(self.regular)


@dataclass(frozen=True)
class Ill:
    """Candidates with idiopathic POI on the day they could be diagnosed, and who of them meets a selection."""

    lives: Lives
    menses: NDArray[np.int64]
    """In the last 120 days. `[candidate]`"""
    fsh_then: NDArray[np.float64]
    """29 days ago, IU/L. `[candidate]`"""
    fsh_now: NDArray[np.float64]
    """IU/L. `[candidate]`"""

    @property
    def high(self) -> NDArray[np.bool_]:
        """Two FSH values above the limit of the diagnosis, more than four weeks apart. `[candidate]`"""
        limit = references()["poi_fsh_mean"].limits["fsh_above"]
        high: NDArray[np.bool_] = (self.fsh_then > limit) & (self.fsh_now > limit)
        return high


def regular(found: Cycles, women: int) -> NDArray[np.bool_]:
    """Who has four cycles or more whose mean and standard deviation lie within the limits on record. `[woman]`."""
    limits = references()["fsh_early"].limits
    count = np.bincount(found.owner, minlength=women)
    mean = np.bincount(found.owner, found.length, women) / np.maximum(count, 1)
    square = np.bincount(found.owner, (found.length - mean[found.owner]) ** 2, women)
    spread = np.sqrt(square / np.maximum(count - 1, 1))
    return (
        (count >= _FEWEST)
        & (mean >= limits["mean_low"])
        & (mean <= limits["mean_high"])
        & (spread < limits["sd_below"])
    )


class Company:
    """Women by age, women on their way to the menopause, women with POI.

    Parameters
    ----------
    seed
        Same seed, same women and same luck.
    women
        Healthy women of each age, and women on their way to the menopause; of those with POI there are half as many
        again.
    """

    def __init__(self, seed: int, women: int = 200) -> None:
        self.seed, self.women = seed, women
        self.at_age = cache(self._at_age)

    def _at_age(self, age_years: float) -> Life:
        return self.live(age_years, np.arange(self.women) + 1000 * round(age_years))

    def live(self, age_years: float, numbers: NDArray[np.int64]) -> Life:
        """Healthy women over the three years around an age."""
        women = draw("healthy", numbers, seed=self.seed, age_years=age_years - _YEARS / 2)
        days = population("healthy").run_in_days.value
        state = run_in(women, seed=self.seed, unrecorded_days=days - 1, recorded_days=1).state
        _, course = advance(state, round(_YEARS * _YEAR), seed=self.seed, sampling=_QUARTER_DAILY)
        found = cycles(course)
        return Life(course, found, regular(found, len(numbers)))

    @cached_property
    def final_menses(self) -> NDArray[np.float64]:
        """Age (years) at the last menses before the first 12 months without, from 38 y on. `[woman]`"""
        n = self.women
        women = draw("healthy", np.arange(n) + 200_000, seed=self.seed, age_years=float(_FIRST_AGE))
        days = population("healthy").run_in_days.value
        state = run_in(women, seed=self.seed, unrecorded_days=days - 1, recorded_days=1).state
        last = np.full(n, np.nan)
        final = np.full(n, np.nan)
        day = 0
        while day < (_OLDEST - _FIRST_AGE) * _YEAR and np.isnan(final).any():
            state, course = advance(state, 365, seed=self.seed)
            for woman in np.flatnonzero(np.isnan(final)):
                for menses in day + np.flatnonzero(course.menses[woman] > 0):
                    if menses - last[woman] > _YEAR and np.isnan(final[woman]):
                        final[woman] = last[woman]
                    last[woman] = menses
            day += 365
            silent = np.isnan(final) & (day - last > _YEAR)
            final[silent] = last[silent]
        return _FIRST_AGE + final / _YEAR

    @cached_property
    def candidates(self) -> Ill:
        """Candidates with idiopathic POI, drawn until enough are without menses and have high FSH."""
        wanted = round(1.5 * self.women)
        days = population("idiopathic").run_in_days.value
        number = _CANDIDATES
        while True:
            women = draw("idiopathic", np.arange(number), seed=self.seed)
            lives = run_in(women, seed=self.seed, unrecorded_days=days, recorded_days=_WINDOW + 1)
            c = lives.course
            ill = Ill(
                lives,
                c.menses[:, -_WINDOW:].sum(axis=1).astype(np.int64),
                c.fsh_iu_l[:, -1 - _SECOND_FSH_DAYS].astype(np.float64),
                c.fsh_iu_l[:, -1].astype(np.float64),
            )
            if ((ill.menses == 0) & ill.high).sum() >= wanted or number >= _CANDIDATES * _MOST_CANDIDATES:
                return ill
            number *= 2

    @cached_property
    def enrolled(self) -> NDArray[np.int64]:
        """Rows of the candidates without menses in 120 days and with two high FSH. `[woman]`"""
        found = np.flatnonzero((self.candidates.menses == 0) & self.candidates.high)
        return found[: round(1.5 * self.women)]

    @cached_property
    def followed(self) -> tuple[State, Course]:
        """The enrolled women and their next 41 months, once a day at 09:00."""
        state = self.candidates.lives.state.take(self.enrolled)
        return advance(state, _FOLLOW_UP, seed=self.seed, trial=POPULATION_TRIAL)
