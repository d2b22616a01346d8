"""Ovulation, presumed from progesterone."""

from functools import partial

import numpy as np

from antral.analysis.endpoints.definition import (
    Derived,
    Endpoint,
    Happened,
    Histories,
    Question,
    Reason,
    Series,
    first_day,
    limits,
    set_reason,
)
from antral.analysis.endpoints.first_event import event_or_lost, usable, with_pregnancy
from antral.analysis.endpoints.strategies import OF_OVULATION


def in_time(histories: Histories, question: Question, series: Series) -> np.ndarray:
    """Which results were taken after randomisation and up to the endpoint's day, and count."""
    after = (series.day >= 1.0) & (series.day <= question.day + (question.window_days or 0.0))
    return after & usable(histories, question, series.person, series.day)


def high_progesterone(histories: Histories, question: Question, series: Series) -> Happened:
    """Days on which progesterone exceeded the threshold; in pregnancy it says nothing."""
    threshold = limits("ovulation")["progesterone"] if question.threshold is None else question.threshold
    high = in_time(histories, question, series) & (series.value > threshold)
    high &= series.day < histories.conceived[series.person]
    return Happened(series.person[high], series.day[high])


def not_sampled(histories: Histories, question: Question, derived: Derived, *seen: Series | None) -> Derived:
    """A woman without the event of whom nothing was measured is not estimable."""
    last = np.full(histories.persons, -np.inf)
    for series in seen:
        if series is not None:
            usable_here = in_time(histories, question, series)
            np.maximum.at(last, series.person[usable_here], series.day[usable_here])
    set_reason(derived.reason, (derived.value == 0.0) & np.isinf(last), Reason.VISIT_MISSING)
    return derived._replace(value=np.where(derived.reason == 0, derived.value, np.nan), looked_until=last)


def not_measured(histories: Histories) -> Derived:
    """Nobody is estimable, as nothing was measured."""
    reason = np.full(histories.persons, Reason.NOT_MEASURED, dtype=np.int8)
    return Derived(np.full(histories.persons, np.nan), reason)


def derive(histories: Histories, question: Question, *, times: int = 1) -> Derived:
    """1 for a woman whose progesterone exceeded 3 ng/mL at a visit after randomisation, else 0.

    A conception counts as an ovulation where the estimand says so. Two ovulations need two high values at least 10 days
    apart, or one luteal phase would count twice. Visits are weeks apart, so most ovulations fall between them: the
    share found is a lower bound.
    """
    series = histories.series.get(question.measure or "P4")
    if series is None:
        return not_measured(histories)
    person, day = high_progesterone(histories, question, series)
    first = first_day(histories.persons, Happened(person, day))
    apart = day - first[person] >= limits("ovulation")["days_between"]
    second = first_day(histories.persons, Happened(person[apart], day[apart]))
    found = np.stack([first, second, with_pregnancy(histories, question, np.full(histories.persons, np.inf))])
    derived = event_or_lost(histories, question, np.sort(found, axis=0)[times - 1])
    return not_sampled(histories, question, derived, series)


OVULATION = Endpoint(
    code="OVUL",
    label="ovulation at least once",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounders=frozenset({"fluctuation", "visit_spacing", "progesterone_taken", "hormones", "fertility_treatment"}),
    strategies=OF_OVULATION,
    derive=derive,
)

OVULATION_TWICE = OVULATION._replace(code="OVUL2", label="ovulation at least twice", derive=partial(derive, times=2))
