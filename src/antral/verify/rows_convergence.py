"""Rows of convergence: lanes and slots (22) and the step (23), also under cells and Climen together."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.engine import Course
from antral.verify.company import Company
from antral.verify.convergence import course, elsewhere
from antral.verify.resample import Weights, estimate
from antral.verify.row import Estimate

RowFunction = Callable[[Company], Estimate]

_FEW: Final = 70
_DAYS: Final = 200
_WOMEN: Final = 256
_LONG: Final = 900
_SETTLED: Final = 200
_PAIRED: Final = 512
_THREE_YEARS: Final = 1296
"""With the 200 days that are left out."""
_FINE: Final = 48
"""Steps a day that stand for none: 09:00 is one of them."""
_LANES, _SLOTS = 8, 24


def _batch_treated(company: Company) -> Estimate:
    """How many recorded values differ between one batch and batches of 1, 7 and the rest."""
    whole = course("treated", _FEW, _DAYS, company.seed)
    parts = [
        course("treated", women, _DAYS, company.seed, first=first) for first, women in ((0, 1), (1, 7), (8, _FEW - 8))
    ]
    return _differing(whole, np.concatenate([part.values for part in parts], axis=1))


def _lanes_treated(company: Company) -> Estimate:
    """How many differ between blocks of 32 women and of 8."""
    other = elsewhere("treated", _FEW, _DAYS, company.seed, lanes=_LANES)
    return _differing(course("treated", _FEW, _DAYS, company.seed), other.values)


def _differing(one: Course, other: NDArray[np.floating]) -> Estimate:
    return Estimate(float((one.values != other).sum()), women=_FEW)


def _of_women(found: Course, name: str, *, total: bool) -> NDArray[np.float64]:
    """Sum or mean over the days after both have settled. `[woman]`"""
    values = np.asarray(getattr(found, name)[:, _SETTLED:], np.float64)
    return np.asarray(values.sum(axis=1) if total else values.mean(axis=1))


def _ratio(company: Company, one: Course, other: Course, name: str, *, total: bool) -> Estimate:
    """How much larger the first is, relative to the other; the same women."""
    pair = [_of_women(found, name, total=total) for found in (one, other)]

    def statistic(w: Weights) -> float:
        return float((w * pair[0]).sum() / (w * pair[1]).sum() - 1.0)

    return estimate(statistic, pair[0].size, seed=company.seed)


def _slots(kind: str, name: str, *, total: bool = False) -> RowFunction:
    """16 slots relative to 24."""

    def row(company: Company) -> Estimate:
        many = elsewhere(kind, _WOMEN, _LONG, company.seed, slots=_SLOTS)
        return _ratio(company, course(kind, _WOMEN, _LONG, company.seed), many, name, total=total)

    return row


def _step(kind: str, name: str, *, total: bool = False) -> RowFunction:
    """The engine's step relative to a fine one."""

    def row(company: Company) -> Estimate:
        usual = course(kind, _PAIRED, _THREE_YEARS, company.seed)
        fine = course(kind, _PAIRED, _THREE_YEARS, company.seed, _FINE)
        return _ratio(company, usual, fine, name, total=total)

    return row


ROWS: Final = MappingProxyType(
    {
        "batch_treated": _batch_treated,
        "lanes_treated": _lanes_treated,
        "slots_healthy_menses": _slots("healthy", "menses", total=True),
        "slots_healthy_fsh": _slots("healthy", "fsh_iu_l"),
        "slots_treated_menses": _slots("treated", "menses", total=True),
        "slots_treated_fsh": _slots("treated", "fsh_iu_l"),
        "step_treated_ovulations": _step("treated", "ovulations", total=True),
        "step_treated_menses": _step("treated", "menses", total=True),
        "step_treated_fsh": _step("treated", "fsh_iu_l"),
        "step_treated_e2": _step("treated", "e2_pg_ml"),
    }
)
"""Each row as a function of the simulated women."""
