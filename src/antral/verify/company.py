"""The simulated women the rows are read from; each group is simulated once, when a row first asks for it."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR
from antral.engine import Course, Sampling, advance
from antral.population import draw, population, run_in
from antral.verify.chosen import Chosen, chosen
from antral.verify.cycles import Cycles, cycles, spread_within
from antral.verify.row import references
from antral.verify.selection import Selection

_YEARS: Final = 3
_QUARTER_DAILY: Final = Sampling(2, 2)
_OLDEST: Final = 66
_FIRST_AGE: Final = 38


@dataclass(frozen=True)
class Life:
    """Women of one age over three years around it."""

    course: Course
    cycles: Cycles
    regular: NDArray[np.bool_]
    """As `regular` tells it. `[woman]`"""
    numbers: NDArray[np.int64]
    """By which the women are drawn, and by which their luck in measurements goes. `[woman]`"""

    @property
    def women(self) -> int:
        """How many."""
        return len(self.regular)


def regular(found: Cycles, women: int) -> NDArray[np.bool_]:
    """Who has four cycles or more whose mean and standard deviation lie within the limits on record. `[woman]`."""
    limits = references()["fsh_early"].limits
    count = np.bincount(found.owner, minlength=women)
    mean = np.bincount(found.owner, found.length, women) / np.maximum(count, 1)
    spread = spread_within(found.length, found.owner, women)
    return (mean >= limits["mean_low"]) & (mean <= limits["mean_high"]) & (spread < limits["sd_below"])


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
        self._chosen: dict[str, Chosen] = {}

    def _at_age(self, age_years: float) -> Life:
        return self.live(age_years, np.arange(self.women) + 1000 * round(age_years))

    def live(self, age_years: float, numbers: NDArray[np.int64]) -> Life:
        """Healthy women over the three years around an age."""
        women = draw("healthy", numbers, seed=self.seed, age_years=age_years - _YEARS / 2)
        days = population("healthy").run_in_days.value
        state = run_in(women, seed=self.seed, unrecorded_days=days - 1, recorded_days=1).state
        _, course = advance(state, round(_YEARS * DAYS_PER_YEAR), seed=self.seed, sampling=_QUARTER_DAILY)
        found = cycles(course)
        return Life(course, found, regular(found, len(numbers)), numbers)

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
        while day < (_OLDEST - _FIRST_AGE) * DAYS_PER_YEAR and np.isnan(final).any():
            state, course = advance(state, 365, seed=self.seed)
            for woman in np.flatnonzero(np.isnan(final)):
                for menses in day + np.flatnonzero(course.menses[woman] > 0):
                    if menses - last[woman] > DAYS_PER_YEAR and np.isnan(final[woman]):
                        final[woman] = last[woman]
                    last[woman] = menses
            day += 365
            silent = np.isnan(final) & (day - last > DAYS_PER_YEAR)
            final[silent] = last[silent]
        return _FIRST_AGE + final / DAYS_PER_YEAR

    def selected(self, selection: Selection | str) -> Chosen:
        """Women chosen as a source chose them, half as many again as there are healthy women of an age."""
        if isinstance(selection, str):
            raise TypeError(f"women cannot be chosen by words alone: {selection}")
        key = selection.model_dump_json(exclude={"who", "tag", "source"})
        if key not in self._chosen:
            self._chosen[key] = chosen(selection, round(1.5 * self.women), seed=self.seed)
        return self._chosen[key]
