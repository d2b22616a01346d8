"""A value above a limit, or above baseline, at any visit: what reports without a control arm call a responder."""

from functools import partial

import numpy as np

from antral.analysis.endpoints.definition import Derived, Endpoint, Happened, Histories, Question, Reason, first_day
from antral.analysis.endpoints.first_event import event_or_lost
from antral.analysis.endpoints.ovulation import in_time, not_measured, not_sampled
from antral.analysis.endpoints.strategies import OF_OVULATION
from antral.analysis.endpoints.visit_pair import baselines


def derive(histories: Histories, question: Question, *, from_baseline: bool) -> Derived:
    """1 for a woman whose value exceeded the limit at a visit after randomisation, else 0; not in pregnancy.

    The more visits, the more women exceed it by chance alone.

    Parameters
    ----------
    from_baseline
        Whether the limit is baseline plus the threshold, which must be reached; a woman without baseline is missing.
    """
    series = histories.series.get(question.measure or "")
    if series is None:
        return not_measured(histories)
    threshold = 0.0 if question.threshold is None else question.threshold
    start = baselines(series, histories.persons) if from_baseline else np.zeros(histories.persons)
    with np.errstate(invalid="ignore"):
        over = series.value - start[series.person]
        high = over >= threshold if from_baseline else over > threshold
    high &= in_time(histories, question, series) & (series.day < histories.conceived[series.person])
    first = first_day(histories.persons, Happened(series.person[high], series.day[high]))
    derived = not_sampled(histories, question, event_or_lost(histories, question, first), series)
    missing = np.isnan(start) & (derived.reason == Reason.ESTIMABLE)
    derived.reason[missing] = Reason.BASELINE_MISSING
    return derived._replace(value=np.where(derived.reason == 0, derived.value, np.nan))


ABOVE = Endpoint(
    code="ABOVE",
    label="above a limit at any visit",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounders=frozenset({"fluctuation", "visit_spacing", "hormones", "fertility_treatment"}),
    strategies=OF_OVULATION,
    derive=partial(derive, from_baseline=False),
)

RISE = ABOVE._replace(
    code="RISE",
    label="above baseline at any visit",
    confounders=ABOVE.confounders | {"entry", "observer"},
    derive=partial(derive, from_baseline=True),
)
