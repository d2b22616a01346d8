"""Rows of premature ovarian insufficiency: 12, 12b, 13 to 17b."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import POPULATION_TRIAL
from antral.measurement import follicle_seen, scan
from antral.verify.company import Company
from antral.verify.resample import estimate, mean, sd
from antral.verify.row import Estimate, references

RowFunction = Callable[[Company], Estimate]

_WEEKLY: Final = np.arange(0, 120, 7)
_YEAR: Final = 365


def _baseline(company: Company, name: str) -> NDArray[np.float64]:
    """A hormone of the enrolled women on the day of the second FSH. `[woman]`."""
    values = getattr(company.candidates.lives.course, name)[company.enrolled, -1]
    return np.asarray(values, np.float64)


def _mean_of(name: str) -> RowFunction:
    def row(company: Company) -> Estimate:
        values = _baseline(company, name)
        return estimate(lambda w: mean(values, w), values.size, seed=company.seed)

    return row


def _fsh_sd(company: Company) -> Estimate:
    values = _baseline(company, "fsh_iu_l")
    return estimate(lambda w: sd(values, w), values.size, seed=company.seed)


def _share_below(name: str, key: str) -> RowFunction:
    def row(company: Company) -> Estimate:
        below = _baseline(company, name) < references()[key].limits["high"]
        return estimate(lambda w: mean(below, w), below.size, seed=company.seed)

    return row


def _mild(company: Company) -> Estimate:
    ill = company.candidates
    fsh = ill.fsh_now[(ill.menses < 3) & ill.high]
    most = references()["poi_mild"].limits["high"]
    return estimate(lambda w: mean(fsh <= most, w), fsh.size, seed=company.seed)


def _ever_above(name: str, key: str) -> RowFunction:
    """Share with at least one of the weekly samples of four months above a limit."""

    def row(company: Company) -> Estimate:
        _, course = company.followed
        ever = (getattr(course, name)[:, _WEEKLY] > references()[key].limits["low"]).any(axis=1)
        return estimate(lambda w: mean(ever, w), ever.size, seed=company.seed)

    return row


def _scans(company: Company) -> NDArray[np.bool_]:
    """Whether each weekly scan shows a follicle of 3 mm or more. `[woman, scan]`."""
    state, course = company.followed
    return follicle_seen(
        course.antral_pool[:, _WEEKLY],
        course.follicles_ge_3_mm[:, _WEEKLY],
        scan(),
        seed=company.seed,
        trial=POPULATION_TRIAL,
        patient=state.patients[:, None],
        visit=np.arange(_WEEKLY.size)[None, :],
    )


def _seen_once(company: Company) -> Estimate:
    seen = _scans(company)[:, 0]
    return estimate(lambda w: mean(seen, w), seen.size, seed=company.seed)


def _seen_ever(company: Company) -> Estimate:
    seen = _scans(company).any(axis=1)
    return estimate(lambda w: mean(seen, w), seen.size, seed=company.seed)


def _resumed(company: Company) -> Estimate:
    _, course = company.followed
    resumed = course.menses[:, :_YEAR].sum(axis=1) >= 2
    return estimate(lambda w: mean(resumed, w), resumed.size, seed=company.seed)


def _arrested(company: Company) -> Estimate:
    _, course = company.followed
    resumed = course.menses.sum(axis=1) >= 2
    arrested = course.menses[resumed, -_YEAR:].sum(axis=1) == 0
    return estimate(lambda w: mean(arrested, w), int(resumed.sum()), seed=company.seed)


ROWS: Final = MappingProxyType(
    {
        "poi_fsh_mean": _mean_of("fsh_iu_l"),
        "poi_fsh_sd": _fsh_sd,
        "poi_e2_low": _share_below("e2_pg_ml", "poi_e2_low"),
        "poi_amh_low": _share_below("amh_ng_ml", "poi_amh_low"),
        "poi_inhibin": _mean_of("inhibin_b_pg_ml"),
        "poi_mild": _mild,
        "poi_e2_months": _ever_above("e2_pg_ml", "poi_e2_months"),
        "poi_p4_months": _ever_above("p4_ng_ml", "poi_p4_months"),
        "poi_follicle_once": _seen_once,
        "poi_follicle_months": _seen_ever,
        "poi_resumed": _resumed,
        "poi_arrested": _arrested,
    }
)
"""Each row as a function of the simulated women."""
