"""What an endpoint is: a value for each participant, derived from the tables, and what it needs to be estimable."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.analysis.endpoints.strategies import Strategies
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
    FERTILITY_TREATMENT = 9

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
    Reason.FERTILITY_TREATMENT: "after fertility treatment",
}

CONFOUNDERS: Mapping[str, str] = {
    "fluctuation": "spontaneous fluctuation",
    "entry": "entry at a bad moment (regression to the mean)",
    "cycle_day": "day of the cycle",
    "hormones": "hormones she takes, her arm's own included",
    "detection_limit": "values below the detection limit",
    "observer": "observer and day of the scan",
    "resumption": "spontaneous resumption, in about one woman of four",
    "hormone_bleeds": "bleeding under and after hormones",
    "breakthrough": "breakthrough bleeding",
    "follow_up": "length of follow-up",
    "visit_spacing": "distance between visits",
    "progesterone_taken": "progesterone taken as medicine",
    "atresia": "follicles that vanish without ovulation",
    "fertility_treatment": "fertility treatment",
    "wish": "whether she tries to conceive",
    "background_events": "events that would have happened without cells",
    "judgement": "the investigator's judgement of what caused an event",
}
"""What can move an endpoint besides the cells: name, and the same in words."""


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
    follicle_mm: float | None = None
    shortest_gap_days: float | None = None
    longest_gap_days: float | None = None
    last_days: float | None = None
    under_assigned_hormones: bool = False
    """Whether values under the hormones of her own arm count."""
    strategies: Mapping[str, str] = field(default_factory=dict)
    """Strategy for each intercurrent event, as the estimand names it; the endpoint's own where it names none."""
    estimate: str = ""
    """Name of the interval's method; empty for the endpoint's own."""
    test: str | None = None
    """Name of the test; None where the endpoint is described and not tested."""
    covariates: tuple[str, ...] = ()
    """What an analysis of covariance adjusts for: baseline, tablet_day, stratum."""
    model_visits: tuple[tuple[float, float | None], ...] = ()
    """Day and window of each visit that a mixed model takes, the endpoint's own last."""


class Series(NamedTuple):
    """All results of one parameter, ordered by person and day. All arrays `[result]`."""

    person: NDArray[np.int64]
    day: Numbers
    value: Numbers
    tablet_day: Numbers
    """Day of the hormone calendar; NaN off hormones."""
    is_baseline: NDArray[np.bool_]
    """Whether it was taken at one of the protocol's baseline visits."""


class Spells(NamedTuple):
    """Hormone treatments. All arrays `[spell]`."""

    person: NDArray[np.int64]
    first: Numbers
    last: Numbers
    assigned: NDArray[np.bool_]
    """Whether they are the hormones of her own arm."""


class Happened(NamedTuple):
    """Who had an event of some kind, and when; ordered by person and day."""

    person: NDArray[np.int64]
    day: Numbers


@dataclass(frozen=True)
class Histories:
    """What is known of each participant, as arrays over persons (all participants of all trials)."""

    persons: int
    last_day: Numbers
    """`[person]`, infinite for those who completed."""
    series: dict[str, Series]
    bleeds: Happened
    """Bleeds noted as spontaneous, or not noted otherwise."""
    adverse: dict[str, Happened]
    """Adverse events: `any`, `serious`, `related`."""
    hormones: Spells
    conceived: Numbers
    """`[person]`, day of the first conception, infinite where none."""
    born: Numbers
    """`[person]`, day of the first live birth, infinite where none."""
    fertility: Numbers
    """`[person]`, day on which fertility treatment began, infinite where none."""
    has_events: bool

    def under_hormones(
        self, person: NDArray[np.int64], day: Numbers, free_days: float, *, assigned: bool | None = None
    ) -> NDArray[np.bool_]:
        """Whether each day lies in a hormone treatment or within some days after it.

        Parameters
        ----------
        assigned
            Only her arm's own hormones, or only others; all where None.
        """
        result = np.zeros(len(person), dtype=bool)
        spells = self.hormones
        kept = np.ones(len(spells.person), bool) if assigned is None else spells.assigned == assigned
        if not kept.any():
            return result
        owner, first, last = spells.person[kept], spells.first[kept], spells.last[kept]
        order = np.argsort(owner, kind="stable")
        owner = owner[order]
        start, stop = np.searchsorted(owner, person, "left"), np.searchsorted(owner, person, "right")
        for nth in range(int((stop - start).max(initial=0))):
            has = start + nth < stop
            spell = order[np.minimum(start + nth, len(order) - 1)]
            result |= has & (day >= first[spell]) & (day <= last[spell] + free_days)
        return result

    def began_hormones(self, *, assigned: bool, until: float, free_days: float) -> Numbers:
        """First day on which she was under hormones of a kind, or within some days after; infinite where never.

        Hormones of the time before randomisation count where they reach beyond day 1, and so from day 0. `[person]`
        """
        spells = self.hormones
        kept = (spells.assigned == assigned) & (spells.last + free_days >= 1.0) & (spells.first <= until)
        began = np.full(self.persons, np.inf)
        np.minimum.at(began, spells.person[kept], np.maximum(spells.first[kept], 0.0))
        return began


class Derived(NamedTuple):
    """The endpoint of each participant. All arrays `[person]`."""

    value: Numbers
    reason: NDArray[np.int8]
    """A `Reason`; the value is NaN unless it is ESTIMABLE."""
    baseline: Numbers | None = None
    """The value at the start, on the scale of the change; None where the endpoint has none."""
    tablet_day: Numbers | None = None
    """Day of the hormone calendar at the visit; NaN off hormones."""
    day: Numbers | None = None
    """Day of the event, infinite where it never came; None where the endpoint is no first event."""
    looked_until: Numbers | None = None
    """Last day on which the event could have been seen at a visit, infinite below 0 where never; None for a diary."""
    course: Numbers | None = None
    """`[person, visit]`: the value at each visit of a mixed model, NaN where not estimable; None where none is."""
    time: Numbers | None = None
    """Days to the event or to the end of her time, NaN where she tells nothing; None where times are not asked for."""
    ending: NDArray[np.int64] | None = None
    """How that time ended, an `Ending`."""

    def at(self, place: NDArray[np.intp]) -> "Derived":
        """Some persons, by position."""
        return Derived(*(None if one is None else one[place] for one in self))  # type: ignore[arg-type]


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
    confounders: frozenset[str]
    """Names in `CONFOUNDERS`."""
    strategies: Strategies
    """What it can do about each intercurrent event; the first of each is done where no estimand says otherwise."""
    derive: Callable[[Histories, Question], Derived]
    bleeding: bool = False
    """Whether it rests on bleeding, which under hormones of any kind says nothing of the ovary."""
    is_harm: bool = False
    """Whether it counts harm, which may come from the infusion itself and not from what the cells do to the ovary."""
    own_hormones: bool = True
    """Whether the hormones of her own arm can spoil it."""
    needs_cells: bool = False
    """Whether by definition only a woman given cells can have it: an arm without cells is then no comparison."""

    @property
    def confounded_by(self) -> str:
        """The same in words."""
        return "; ".join(words for name, words in CONFOUNDERS.items() if name in self.confounders)


@cache
def limits(name: str) -> dict[str, float]:
    """The numbers of one record of endpoint definitions."""
    return {key: parameter.value for key, parameter in read_parameters(path("endpoints", f"{name}.yaml")).items()}


def set_reason(reason: NDArray[np.int8], where: NDArray[np.bool_], why: Reason) -> None:
    """Give a reason to those who have none yet."""
    reason[where & (reason == 0)] = why


def first_day(persons: int, happened: Happened) -> Numbers:
    """Day of each person's first event; infinite where none. `[person]`."""
    day = np.full(persons, np.inf)
    np.minimum.at(day, happened.person, happened.day)
    return day
