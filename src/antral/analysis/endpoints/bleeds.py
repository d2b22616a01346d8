"""The spontaneous bleeds of each participant after randomisation."""

import numpy as np
from numpy.typing import NDArray

from antral.analysis.endpoints.definition import Histories, Numbers, Question, Reason, limits, set_reason

_SPAN = 1e6  # days; longer than any follow-up, so that persons do not meet on one axis


def after_day_one(histories: Histories, question: Question) -> tuple[NDArray[np.int64], Numbers]:
    """Person and day of the bleeds that may be menses, ordered by person and day.

    They begin on day 1 or later and up to the endpoint's day, more than 30 days off hormones, before any conception.
    """
    person, day = histories.bleeds
    kept = (day >= 1.0) & (day <= question.day) & (day < histories.conceived[person])
    kept &= ~histories.under_hormones(person, day, limits("bleeding")["hormone_free"])
    return person[kept], day[kept]


def gaps(question: Question) -> tuple[float, float]:
    """Shortest and longest time between two bleeds that make a cycle, days."""
    usual = limits("bleeding")
    shortest = usual["shortest_gap"] if question.shortest_gap_days is None else question.shortest_gap_days
    longest = usual["longest_gap"] if question.longest_gap_days is None else question.longest_gap_days
    return shortest, longest


def begins_cycle(person: NDArray[np.int64], day: Numbers, question: Question) -> NDArray[np.bool_]:
    """Whether a bleed is followed by another at a cycle's distance; spotting in between does not matter."""
    shortest, longest = gaps(question)
    axis = person * _SPAN + day
    following = np.searchsorted(axis, axis + shortest - 1e-6)
    found = np.minimum(following, max(len(axis) - 1, 0))
    result: NDArray[np.bool_] = (following < len(axis)) & (axis[found] - axis <= longest + 1e-6)
    return result


def not_estimable(histories: Histories, question: Question, event: NDArray[np.bool_], reason: NDArray[np.int8]) -> None:
    """Reasons why bleeding says nothing of the ovary, for those without the event."""
    if not histories.has_events:
        reason[:] = Reason.NO_DIARY
    spells = histories.hormones
    treated = np.zeros(histories.persons, dtype=bool)
    free = limits("bleeding")["hormone_free"]
    treated[spells.person[(spells.first <= question.day) & (spells.last + free >= 1.0)]] = True
    set_reason(reason, ~event & treated, Reason.HORMONES)
