"""`woman`: months of one virtual woman."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent
from antral.api.whole_file import write_whole
from antral.core import InputError

if TYPE_CHECKING:
    import polars as pl

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
    """One row a day; columns as the engine records them, with `day` from the start and `age_years`."""

    def csv(self, path: str | Path) -> Path:
        """Write the days as CSV."""
        return write_whole(Path(path), self.days.write_csv())

    def figure(self, path: str | Path) -> Path:
        """Draw her months; PNG, SVG or PDF by the name's ending."""
        from antral.reports import draw_woman

        return draw_woman(self.days, Path(path), title=self.title)

    @property
    def title(self) -> str:
        """Who she is."""
        return f"Virtual woman {self.number}, {self.aetiology}, from {self.age_years:g} years (seed {self.seed})"


def woman(
    *,
    age: float = 32.0,
    aetiology: str = "idiopathic",
    years: float = 2.0,
    number: int = 1,
    seed: int = 1,
    progress: Progress = silent,
) -> Woman:
    """Simulate one virtual woman, day by day, after a run-in.

    Parameters
    ----------
    age
        Years at the start of what is shown. In healthy women it decides how many follicles are left; in idiopathic POI
        the follicles left do not depend on age, so it only dates her course.
    aetiology
        A population of `records/populations`, such as `healthy` or `idiopathic`.
    number
        Which woman; each number is another woman of the same population.
    """
    import polars as pl

    from antral.engine import OUTPUTS, advance
    from antral.population import begin, draw, populations

    if aetiology not in populations():
        raise InputError(f"aetiology {aetiology!r} is not known; write one of: {', '.join(populations())}.")
    youngest, oldest = _AGES.get(aetiology, _AGES_OF_POI)
    if not youngest <= age <= oldest:
        raise InputError(f"age = {age:g}: for {aetiology} an age from {youngest:g} to {oldest:g} years was wanted.")
    if not 0.0 < years <= MOST_YEARS:
        raise InputError(f"years = {years:g}: a span above 0 and up to {MOST_YEARS} years was wanted.")
    whole(number, "number", 0, 2**31 - 1)
    whole(seed, "seed", 0, 2**32 - 1)
    compiled(progress)
    drawn = draw(aetiology, np.array([number]), seed=seed, age_years=age)
    state = begin(drawn, seed=seed)
    state, _ = advance(state, RUN_IN_DAYS, seed=seed)
    days = max(1, round(years * 365.25))
    _, course = advance(state, days, seed=seed)
    t_days = course.t_days - state.day
    frame = pl.DataFrame(
        {"day": t_days, "age_years": age + t_days / 365.25} | {name: getattr(course, name)[0] for name in OUTPUTS}
    )
    return Woman(age, aetiology, number, seed, frame)
