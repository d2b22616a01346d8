"""How each woman's time to an event ended: with the event, censored, or with one that competes with it."""

from collections.abc import Iterator
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from antral.analysis.endpoints import ENDPOINTS, Derived, Histories, Question, Reason
from antral.analysis.endpoints.definition import limits
from antral.analysis.endpoints.first_event import left_early, other_hormones, own_hormones_spoil
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

Numbers = NDArray[np.float64]


class Ending(IntEnum):
    """How a woman's time ended; from `LEFT` on, events that compete with the one asked for."""

    CENSORED = 0
    EVENT = 1
    LEFT = 2
    HORMONES = 3
    FERTILITY_TREATMENT = 4

    @property
    def words(self) -> str:
        """In plain words."""
        return _WORDS[self]


_WORDS = {
    Ending.CENSORED: "without the event as far as she was followed",
    Ending.EVENT: "event",
    Ending.LEFT: "left the trial, which counts as not having had the event",
    Ending.HORMONES: "needed hormones, which counts as not having had the event",
    Ending.FERTILITY_TREATMENT: "had fertility treatment, which counts as not having had the event",
}


def ends(known: Histories, question: Question, derived: Derived) -> tuple[Numbers, NDArray[np.int64], NDArray[np.int8]]:
    """Time, ending, and a `Reason` where she is left out. `[person]`"""
    assert derived.day is not None
    time = np.minimum(known.last_day, question.day)
    ending = np.full(known.persons, int(Ending.CENSORED))
    for day, how in _taken_out(known, question, time):
        earlier = (day < time) | ((day == time) & (how != Ending.CENSORED))
        time, ending = np.where(earlier, day, time), np.where(earlier, int(how), ending)
    if derived.looked_until is not None:
        time = np.where(ending == Ending.CENSORED, np.minimum(time, derived.looked_until), time)
    had = derived.value == 1.0
    time, ending = np.where(had, derived.day, time), np.where(had, int(Ending.EVENT), ending)
    silent = ~had & np.isin(derived.reason, (Reason.NOT_MEASURED, Reason.NO_DIARY, Reason.VISIT_MISSING))
    reason = np.where(silent, derived.reason, 0).astype(np.int8)
    endpoint = ENDPOINTS[question.derive]
    if endpoint.own_hormones and own_hormones_spoil(question, bleeding=endpoint.bleeding):
        free = limits("bleeding")["hormone_free"]
        own = np.isfinite(known.began_hormones(assigned=True, until=question.day, free_days=free))
        reason[own] = Reason.HORMONES
    never = (reason == 0) & np.isinf(time)
    reason[never] = Reason.VISIT_MISSING
    return np.where(reason == 0, np.maximum(time, 0.0), np.nan), ending.astype(np.int64), reason


def _taken_out(known: Histories, question: Question, until: Numbers) -> Iterator[tuple[Numbers, Ending]]:
    """Days on which something takes a woman out, infinite where nothing does, and what it counts as."""
    ways = question.strategies
    if ways[LEAVING] in (COMPOSITE, WHILE_ON_TREATMENT):
        yield np.where(left_early(known, question), known.last_day, np.inf), Ending.LEFT
    if ways[HORMONES] == COMPOSITE:
        yield other_hormones(known, question), Ending.HORMONES
    elif ways[HORMONES] == HYPOTHETICAL:
        yield _under_to_the_end(known, until), Ending.CENSORED
    elif ways[HORMONES] != TREATMENT_POLICY:
        yield other_hormones(known, question), Ending.CENSORED
    if ways[FERTILITY] == COMPOSITE:
        yield np.where(known.fertility <= question.day, known.fertility, np.inf), Ending.FERTILITY_TREATMENT
    elif ways[FERTILITY] != TREATMENT_POLICY:
        yield known.fertility, Ending.CENSORED
    if ways[PREGNANCY] == HYPOTHETICAL:
        yield known.conceived, Ending.CENSORED


def _under_to_the_end(known: Histories, until: Numbers) -> Numbers:
    """Day on which the other hormones began that she was under when followed last; infinite where she was not."""
    spells, free = known.hormones, limits("bleeding")["hormone_free"]
    others = ~spells.assigned
    person, first, last = spells.person[others], spells.first[others], spells.last[others] + free
    end = until.copy()
    for _ in range(len(person)):
        covers = (first < end[person]) & (end[person] <= last)
        if not covers.any():
            break
        np.minimum.at(end, person[covers], first[covers])
    return np.where(end < until, end, np.inf)
