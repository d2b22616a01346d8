"""Times to a first event of each participant, from the tables: how long she was followed, and how it ended.

What the event is, and who has had it, the endpoint's own derivation says; here is only when. A woman without it is
followed to the endpoint's day, or until she left, or until one of the estimand's intercurrent events took her out.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis.derive import Valued, valued
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
from antral.analysis.histories import histories
from antral.analysis.plan import Plan, plan
from antral.core import InputError
from antral.dataset import Tables
from antral.protocol import Protocol

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
CAUSES = len(Ending) - 1
"""Kinds of events, the one asked for and those that compete."""


class Times(NamedTuple):
    """The time of each participant of each trial. All arrays `[person]`, in order of trial, dose and number."""

    persons: pl.DataFrame
    trial: NDArray[np.int64]
    """Position of her trial."""
    arm: NDArray[np.int64]
    """Position of her arm, in order of dose."""
    time: Numbers
    """Days since randomisation; NaN where she tells nothing of the event."""
    ending: NDArray[np.int64]
    """An `Ending`."""
    left_out: tuple[str, ...]
    """Why she tells nothing; empty where she does."""

    @property
    def long(self) -> pl.DataFrame:
        """One row a participant: `trial, participant_id, arm, dose_cells, time, status, ended, left_out`.

        `status` is an `Ending`, as the methods of times take it; time and status are null where `left_out` says why.
        """
        words = [ending.words for ending in map(Ending, self.ending.tolist())]
        known = pl.Series(~np.isnan(self.time))
        return self.persons.select("trial", "participant_id", "arm", "dose_cells").with_columns(
            pl.Series("time", self.time).fill_nan(None),
            pl.when(known).then(pl.Series("status", self.ending)).alias("status"),
            pl.when(known).then(pl.Series("ended", words)).alias("ended"),
            pl.Series("left_out", self.left_out),
        )

    def by_trial(self) -> tuple[Numbers, NDArray[np.int64], NDArray[np.int64]]:
        """Time, ending and arm as the methods for many trials take them. `[woman, trial]`, NaN times where no woman."""
        trials = int(self.trial.max()) + 1
        start = np.searchsorted(self.trial, np.arange(trials))
        row = np.arange(len(self.trial)) - start[self.trial]
        shape = (int(row.max()) + 1, trials)
        time, ending, arm = np.full(shape, np.nan), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for array, values in ((time, self.time), (ending, self.ending), (arm, self.arm)):
            array[row, self.trial] = values
        return time, ending, arm


def event_times(tables: Tables, protocol: Protocol | Plan, endpoint: str) -> Times:
    """The time to an endpoint's first event, such as menses, ovulation, pregnancy or live birth.

    A woman whose endpoint is 1 has the event on its day: the second of two bleeds, the visit that showed it, the
    conception. Others are censored on the last day that could have shown it, or have a competing event, as the
    endpoint's strategies say:

    - leaving: censored; a competing event where the estimand counts it as a failure;
    - hormones, fertility treatment, pregnancy: nothing, censored, or a competing event. Where only bleeds under
      hormones do not count, time under hormones passes as time without the event, and she is censored when those began
      that she took to the end.

    Parameters
    ----------
    endpoint
        Name of an endpoint of the protocol.

    Raises
    ------
    InputError
        An endpoint that the protocol has not, or that is no first event (a change, menses sustained, adverse events).
    """
    wanted = plan(protocol)
    question = wanted.question(endpoint)
    alone = replace(wanted, questions=(question,))
    found: Valued = valued(tables, alone)
    derived = found.values[question.name]
    if derived.day is None:
        dated = "menses resumed, ovulation, follicular growth, conception, live birth"
        raise InputError(f"{endpoint} ({question.derive}) is no first event with a day; wanted one of: {dated}.")
    known = histories(tables, alone, found.persons)
    time, ending, reason = _ends(known, question, derived)
    words = tuple(Reason(code).words for code in reason.tolist())
    return Times(found.persons, found.layout.trial, found.layout.arm, time, ending, words)


def _ends(
    known: Histories, question: Question, derived: Derived
) -> tuple[Numbers, NDArray[np.int64], NDArray[np.int8]]:
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
