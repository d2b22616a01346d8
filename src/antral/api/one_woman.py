"""`woman`: months of one virtual woman."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent
from antral.api.whole_file import write_whole
from antral.core import DAYS_PER_YEAR, POPULATION_TRIAL, InputError
from antral.records import parameters

if TYPE_CHECKING:
    import polars as pl

    from antral.therapy import Regimen

RUN_IN_DAYS: Final = 400
MOST_YEARS: Final = 30
_AGES: Final = {"healthy": (20.0, 55.0)}
_AGES_OF_POI: Final = (20.0, 40.0)
"""The disease begins before 40; younger than 20 the model does not hold."""


@dataclass(frozen=True)
class Woman:
    """One virtual woman over time."""

    age_years: float
    aetiology: str
    number: int
    seed: int
    days: "pl.DataFrame"
    """One row a day; columns as the engine records them, with `day` from the start and `age_years`; under hormones
    `tablet_day`, the day of their calendar."""
    regimen: str | None = None
    """The hormones she takes."""
    trying: bool = False
    """Whether she wishes to conceive."""

    def csv(self, path: str | Path) -> Path:
        """Write the days as CSV."""
        return write_whole(Path(path), self.days.write_csv())

    def figure(self, path: str | Path) -> Path:
        """Draw her months; PNG, SVG or PDF by the name's ending."""
        from antral.reports import draw_woman

        return draw_woman(self.days, Path(path), title=self.title, regimen=self.regimen)

    @property
    def title(self) -> str:
        """Who she is."""
        under = f", under {self.regimen}" if self.regimen is not None else ""
        wish = ", trying to conceive" if self.trying else ""
        return (
            f"Virtual woman {self.number}, {self.aetiology}, from {self.age_years:g} years{under}{wish} "
            f"(seed {self.seed})"
        )


def woman(
    *,
    age: float = 32.0,
    aetiology: str = "idiopathic",
    years: float = 2.0,
    number: int = 1,
    seed: int = 1,
    regimen: str | None = None,
    trying: bool = False,
    progress: Progress = silent,
) -> Woman:
    """Simulate one virtual woman, day by day, after a run-in without hormones.

    Parameters
    ----------
    age
        Years at the start of what is shown. In healthy women it decides how many follicles are left; in idiopathic POI
        the follicles left do not depend on age, so it only dates her course.
    aetiology
        A population of `records/populations`, such as `healthy` or `idiopathic`.
    number
        Which woman; each number is another woman of the same population.
    regimen
        Hormones of `records/hormone_therapies` that she takes from the first day on, such as `climen`. They end when a
        pregnancy is recognised.
    trying
        Whether she wishes to conceive.
    """
    import polars as pl

    from antral.engine import OUTPUTS, Tablets, advance
    from antral.population import begin, draw, populations
    from antral.therapy import calendars, hormone_parameters

    if aetiology not in populations():
        raise InputError(f"aetiology {aetiology!r} is not known; write one of: {', '.join(populations())}.")
    youngest, oldest = _AGES.get(aetiology, _AGES_OF_POI)
    if not youngest <= age <= oldest:
        raise InputError(f"age = {age:g}: for {aetiology} an age from {youngest:g} to {oldest:g} years was wanted.")
    if not 0.0 < years <= MOST_YEARS:
        raise InputError(f"years = {years:g}: a span above 0 and up to {MOST_YEARS} years was wanted.")
    whole(number, "number", 0, 2**31 - 1)
    whole(seed, "seed", 0, 2**32 - 1)
    taken = None if regimen is None else _regimen(regimen)
    compiled(progress)
    drawn = draw(aetiology, np.array([number]), seed=seed, age_years=age)
    state = begin(drawn, seed=seed)
    state, _ = advance(state, RUN_IN_DAYS, seed=seed)
    days = max(1, round(years * DAYS_PER_YEAR))
    tablets = None
    if taken is not None:
        which = np.zeros(1, np.int64)
        state = state.taking(hormone_parameters([taken], which, seed, np.full(1, POPULATION_TRIAL), drawn.patients))
        first = np.array([state.day])
        tablets = Tablets(*calendars([taken]), which, first, first + days, np.ones(1))
    if trying:
        state = state.trying(age, 1.0)
    _, course = advance(state, days, seed=seed, tablets=tablets)
    t_days = course.t_days - state.day
    frame = pl.DataFrame(
        {"day": t_days, "age_years": age + t_days / DAYS_PER_YEAR}
        | {name: getattr(course, name)[0] for name in OUTPUTS}
    )
    if taken is not None:
        frame = frame.with_columns(tablet_day=pl.Series(_tablet_day(taken, t_days, course.pregnancy_days[0])))
    return Woman(age, aetiology, number, seed, frame, regimen, trying)


def _regimen(name: str) -> "Regimen":
    from antral.therapy import regimen, regimens

    if name not in regimens():
        raise InputError(f"regimen {name!r} is not known; write one of: {', '.join(regimens())}.")
    return regimen(name)


def _tablet_day(
    taken: "Regimen", t_days: NDArray[np.float64], pregnancy_days: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Day of the hormone calendar at each record, from 1; 0 before the first tablet and once a pregnancy is known."""
    known = np.maximum.accumulate(pregnancy_days >= parameters("pregnancy")["recognition"].value)
    return np.where((t_days > taken.hour / 24.0) & ~known, np.floor(t_days).astype(np.int64) % taken.days + 1, 0)
