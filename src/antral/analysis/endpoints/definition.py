"""What an endpoint is: a value for each participant, derived from the tables, and what it needs to be estimable."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.records import path, read_parameters

Numbers = NDArray[np.float64]


class Reason(IntEnum):
    """Why a participant's endpoint cannot be estimated."""

    ESTIMABLE = 0
    NOT_MEASURED = 1
    BASELINE_MISSING = 2
    VISIT_MISSING = 3
    LOST = 4
    HORMONES = 5
    PREGNANT = 6
    NO_DIARY = 7
    NOT_POSITIVE = 8

    @property
    def words(self) -> str:
        """The reason in plain words."""
        return _WORDS[self]


_WORDS = {
    Reason.ESTIMABLE: "",
    Reason.NOT_MEASURED: "not measured in this trial",
    Reason.BASELINE_MISSING: "baseline value missing",
    Reason.VISIT_MISSING: "no value within the visit's window",
    Reason.LOST: "left before the end of the window, without the event",
    Reason.HORMONES: "under hormones",
    Reason.PREGNANT: "pregnant",
    Reason.NO_DIARY: "no diary or events recorded",
    Reason.NOT_POSITIVE: "a value of 0 has no logarithm",
}


@dataclass(frozen=True)
class Question:
    """One endpoint as a protocol asks for it."""

    name: str
    derive: str
    """Name in `ENDPOINTS`."""
    day: float
    """Day of the visit compared with baseline, or the last day on which the event counts."""
    code: str = ""
    measure: str | None = None
    window_days: float | None = None
    direction: str = "increase"
    """Which way is good for the woman: increase or decrease."""
    threshold: float | None = None
    shortest_gap_days: float | None = None
    longest_gap_days: float | None = None
    last_days: float | None = None
    estimate: str = ""
    """Name of the interval's method; empty for the endpoint's own."""
    test: str | None = None
    """Name of the trend test; None where the endpoint is described and not tested."""


class Series(NamedTuple):
    """All results of one parameter, ordered by person and day. All arrays `[result]`."""

    person: NDArray[np.int64]
    day: Numbers
    value: Numbers
    is_baseline: NDArray[np.bool_]
    """Whether it was taken at one of the protocol's baseline visits."""


class Spells(NamedTuple):
    """Hormone treatments. All arrays `[spell]`."""

    person: NDArray[np.int64]
    first: Numbers
    last: Numbers


@dataclass(frozen=True)
class Histories:
    """What is known of each participant, as arrays over persons (all participants of all trials)."""

    persons: int
    last_day: Numbers
    """`[person]`, infinite for those who completed."""
    series: dict[str, Series]
    bleeds: tuple[NDArray[np.int64], Numbers]
    """Person and day of each bleed noted as spontaneous, or not noted otherwise; ordered by person and day."""
    serious: tuple[NDArray[np.int64], Numbers]
    hormones: Spells
    conceived: Numbers
    """`[person]`, day of the first conception, infinite where none."""
    has_events: bool

    def under_hormones(self, person: NDArray[np.int64], day: Numbers, free_days: float) -> NDArray[np.bool_]:
        """Whether each day lies in a hormone treatment or within some days after it."""
        result = np.zeros(len(person), dtype=bool)
        spells = self.hormones
        if not len(spells.person):
            return result
        order = np.argsort(spells.person, kind="stable")
        owner = spells.person[order]
        start, stop = np.searchsorted(owner, person, "left"), np.searchsorted(owner, person, "right")
        for nth in range(int((stop - start).max(initial=0))):
            has = start + nth < stop
            spell = order[np.minimum(start + nth, len(order) - 1)]
            result |= has & (day >= spells.first[spell]) & (day <= spells.last[spell] + free_days)
        return result


class Derived(NamedTuple):
    """The endpoint of each participant. Both arrays `[person]`."""

    value: Numbers
    reason: NDArray[np.int8]
    """A `Reason`; the value is NaN unless it is ESTIMABLE."""


class Endpoint(NamedTuple):
    """One kind of endpoint."""

    code: str
    """At most 8 characters; a protocol gives its own code to each dated endpoint."""
    label: str
    unit: str
    is_count: bool
    """Whether the value is 0 or 1, and arms are compared by numbers of women."""
    estimate: str
    """Name of the interval's method where the protocol names none."""
    confounded_by: str
    derive: Callable[[Histories, Question], Derived]


@cache
def limits(name: str) -> dict[str, float]:
    """The numbers of one record of endpoint definitions."""
    return {key: parameter.value for key, parameter in read_parameters(path("endpoints", f"{name}.yaml")).items()}


def event_or_lost(histories: Histories, question: Question, event: NDArray[np.bool_]) -> Derived:
    """1 where the event was seen, 0 where she was followed to the end without it, else not estimable.

    A woman who left early counts if her event came first and is left out otherwise (complete cases): shares are then
    somewhat too high, alike in all arms where leaving has nothing to do with the cells.
    """
    reason = np.zeros(histories.persons, dtype=np.int8)
    slack = question.window_days or 0.0
    reason[~event & (histories.last_day < question.day - slack)] = Reason.LOST
    return Derived(np.where(reason == 0, event.astype(float), np.nan), reason)


def set_reason(reason: NDArray[np.int8], where: NDArray[np.bool_], why: Reason) -> None:
    """Give a reason to those who have none yet."""
    reason[where & (reason == 0)] = why
