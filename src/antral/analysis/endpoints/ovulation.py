"""Ovulation, presumed from progesterone."""

from functools import partial

import numpy as np

from antral.analysis.endpoints.definition import (
    Derived,
    Endpoint,
    Histories,
    Question,
    Reason,
    event_or_lost,
    limits,
    set_reason,
)


def derive(histories: Histories, question: Question, *, times: int = 1) -> Derived:
    """1 for a woman whose progesterone exceeded 3 ng/mL at a visit after randomisation, else 0.

    A conception counts as an ovulation. Two ovulations need two high values at least 10 days apart, or one luteal phase
    would count twice. Visits are weeks apart, so most ovulations fall between them: the share found is a lower bound.
    """
    reason = np.zeros(histories.persons, dtype=np.int8)
    series = histories.series.get(question.measure or "P4")
    if series is None:
        reason[:] = Reason.NOT_MEASURED
        return Derived(np.full(histories.persons, np.nan), reason)
    usual = limits("ovulation")
    threshold = usual["progesterone"] if question.threshold is None else question.threshold
    reach = question.window_days or 0.0
    after = (series.day >= 1.0) & (series.day <= question.day + reach)
    high = after & (series.value > threshold) & (series.day < histories.conceived[series.person])
    person, day = series.person[high], series.day[high]
    first, last = np.full(histories.persons, np.inf), np.full(histories.persons, -np.inf)
    np.minimum.at(first, person, day)
    np.maximum.at(last, person, day)
    found = np.isfinite(first).astype(int) + (last - first >= usual["days_between"])
    found += histories.conceived <= question.day
    event = found >= times
    derived = event_or_lost(histories, question, event)
    sampled = np.bincount(series.person[after], minlength=histories.persons) > 0
    set_reason(derived.reason, ~event & ~sampled, Reason.VISIT_MISSING)
    return Derived(np.where(derived.reason == 0, derived.value, np.nan), derived.reason)


OVULATION = Endpoint(
    code="OVUL",
    label="ovulation at least once",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounded_by="spontaneous ovulation; distance between visits; progesterone taken as medicine",
    derive=derive,
)

OVULATION_TWICE = OVULATION._replace(code="OVUL2", label="ovulation at least twice", derive=partial(derive, times=2))
