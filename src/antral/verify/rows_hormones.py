"""Rows of women with POI under hormone replacement: 19 and 20, with what is suspect, and with the link cut."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.core import POPULATION_TRIAL
from antral.engine import Course, Tablets, advance
from antral.records import cached
from antral.therapy import calendars, hormone_parameters, regimen
from antral.verify.chosen import Chosen
from antral.verify.company import Company
from antral.verify.resample import estimate, mean, quantile
from antral.verify.row import Estimate, references
from antral.verify.selection import Selection

RowFunction = Callable[[Company], Estimate]
Values = NDArray[np.float64]

_REGIMEN: Final = "climen"
_CALENDARS: Final = 13
"""Calendars of 28 days that are followed: a year."""
SIXTH: Final = 5
"""Place of the calendar that is compared with the time before: months 5 to 6."""
WEEK: Final = 7


class _Women(NamedTuple):
    """The women of a row, under the hormones and the same women without; days count from the first tablet."""

    chosen: Chosen
    under: Course
    without: Course


def women_under(company: Company, key: str, link: float = 1.0) -> _Women:
    """Women chosen as the row's record says, from the day of their selection on; `link` as in therapy."""
    selection = references()[key].selection
    if isinstance(selection, str):
        raise TypeError(f"row {key} wants a selection")
    chosen = company.selected(selection)
    return _Women(chosen, _under(company, selection.model_dump_json(), link), chosen.followed)


@cached
def _under(company: Company, selection: str, link: float) -> Course:
    """A year under the hormones, every tablet taken, of the women of a selection (as JSON)."""
    chosen = company.selected(Selection.model_validate_json(selection))
    kinds, n = [regimen(_REGIMEN)], len(chosen)
    which, trials = np.zeros(n, np.int64), np.full(n, POPULATION_TRIAL)
    taken_up = hormone_parameters(kinds, which, company.seed, trials, chosen.state.patients, link=link)
    first = np.full(n, chosen.state.day)
    days = _CALENDARS * kinds[0].days
    tablets = Tablets(*calendars(kinds), which, first, first + days, np.ones(n))
    state = chosen.state.taking(taken_up)
    return advance(state, days, seed=company.seed, trial=POPULATION_TRIAL, tablets=tablets)[1]


def _calendar(course: Course, name: str) -> Values:
    """An output on the days of the sixth calendar. `[woman, day]`"""
    days = regimen(_REGIMEN).days
    return np.asarray(getattr(course, name)[:, SIXTH * days : (SIXTH + 1) * days], np.float64)


def _change(company: Company, after: Values, before: Values) -> Estimate:
    """Relative change of a mean over women."""
    return estimate(lambda w: mean(after, w) / mean(before, w) - 1.0, after.size, seed=company.seed)


def _before_after(company: Company) -> Estimate:
    women = women_under(company, "hrt_fsh")
    return _change(company, _calendar(women.under, "fsh_iu_l").mean(axis=1), women.chosen.true("fsh_iu_l"))


def _against_none(name: str, key: str, *, day: str = "") -> RowFunction:
    """Relative to the same women without hormones, over the calendar or on its day of the record."""

    def row(company: Company) -> Estimate:
        women = women_under(company, key)
        pair = (_calendar(women.under, name), _calendar(women.without, name))
        if day:
            place = round(references()[key].limits[day]) - 1
            return _change(company, pair[0][:, place], pair[1][:, place])
        return _change(company, pair[0].mean(axis=1), pair[1].mean(axis=1))

    return row


def _estradiol(company: Company) -> Estimate:
    """Median over women of the mean on the days that follow a tablet."""
    limits = references()["hrt_e2"].limits
    levels = _calendar(women_under(company, "hrt_e2").under, "e2_pg_ml")
    tablets = levels[:, round(limits["first_day"]) - 1 : round(limits["last_day"])].mean(axis=1)
    return estimate(lambda w: quantile(tablets, 0.5, w), tablets.size, seed=company.seed)


def _developed(key: str, *, hormones: bool = True, link: float = 1.0) -> RowFunction:
    """Share with a follicle of the size on record at a weekly scan of so many days."""

    def row(company: Company) -> Estimate:
        limits = references()[key].limits
        women = women_under(company, key, link)
        course = women.under if hormones else women.without
        weekly = course.largest_follicle_mm[:, WEEK - 1 : round(limits["days"]) : WEEK]
        found = (weekly >= limits["diameter"]).any(axis=1)
        return estimate(lambda w: mean(found, w), found.size, seed=company.seed)

    return row


def _ovulated(key: str, *, hormones: bool = True, link: float = 1.0) -> RowFunction:
    """Share with an ovulation within so many days."""

    def row(company: Company) -> Estimate:
        women = women_under(company, key, link)
        course = women.under if hormones else women.without
        found = course.ovulations[:, : round(references()[key].limits["days"])].any(axis=1)
        return estimate(lambda w: mean(found, w), found.size, seed=company.seed)

    return row


ROWS: Final = MappingProxyType(
    {
        "hrt_fsh": _before_after,
        "hrt_fsh_none": _against_none("fsh_iu_l", "hrt_fsh_none"),
        "hrt_fsh_day_20": _against_none("fsh_iu_l", "hrt_fsh_day_20", day="day"),
        "hrt_fsh_last_free_day": _against_none("fsh_iu_l", "hrt_fsh_last_free_day", day="day"),
        "hrt_lh_none": _against_none("lh_iu_l", "hrt_lh_none"),
        "hrt_e2": _estradiol,
        "hrt_follicle_3_months": _developed("hrt_follicle_3_months"),
        "hrt_follicle_year": _developed("hrt_follicle_year"),
        "hrt_follicle_year_cut": _developed("hrt_follicle_year_cut", link=0.0),
        "hrt_follicle_year_none": _developed("hrt_follicle_year_none", hormones=False),
        "hrt_ovulation_year": _ovulated("hrt_ovulation_year"),
        "hrt_ovulation_year_cut": _ovulated("hrt_ovulation_year_cut", link=0.0),
        "hrt_ovulation_year_none": _ovulated("hrt_ovulation_year_none", hormones=False),
    }
)
"""Each row as a function of the simulated women."""
