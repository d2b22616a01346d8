"""Row 25: who meets the diagnosis after gonadotoxic treatment, by risk class, age and months since."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_MONTH, DAYS_PER_YEAR, POPULATION_TRIAL
from antral.engine import Course, State, advance
from antral.population import (
    GUIDELINE,
    Lives,
    Women,
    begin,
    days_needed,
    diagnose,
    draw,
    population,
    rule_of,
)
from antral.records import cached
from antral.verify.company import Company
from antral.verify.resample import estimate, mean
from antral.verify.row import Estimate, references

RowFunction = Callable[[Company], Estimate]

_AETIOLOGY: Final = "chemotherapy"
_DRAWN: Final = 6000
_GROUPS: Final = MappingProxyType(
    {
        "low": "low",
        "intermediate_young": "intermediate",
        "intermediate_older": "intermediate",
        "high": "high",
    }
)
"""Risk class of each group, by its name in the rows' keys; ages stand in the records."""


@cached
def _treated(seed: int) -> tuple[Women, NDArray[np.float64]]:
    """Women on the day of their treatment, and their age then. No woman of another row is among them."""
    women = draw(_AETIOLOGY, np.arange(_DRAWN) + 400_000, seed=seed, years_since_diagnosis=0.0)
    return women, women.age_years - population(_AETIOLOGY).run_in_days.value / DAYS_PER_YEAR


@cached
def _followed(seed: int, group: str, wanted: int) -> tuple[Women, State, Course]:
    """Women of a group from their treatment on, over the months of the rows; their age is that at the treatment."""
    limits = references()[f"chemo_{group}_33"].limits
    exposure = population(_AETIOLOGY).exposure
    if exposure is None:
        raise TypeError("the population after chemotherapy has no exposure on record")
    women, age = _treated(seed)
    place = list(exposure.classes).index(_GROUPS[group])
    inside = (women.risk_class == place) & (age >= limits["age_low"]) & (age < limits["age_high"])
    rows = np.flatnonzero(inside)[:wanted]
    chosen = replace(women.take(rows), age_years=age[rows])
    days = int(np.ceil(limits["months"] * DAYS_PER_MONTH)) + 1
    state, course = advance(begin(chosen, seed=seed), days, seed=seed, trial=POPULATION_TRIAL)
    return chosen, state, course


def _at(women: Women, state: State, course: Course, day: int) -> Lives:
    """Their lives up to a day."""
    seen = course.t_days < day
    until = Course(course.t_days[seen], course.values[:, :, seen], course.status, course.refused)
    return Lives(
        replace(women, age_years=women.age_years + day / DAYS_PER_YEAR),
        replace(state, day=day),
        until,
        POPULATION_TRIAL,
    )


def _meets(group: str, months: int) -> RowFunction:
    """Share that meets the guideline some months after treatment."""

    def row(company: Company) -> Estimate:
        women, state, course = _followed(company.seed, group, company.women)
        rule = rule_of(GUIDELINE)
        day = round(references()[f"chemo_{group}_{months}"].limits["months"] * DAYS_PER_MONTH)
        if day < days_needed(rule):
            raise ValueError(f"{months} months are too short for the guideline's look back")
        met = diagnose(_at(women, state, course, day), rule, seed=company.seed).meets
        return estimate(lambda w: mean(met, w), met.size, seed=company.seed)

    return row


ROWS: Final = MappingProxyType(
    {f"chemo_{group}_{months}": _meets(group, months) for group in _GROUPS for months in (6, 12, 33)}
)
"""Each row as a function of the simulated women."""
