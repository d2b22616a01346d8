"""What happens in the simulated trials beside the endpoints: harm, stopping, pregnancies, leaving, hormones, years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Harm:
    """One kind of adverse event in one arm; means over trials."""

    arm: str
    term: str
    women: float | None
    events: float | None
    per_100_women: float | None
    serious: float | None
    related: float | None
    grades: Mapping[int, float]
    """Events of each severity, by CTCAE grade."""


@dataclass(frozen=True)
class Stopping:
    """The monitoring rule and how it behaves."""

    rule: str
    boundary: tuple[tuple[int, int], ...]
    """Infused women, and the women with a serious event among them at which the trial stops."""
    stops: float | None
    """Share of simulated trials that stop."""
    mcse: float | None
    expected_women: float | None
    """Mean number of women infused before it stops, or all."""
    exact: tuple[tuple[float, float], ...]
    """True share of women with a serious event, and the enumerated chance to stop."""


@dataclass(frozen=True)
class Pregnancies:
    """Pregnancies of one arm; means over trials."""

    conceived: float | None
    miscarried: float | None
    born: float | None


@dataclass(frozen=True)
class TabletDay:
    """Values of one arm measured on one day of the hormone calendar; day 0: before hormones."""

    arm: str
    day: int
    n: float
    mean: float
    sd: float | None


@dataclass(frozen=True)
class Year:
    """One arm in one year of follow-up."""

    arm: str
    year: int
    reserve: float | None
    """Resting follicles, mean."""
    ovulating: float | None
    menses: float | None
    exhausted: float | None
    """Share of women with fewer than 1000 resting follicles."""


@dataclass(frozen=True)
class Happened:
    """All of it under one scenario; what a run has not counted is empty."""

    harms: tuple[Harm, ...]
    stopping: Stopping | None
    pregnancies: Mapping[str, Pregnancies]
    intercurrent: Mapping[str, Mapping[str, float]]
    """By arm and event, mean number of women."""
    leaving: Mapping[str, Mapping[str, float]]
    """By arm and cause, mean number of women."""
    tablet_days: tuple[TabletDay, ...]
    years: tuple[Year, ...]
    ovulated: Mapping[str, float]
    """By arm, share of women who truly ovulated in the first year, whether or not they stayed."""


def happened(found: Mapping[str, Any]) -> Happened:
    """What a scenario's results hold of it."""
    rule = found.get("monitoring")
    return Happened(
        harms=tuple(_harm(one) for one in found.get("adverse_events") or ()),
        stopping=_stopping(rule) if rule else None,
        pregnancies={
            arm: Pregnancies(one.get("conceived"), one.get("miscarried"), one.get("born"))
            for arm, one in (found.get("pregnancies") or {}).items()
        },
        intercurrent=found.get("intercurrent") or {},
        leaving=found.get("discontinuation") or {},
        tablet_days=_tablet_days(found.get("tablet_days") or ()),
        years=tuple(_year(one) for one in found.get("long_term") or ()),
        ovulated=found.get("true_ovulation") or {},
    )


def _harm(one: Mapping[str, Any]) -> Harm:
    return Harm(
        arm=str(one.get("arm") or ""),
        term=str(one.get("term") or ""),
        women=one.get("women"),
        events=one.get("events"),
        per_100_women=one.get("per_100_women"),
        serious=one.get("serious"),
        related=one.get("related"),
        grades={int(grade): float(count) for grade, count in (one.get("grades") or {}).items()},
    )


def _stopping(one: Mapping[str, Any]) -> Stopping:
    return Stopping(
        rule=str(one.get("rule") or ""),
        boundary=tuple((int(women), int(events)) for women, events in one.get("boundary") or ()),
        stops=one.get("stops"),
        mcse=one.get("mcse"),
        expected_women=one.get("expected_women"),
        exact=tuple(sorted((float(rate), float(chance)) for rate, chance in (one.get("exact") or {}).items())),
    )


def _tablet_days(found: Sequence[Mapping[str, Any]]) -> tuple[TabletDay, ...]:
    """FSH by day of the calendar, in order; days on which nobody was measured are left out."""
    days = [
        TabletDay(
            str(one["arm"]), int(one.get("tablet_day") or 0), float(one["n"]), float(one["fsh_mean"]), one.get("fsh_sd")
        )
        for one in found
        if one.get("fsh_mean") is not None and one.get("n")
    ]
    return tuple(sorted(days, key=lambda one: one.day))


def _year(one: Mapping[str, Any]) -> Year:
    return Year(
        arm=str(one.get("arm") or ""),
        year=int(one.get("year") or 0),
        reserve=one.get("reserve"),
        ovulating=one.get("ovulating"),
        menses=one.get("menses"),
        exhausted=one.get("exhausted"),
    )
