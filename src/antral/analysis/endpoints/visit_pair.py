"""A participant's value at baseline and at one later visit."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.analysis.endpoints.definition import Histories, Numbers, Question, Reason, Series, limits, set_reason


class VisitPair(NamedTuple):
    """Two values of each participant. All arrays `[person]`; NaN where missing."""

    baseline: Numbers
    later: Numbers
    reason: NDArray[np.int8]


def visit_pair(histories: Histories, question: Question, *, logs: bool, off_hormones: bool) -> VisitPair:
    """Baseline, and the value nearest to the planned day within the visit's window.

    Baseline is the mean over the protocol's baseline visits, on the log scale with `logs`. A woman with none of them
    has her last value before randomisation or on its day, if it is recent. Values below the detection limit stand at
    the limit, so changes below it are ties.

    Parameters
    ----------
    off_hormones
        Whether a value under hormones measures the hormones and so is not estimable.
    """
    reason = np.zeros(histories.persons, dtype=np.int8)
    nothing = np.full(histories.persons, np.nan)
    series = histories.series.get(question.measure or "")
    if series is None:
        reason[:] = Reason.NOT_MEASURED
        return VisitPair(nothing, nothing.copy(), reason)
    if logs:
        positive = series.value > 0
        series = series._replace(value=np.log(np.where(positive, series.value, 1.0)))
        series.value[~positive] = -np.inf
    baseline = _baseline(series, histories.persons)
    reach = question.window_days if question.window_days else limits("change")["visit_reach"]
    later, later_day = _nearest(series, histories.persons, question.day, reach)
    known = np.isfinite(later_day)
    person = np.arange(histories.persons)
    set_reason(reason, np.isnan(baseline), Reason.BASELINE_MISSING)
    set_reason(reason, ~known & (histories.last_day < question.day - reach), Reason.LOST)
    set_reason(reason, ~known, Reason.VISIT_MISSING)
    set_reason(reason, known & (histories.conceived <= later_day), Reason.PREGNANT)
    if off_hormones:
        free = limits("bleeding")["hormone_free"]
        set_reason(reason, histories.under_hormones(person, later_day, free), Reason.HORMONES)
    set_reason(reason, ~np.isfinite(baseline) | ~np.isfinite(later), Reason.NOT_POSITIVE)
    return VisitPair(baseline, later, reason)


def _baseline(series: Series, persons: int) -> Numbers:
    """`[person]`, NaN where missing."""
    named = series.is_baseline
    number = np.bincount(series.person[named], minlength=persons)
    total = np.bincount(series.person[named], weights=series.value[named], minlength=persons)
    with np.errstate(invalid="ignore", divide="ignore"):
        baseline: Numbers = np.where(number > 0, total / number, np.nan)
    early = (series.day < 1.0) & (series.day >= -limits("change")["baseline_reach"])
    last = np.full(persons, np.nan)
    last[series.person[early]] = series.value[early]  # ordered by day: the last one stays
    return np.where(number > 0, baseline, last)


def _nearest(series: Series, persons: int, day: float, reach: float) -> tuple[Numbers, Numbers]:
    """Value and day of the result nearest to a planned day; NaN where none lies within reach."""
    near = (np.abs(series.day - day) <= reach) & (series.day >= 1.0)
    person, found, value = series.person[near], series.day[near], series.value[near]
    order = np.argsort(-np.abs(found - day), kind="stable")  # the nearest one comes last and stays
    later, later_day = np.full(persons, np.nan), np.full(persons, np.nan)
    later[person[order]], later_day[person[order]] = value[order], found[order]
    return later, later_day
