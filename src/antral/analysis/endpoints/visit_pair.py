"""A participant's value at baseline and at one later visit."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.analysis.endpoints.definition import Histories, Numbers, Question, Reason, Series, limits, set_reason
from antral.analysis.endpoints.strategies import (
    FERTILITY,
    HORMONES,
    HYPOTHETICAL,
    LEAVING,
    PREGNANCY,
    WHILE_ON_TREATMENT,
)


class VisitPair(NamedTuple):
    """Two values of each participant. All arrays `[person]`; NaN where missing."""

    baseline: Numbers
    later: Numbers
    tablet_day: Numbers
    """Day of the hormone calendar of the later one."""
    reason: NDArray[np.int8]


def visit_pair(histories: Histories, question: Question, *, logs: bool) -> VisitPair:
    """Baseline, and the value nearest to the planned day within the visit's window.

    Baseline is the mean over the protocol's baseline visits, on the log scale with `logs`. A woman with none of them
    has her last value before randomisation or on its day, if it is recent. Values below the detection limit stand at
    the limit, so changes below it are ties. What is done about hormones, pregnancy, leaving and fertility treatment the
    strategies say; the hormones of her own arm take her out unless the endpoint counts them in.
    """
    reason = np.zeros(histories.persons, dtype=np.int8)
    nothing = np.full(histories.persons, np.nan)
    series = histories.series.get(question.measure or "")
    if series is None:
        reason[:] = Reason.NOT_MEASURED
        return VisitPair(nothing, nothing.copy(), nothing.copy(), reason)
    if logs:
        positive = series.value > 0
        series = series._replace(value=np.log(np.where(positive, series.value, 1.0)))
        series.value[~positive] = -np.inf
    baseline = baselines(series, histories.persons)
    reach = question.window_days if question.window_days else limits("change")["visit_reach"]
    place = _nearest(series, histories.persons, question.day, reach)
    stopped = _stands_until(histories, question)
    earlier = stopped <= question.day + reach
    if earlier.any():
        place = np.where(earlier, _last_before(series, stopped), place)
    known = place >= 0
    later_day, later, tablet = (
        np.where(known, of[place], np.nan) if len(of) else nothing
        for of in (series.day, series.value, series.tablet_day)
    )
    set_reason(reason, np.isnan(baseline), Reason.BASELINE_MISSING)
    set_reason(reason, ~known & (histories.last_day < question.day - reach), Reason.LOST)
    set_reason(reason, ~known, Reason.VISIT_MISSING)
    _leave(histories, question, later_day, reason)
    set_reason(reason, ~np.isfinite(baseline) | ~np.isfinite(later), Reason.NOT_POSITIVE)
    return VisitPair(baseline, later, tablet, reason)


def _leave(histories: Histories, question: Question, day: Numbers, reason: NDArray[np.int8]) -> None:
    """Values that leave the endpoint, by the day on which they were taken; in place."""
    person = np.arange(histories.persons)
    free = limits("bleeding")["hormone_free"]
    known = np.isfinite(day)
    set_reason(reason, known & (histories.conceived <= day), Reason.PREGNANT)
    if question.strategies[FERTILITY] == HYPOTHETICAL:
        set_reason(reason, known & (histories.fertility <= day), Reason.FERTILITY_TREATMENT)
    if question.strategies[LEAVING] == HYPOTHETICAL:
        set_reason(reason, known & (histories.last_day < day), Reason.LOST)
    if not question.under_assigned_hormones:
        set_reason(reason, histories.under_hormones(person, day, free, assigned=True), Reason.HORMONES)
    if question.strategies[HORMONES] == HYPOTHETICAL:
        set_reason(reason, histories.under_hormones(person, day, free, assigned=False), Reason.HORMONES)


def _stands_until(histories: Histories, question: Question) -> Numbers:
    """First event that is handled `while_on_treatment`: the last value before it stands for the visit's. `[person]`"""
    until = np.full(histories.persons, np.inf)
    other = histories.began_hormones(assigned=False, until=np.inf, free_days=0.0)
    for name, began in (
        (HORMONES, other),
        (PREGNANCY, histories.conceived),
        (LEAVING, np.nextafter(histories.last_day, np.inf)),  # the value of her last day is before she left
        (FERTILITY, histories.fertility),
    ):
        if question.strategies[name] == WHILE_ON_TREATMENT:
            until = np.minimum(until, began)
    return until


def baselines(series: Series, persons: int) -> Numbers:
    """The mean over the baseline visits, or the last value before randomisation. `[person]`, NaN where missing."""
    named = series.is_baseline
    number = np.bincount(series.person[named], minlength=persons)
    total = np.bincount(series.person[named], weights=series.value[named], minlength=persons)
    with np.errstate(invalid="ignore", divide="ignore"):
        baseline: Numbers = np.where(number > 0, total / number, np.nan)
    early = (series.day < 1.0) & (series.day >= -limits("change")["baseline_reach"])
    last = np.full(persons, np.nan)
    last[series.person[early]] = series.value[early]  # ordered by day: the last one stays
    return np.where(number > 0, baseline, last)


def _nearest(series: Series, persons: int, day: float, reach: float) -> NDArray[np.int64]:
    """Which result lies nearest to a planned day; -1 where none lies within reach. `[person]`"""
    near = np.flatnonzero((np.abs(series.day - day) <= reach) & (series.day >= 1.0))
    order = np.argsort(-np.abs(series.day[near] - day), kind="stable")  # the nearest one comes last and stays
    place = np.full(persons, -1, dtype=np.int64)
    place[series.person[near[order]]] = near[order]
    return place


def _last_before(series: Series, until: Numbers) -> NDArray[np.int64]:
    """Which result after randomisation is the last before a day; -1 where there is none. `[person]`"""
    place = np.full(len(until), -1, dtype=np.int64)
    before = np.flatnonzero((series.day >= 1.0) & (series.day < until[series.person]))
    place[series.person[before]] = before  # ordered by day: the last one stays
    return place
