"""Row 18b: healthy women who conceive, cycle by cycle, by age."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import POPULATION_TRIAL
from antral.engine import advance
from antral.population import draw, population, run_in
from antral.records import cached
from antral.verify.company import Company
from antral.verify.resample import Weights, estimate
from antral.verify.row import Estimate, references

RowFunction = Callable[[Company], Estimate]

_NUMBERS: Final = 500_000
"""Women of this row are drawn by numbers of their own, those of an age group from 1000 times its first age on."""
_DAYS_A_CYCLE: Final = 45
"""Women are followed for so many days a cycle that is counted: few do not complete them."""


def by_cycle(
    menses: NDArray[np.bool_], pregnant: NDArray[np.bool_], cycles: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Who is seen through each cycle, and who conceives in it. Both `[woman, cycle]`.

    The first cycle begins with the first menses after a woman begins to try. A cycle that the record does not end is
    not seen through, unless she conceives in it; who conceives before the first menses is in no cycle.

    Parameters
    ----------
    menses, pregnant
        Whether menses begin on a day, and whether a pregnancy goes on. `[woman, day]`
    """
    seen = np.zeros((len(menses), cycles), np.bool_)
    conceived = np.zeros_like(seen)
    days = menses.shape[1]
    for woman, (bleeds, carries) in enumerate(zip(menses, pregnant, strict=True)):
        first = int(np.argmax(carries)) if carries.any() else days
        begun = np.flatnonzero(bleeds[:first])
        for place, following in enumerate([*begun[1:], None][: min(begun.size, cycles)]):
            conceived[woman, place] = following is None and first < days
            seen[woman, place] = following is not None or conceived[woman, place]
    return seen, conceived


def share_by(seen: NDArray[np.bool_], conceived: NDArray[np.bool_], weights: Weights) -> float:
    """Share who conceive within all cycles, as a life table has it: one minus the product of who do not in each."""
    at_risk, with_child = weights @ seen, weights @ conceived
    return 1.0 - float(np.prod(1.0 - with_child / np.where(at_risk > 0.0, at_risk, np.nan)))


@cached
def _tried(company: Company, first_age: float, last_age: float, cycles: int) -> tuple[NDArray[np.bool_], ...]:
    """What `by_cycle` finds of women who all try, their ages spread evenly over the group."""
    numbers = np.arange(company.women) + _NUMBERS + 1000 * round(first_age)
    ages = first_age + (last_age - first_age) * (np.arange(company.women) + 0.5) / company.women
    women = draw("healthy", numbers, seed=company.seed, age_years=ages)
    days = population("healthy").run_in_days.value
    state = run_in(women, seed=company.seed, unrecorded_days=days - 1, recorded_days=1).state.trying(ages, 1.0)
    _, course = advance(state, cycles * _DAYS_A_CYCLE, seed=company.seed, trial=POPULATION_TRIAL)
    return by_cycle(course.menses > 0, course.pregnancy_days >= 0, cycles)


def _of(key: str) -> RowFunction:
    def row(company: Company) -> Estimate:
        limits = references()[key].limits
        seen, conceived = _tried(company, limits["first_age"], limits["last_age"], round(limits["cycles"]))
        return estimate(lambda w: share_by(seen, conceived, w), len(seen), seed=company.seed)

    return row


_KEYS: Final = ("conceived_6_28", "conceived_12_25", "conceived_6_40", "conceived_12_40")

ROWS: Final = MappingProxyType({key: _of(key) for key in _KEYS})
"""Each row as a function of the simulated women."""
