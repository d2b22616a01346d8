"""The spontaneous bleeds of each participant after randomisation."""

import numpy as np
from numpy.typing import NDArray

from antral.analysis.endpoints.definition import Happened, Histories, Numbers, Question, limits
from antral.analysis.endpoints.first_event import usable

_SPAN = 1e6  # days; longer than any follow-up, so that persons do not meet on one axis


def after_day_one(histories: Histories, question: Question) -> Happened:
    """Bleeds that may be menses.

    They begin on day 1 or later and up to the endpoint's day, more than 30 days off hormones, before any conception.
    """
    person, day = histories.bleeds
    kept = (day >= 1.0) & (day <= question.day) & (day < histories.conceived[person])
    kept &= usable(histories, question, person, day, bleeding=True)
    return Happened(person[kept], day[kept])


def gaps(question: Question) -> tuple[float, float]:
    """Shortest and longest time between two bleeds that make a cycle, days."""
    usual = limits("bleeding")
    shortest = usual["shortest_gap"] if question.shortest_gap_days is None else question.shortest_gap_days
    longest = usual["longest_gap"] if question.longest_gap_days is None else question.longest_gap_days
    return shortest, longest


def begins_cycle(bleeds: Happened, question: Question) -> tuple[NDArray[np.bool_], Numbers]:
    """Whether a bleed is followed by another at a cycle's distance, and the day of that one.

    Spotting in between does not matter.
    """
    shortest, longest = gaps(question)
    axis = bleeds.person * _SPAN + bleeds.day
    following = np.searchsorted(axis, axis + shortest - 1e-6)
    found = np.minimum(following, max(len(axis) - 1, 0))
    begins: NDArray[np.bool_] = (following < len(axis)) & (axis[found] - axis <= longest + 1e-6)
    return begins, bleeds.day[found]
