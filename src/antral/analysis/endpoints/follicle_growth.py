"""Follicular growth: a follicle of some size seen on ultrasound."""

from antral.analysis.endpoints.definition import Derived, Endpoint, Happened, Histories, Question, first_day, limits
from antral.analysis.endpoints.first_event import event_or_lost
from antral.analysis.endpoints.ovulation import in_time, not_measured, not_sampled
from antral.analysis.endpoints.strategies import OF_OVULATION


def derive(histories: Histories, question: Question) -> Derived:
    """1 for a woman with a follicle of at least 10 mm at a visit after randomisation, else 0; not in pregnancy."""
    scans = histories.series.get("FOLL")
    if scans is None:
        return not_measured(histories)
    size = limits("ovulation")["growing_follicle"] if question.threshold is None else question.threshold
    seen = in_time(histories, question, scans) & (scans.value >= size)
    seen &= scans.day < histories.conceived[scans.person]
    first = first_day(histories.persons, Happened(scans.person[seen], scans.day[seen]))
    return not_sampled(histories, question, event_or_lost(histories, question, first), scans)


FOLLICLE_GROWTH = Endpoint(
    code="FOLLGROW",
    label="follicular growth",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounders=frozenset({"fluctuation", "visit_spacing", "observer", "hormones", "fertility_treatment"}),
    strategies=OF_OVULATION,
    derive=derive,
)
