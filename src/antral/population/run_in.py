"""The life of candidates up to the day on which they could be randomised."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR, POPULATION_TRIAL
from antral.engine import Course, State, advance, start
from antral.population.draw import Women


@dataclass(frozen=True)
class Lives:
    """Women who have lived up to one day, and what was recorded of the days before it."""

    women: Women
    state: State
    """On that day, day 0."""
    course: Course
    """Its last days, once a day at 09:00, on the state's own clock."""
    luck: int
    """Trial number that keys their luck."""

    @property
    def t_days(self) -> NDArray[np.float64]:
        """Moments of the records, days from day 0: the past is negative. `[time]`."""
        return self.course.t_days - self.state.day

    @property
    def patient_years(self) -> float:
        """What it took to simulate."""
        return len(self.state) * self.state.day / DAYS_PER_YEAR


def begin(women: Women, *, seed: int, luck: int = POPULATION_TRIAL) -> State:
    """Women at the start of their run-in; run them `run_in_days` before you use them."""
    return start(
        women.parameters,
        women.primordial,
        women.patients,
        seed,
        luck,
        deficit=women.deficit,
        emptied=women.emptied,
    )


def run_in(
    women: Women,
    *,
    seed: int,
    unrecorded_days: int,
    recorded_days: int,
    luck: int = POPULATION_TRIAL,
    threads: int | None = None,
) -> Lives:
    """Simulate women from the start of the run-in; only the last days are recorded.

    Parameters
    ----------
    luck
        Trial number that keys their luck: that of the population, 0, by default.
    """
    state = begin(women, seed=seed, luck=luck)
    if unrecorded_days > 0:
        state, _ = advance(state, unrecorded_days, seed=seed, trial=luck, threads=threads)
    state, course = advance(state, recorded_days, seed=seed, trial=luck, threads=threads)
    return Lives(women, state, course, luck)
