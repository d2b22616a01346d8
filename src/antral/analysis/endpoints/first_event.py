"""Whether an event came, and what hormones, pregnancy, leaving and fertility treatment make of it."""

import numpy as np
from numpy.typing import NDArray

from antral.analysis.endpoints.definition import Derived, Histories, Numbers, Question, Reason, limits, set_reason
from antral.analysis.endpoints.strategies import (
    COMPOSITE,
    FERTILITY,
    HORMONES,
    HYPOTHETICAL,
    LEAVING,
    PREGNANCY,
    TREATMENT_POLICY,
    WHILE_ON_TREATMENT,
)

Flags = NDArray[np.bool_]


def own_hormones_spoil(question: Question, *, bleeding: bool) -> bool:
    """Whether the hormones of her own arm take a woman out; bleeding under hormones says nothing in any case."""
    return bleeding or not question.under_assigned_hormones


def usable(
    histories: Histories, question: Question, person: NDArray[np.int64], day: Numbers, *, bleeding: bool = False
) -> Flags:
    """Whether what was seen of each person on each day counts, by the strategies for hormones and fertility treatment.

    Parameters
    ----------
    bleeding
        Whether it was a bleed.
    """
    free = limits("bleeding")["hormone_free"]
    kept = np.ones(len(person), dtype=bool)
    if own_hormones_spoil(question, bleeding=bleeding):
        kept &= ~histories.under_hormones(person, day, free, assigned=True)
    way = question.strategies[HORMONES]
    if way == HYPOTHETICAL:
        kept &= ~histories.under_hormones(person, day, free, assigned=False)
    elif way != TREATMENT_POLICY:
        kept &= day < other_hormones(histories, question)[person]
    if question.strategies[FERTILITY] != TREATMENT_POLICY:
        kept &= day < histories.fertility[person]
    return kept


def with_pregnancy(histories: Histories, question: Question, day: Numbers, *, bleeding: bool = False) -> Numbers:
    """Day of the event, a conception counting as one where the estimand says so and nothing else explains it."""
    if question.strategies[PREGNANCY] != COMPOSITE:
        return day
    counts = usable(histories, question, np.arange(histories.persons), histories.conceived, bleeding=bleeding)
    return np.minimum(day, np.where(counts, histories.conceived, np.inf))


def event_or_lost(histories: Histories, question: Question, day: Numbers, *, bleeding: bool = False) -> Derived:
    """1 where the event came, 0 where she was followed to the end without it, else not estimable.

    Where drop-outs are missing, a woman who left early counts if her event came first and is left out otherwise
    (complete cases): shares are then somewhat too high, alike in all arms where leaving has nothing to do with the
    cells. A woman with the hormones of her arm, where they spoil the endpoint, is never estimable: all women of the arm
    have them, and those with an event alone would make a share of 1.

    Parameters
    ----------
    day
        Day of the event, infinite where it never came. `[person]`
    """
    derived = settled(histories, question, day <= question.day, bleeding=bleeding, kept_when_lost=True)
    return derived._replace(day=day)


def settled(histories: Histories, question: Question, event: Flags, *, bleeding: bool, kept_when_lost: bool) -> Derived:
    """The endpoint from whether the event came.

    Parameters
    ----------
    kept_when_lost
        Whether an event seen before leaving, hormones or fertility treatment stands; where it must still be there at
        the end, it does not.
    """
    reason = np.zeros(histories.persons, dtype=np.int8)
    free, event = limits("bleeding")["hormone_free"], event.copy()
    if own_hormones_spoil(question, bleeding=bleeding):
        own = histories.began_hormones(assigned=True, until=question.day, free_days=free)
        set_reason(reason, np.isfinite(own), Reason.HORMONES)
    pregnant = histories.conceived <= question.day
    composite = question.strategies[PREGNANCY] == COMPOSITE
    stays = event if kept_when_lost else event & pregnant & composite
    for name, happened, why, failures in (
        (LEAVING, left_early(histories, question), Reason.LOST, (COMPOSITE, WHILE_ON_TREATMENT)),
        (HORMONES, np.isfinite(other_hormones(histories, question)), Reason.HORMONES, (COMPOSITE,)),
        (FERTILITY, histories.fertility <= question.day, Reason.FERTILITY_TREATMENT, (COMPOSITE,)),
    ):
        way = question.strategies[name]
        if way in failures:
            event &= ~happened | (stays if way != COMPOSITE or name != LEAVING else np.zeros_like(event))
        elif way != TREATMENT_POLICY or name == LEAVING:
            set_reason(reason, happened & ~stays, why)
    if question.strategies[PREGNANCY] == HYPOTHETICAL:
        set_reason(reason, pregnant & ~stays, Reason.PREGNANT)
    return Derived(np.where(reason == 0, event.astype(float), np.nan), reason)


def left_early(histories: Histories, question: Question) -> Flags:
    """Who left before the endpoint's day, its visit's window allowed for. `[person]`"""
    return histories.last_day < question.day - (question.window_days or 0.0)


def other_hormones(histories: Histories, question: Question) -> Numbers:
    """Day on which hormones other than her arm's began, up to the endpoint's day; infinite where none. `[person]`"""
    free = limits("bleeding")["hormone_free"]
    return histories.began_hormones(assigned=False, until=question.day, free_days=free)
