"""How often things would be said: tests, claims, serious events, and how many women they would take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from antral.reports.wording import spaced


@dataclass(frozen=True)
class Rejection:
    """How often one test rejects."""

    name: str
    endpoint: str
    label: str
    method: str
    rate: float | None
    mcse: float | None
    attained: float | None
    """Enumerated true size of a discrete test."""
    more: float | None = None
    """How much more often than in the same trials with no cell effect, as a share of trials."""
    more_mcse: float | None = None
    """Its error; smaller than that of two separate rates, because the trials are the same."""


@dataclass(frozen=True)
class Claim:
    """How often a team without a comparison would claim one thing."""

    name: str
    label: str
    rate: float | None
    mcse: float | None


@dataclass(frozen=True)
class Harmed:
    """Simulated share of women with at least one serious event over the whole follow-up."""

    share: float | None
    mcse: float | None


@dataclass(frozen=True)
class SafetyReach:
    """What the trial can say about serious events."""

    follow_up_days: float | None
    given: Harmed
    """Of the women given cells."""
    not_given: Harmed | None
    """Of the others; None where there are none."""
    background: float | None
    """Assumed share with an event that comes whatever is given."""
    chance: float | None
    """Share of trials with at least one event among the women given cells."""
    mcse: float | None
    n: int | None
    upper: float | None
    n_arm: int | None
    upper_arm: float | None
    smallest_rate: float | None
    power: float | None
    """The chance to see at least one event at which a rate counts as detectable."""
    chance_at: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Size:
    """Women an arm for the wanted power, or why no number is given."""

    per_arm: int | None
    power: float | None
    """Power at that number, or at the largest number searched."""
    reason: str
    most: int | None = None
    """The largest number searched."""
    mcse: float | None = None
    """Error of the power at the number found."""
    is_trusted: bool = True
    """Whether it is known well enough to be recommended; else more trials are needed."""


@dataclass(frozen=True)
class Smallest:
    """The smallest effect that one test would see."""

    value: float | None
    unit: str
    label: str
    power: float | None


def rejection(name: str, one: Mapping[str, Any]) -> Rejection:
    """One test as the results give it."""
    return Rejection(
        name=name,
        endpoint=str(one.get("endpoint") or ""),
        label=spaced(str(one.get("label") or name.replace("_", " "))),
        method=str(one.get("method") or ""),
        rate=one.get("rejection_rate"),
        mcse=one.get("mcse"),
        attained=one.get("attained_size"),
        more=one.get("more_than_zero"),
        more_mcse=one.get("more_mcse"),
    )


def claim(name: str, one: Mapping[str, Any]) -> Claim:
    """One claim as the results give it."""
    return Claim(name, spaced(str(one.get("label") or name.replace("_", " "))), one.get("rate"), one.get("mcse"))


def size(one: Mapping[str, Any]) -> Size:
    """One sample size as the results give it."""
    reason = spaced(str(one.get("reason") or ""))
    trusted = bool(one.get("is_trusted", True))
    return Size(one.get("per_arm"), one.get("power"), reason, one.get("most"), one.get("mcse"), trusted)


def smallest(test: str, one: Mapping[str, Any]) -> Smallest:
    """One smallest effect as the results give it."""
    label = spaced(str(one.get("label") or test))
    return Smallest(one.get("value"), str(one.get("unit") or ""), label, one.get("power"))


def safety_reach(one: Mapping[str, Any]) -> SafetyReach:
    """What can be said about serious events."""
    pairs = sorted((float(rate), float(chance)) for rate, chance in (one.get("chance_at_rates") or {}).items())
    return SafetyReach(
        follow_up_days=one.get("follow_up_days"),
        given=_harmed(one.get("given_cells") or {}),
        not_given=_harmed(one["not_given_cells"]) if one.get("not_given_cells") else None,
        background=one.get("background_per_woman"),
        chance=one.get("chance_of_at_least_one"),
        mcse=one.get("mcse"),
        n=one.get("n"),
        upper=one.get("upper_bound_0_of_n"),
        n_arm=one.get("n_arm"),
        upper_arm=one.get("upper_bound_0_of_arm"),
        smallest_rate=one.get("smallest_detectable_rate"),
        power=one.get("power"),
        chance_at=tuple(pairs),
    )


def _harmed(one: Mapping[str, Any]) -> Harmed:
    return Harmed(one.get("share"), one.get("mcse"))
