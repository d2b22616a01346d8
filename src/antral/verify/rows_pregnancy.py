"""Row 18: women with POI who conceive."""

from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR, POPULATION_TRIAL, Purpose, uniform
from antral.engine import advance
from antral.records import cached
from antral.verify.company import Company
from antral.verify.resample import estimate, mean
from antral.verify.row import Estimate, references


class _Followed(NamedTuple):
    """Every woman as if she tried, and who does. `[woman]`"""

    tries: NDArray[np.bool_]
    conceived: NDArray[np.bool_]
    conceptions: NDArray[np.float64]
    ovulations: NDArray[np.float64]


@cached
def _followed(company: Company) -> _Followed:
    record = references()["poi_pregnant"]
    women = company.selected(record.selection)
    tries = uniform(company.seed, POPULATION_TRIAL, women.state.patients, Purpose.TRYING, 0) < record.limits["trying"]
    state = women.state.trying(women.age_years, 1.0)
    days = round(record.limits["years"] * DAYS_PER_YEAR)
    _, course = advance(state, days, seed=company.seed, trial=POPULATION_TRIAL)
    with_child = np.pad(course.pregnancy_days >= 0, ((0, 0), (1, 0)))
    conceptions = (with_child[:, 1:] & ~with_child[:, :-1]).sum(axis=1).astype(np.float64)
    return _Followed(tries, conceptions > 0, conceptions, course.ovulations.sum(axis=1).astype(np.float64))


def _pregnant(company: Company) -> Estimate:
    """Share of all women with a pregnancy; some of them do not try."""
    women = _followed(company)
    found = women.conceived & women.tries
    return estimate(lambda w: mean(found, w), found.size, seed=company.seed)


def _pregnant_if_all_try(company: Company) -> Estimate:
    found = _followed(company).conceived
    return estimate(lambda w: mean(found, w), found.size, seed=company.seed)


def _per_ovulation(company: Company) -> Estimate:
    women = _followed(company)
    n = women.tries.size
    return estimate(lambda w: mean(women.conceptions, w) / mean(women.ovulations, w), n, seed=company.seed)


ROWS: Final = MappingProxyType(
    {
        "poi_pregnant": _pregnant,
        "poi_pregnant_all": _pregnant_if_all_try,
        "poi_per_ovulation": _per_ovulation,
    }
)
"""Each row as a function of the simulated women."""
