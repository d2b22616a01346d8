"""The life of candidates up to the day on which they could be randomised."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antral.core import POPULATION_TRIAL
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

    @property
    def t_days(self) -> NDArray[np.float64]:
        """Moments of the records, days from day 0: the past is negative. `[time]`."""
        return self.course.t_days - self.state.day

    @property
    def patient_years(self) -> float:
        """What it took to simulate."""
        return len(self.state) * self.state.day / 365.25


def run_in(women: Women, *, seed: int, unrecorded_days: int, recorded_days: int, threads: int | None = None) -> Lives:
    """Simulate women from the start of the run-in; only the last days are recorded.

    Luck is that of the population, trial 0.
    """
    state = start(women.parameters, women.primordial, women.patients, seed, POPULATION_TRIAL)
    if unrecorded_days > 0:
        state, _ = advance(state, unrecorded_days, seed=seed, trial=POPULATION_TRIAL, threads=threads)
    state, course = advance(state, recorded_days, seed=seed, trial=POPULATION_TRIAL, threads=threads)
    return Lives(women, state, course)
