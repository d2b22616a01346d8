"""Changes of what is seen and asked: endpoints, their day and test, follow-up, calendar, who comes, eligibility."""

import json

from antral.core import InputError
from antral.design.compare.changed_arms import Changes, number
from antral.protocol import Protocol


def judged(protocol: Protocol) -> str:
    """The endpoint by which a design is judged first: the first that is tested of the primary ones."""
    tested = protocol.analyses.by_endpoint
    names = [name for name in protocol.judged_by if name in tested and tested[name].test is not None]
    if not names:
        raise InputError(f"no endpoint by which {protocol.id} is judged is tested; vary 'endpoint' or 'test' by path.")
    return names[0]


def endpoint(protocol: Protocol, value: str) -> Changes:
    """The one primary endpoint: power is that of its test. All others are still analysed."""
    names = [one.name for one in protocol.endpoints if not one.is_harm]
    if value in [one.name for one in protocol.endpoints if one.is_harm]:
        raise InputError(f"--vary endpoint={value}: a harm is counted and not tested, so that it has no power.")
    if value not in names:
        raise InputError(f"--vary endpoint={value}: there is no such endpoint; there are: {', '.join(names)}.")
    others = [one.name for one in protocol.endpoints if one.role == "primary" and one.name != value]
    return (f"endpoints.{value}.role=primary", *(f"endpoints.{name}.role=secondary" for name in others))


def day(protocol: Protocol, value: str) -> Changes:
    """The day of the endpoint by which the design is judged; a visit of that day must measure it."""
    when, name = number(value, "day"), judged(protocol)
    return () if protocol.endpoint(name).day == when else _on_day(protocol, name, when)


def _on_day(protocol: Protocol, name: str, when: float) -> Changes:
    """An endpoint on another day, which its label tells."""
    label = json.dumps(f"{protocol.endpoint(name).label} (here: day {when:g})", ensure_ascii=False)
    return (f"endpoints.{name}.day={when:g}", f"endpoints.{name}.label={label}")


def test(protocol: Protocol, value: str) -> Changes:
    """The test of the endpoint by which the design is judged."""
    return (f"analyses.by_endpoint.{judged(protocol)}.test={value}",)


def follow_up(protocol: Protocol, value: str) -> Changes:
    """A shorter follow-up, in days: later visits are dropped, later endpoints move to the last day that can be."""
    last = number(value, "follow_up")
    if last > protocol.follow_up_days:
        raise InputError(
            f"--vary follow_up={value}: the protocol follows its women for {protocol.follow_up_days:g} days; a longer "
            "follow-up is a protocol of its own, with visits."
        )
    found = []
    for one in protocol.endpoints:
        if one.day <= last:
            continue
        days = [v.day for v in protocol.treatment_visits if 0 < v.day <= last and (one.measure in v.measures)]
        when = last if one.is_count else max(days, default=None)
        if when is None:
            raise InputError(f"--vary follow_up={value}: no visit up to then measures {one.measure} for {one.name}.")
        found += [*_on_day(protocol, one.name, when)]
        if one.last_days is not None and one.last_days >= when:
            raise InputError(f"--vary follow_up={value}: {one.name} looks at the last {one.last_days:g} days.")
    dropped = tuple(f"visits.{v.name}=null" for v in protocol.visits if v.day > last)
    return (*dropped, *found, f"follow_up_days={last:g}")


def calendar(protocol: Protocol, value: str) -> Changes:
    """Visits every so many days: of the protocol's own, the nearest to these days and those an endpoint needs stay."""
    every = number(value, "calendar")
    if every > protocol.follow_up_days:
        raise InputError(
            f"--vary calendar={value}: longer than the follow-up of {protocol.follow_up_days:g} days; no visit is left."
        )
    later = [visit for visit in protocol.treatment_visits if visit.day > 0]
    wanted = [every * nth for nth in range(1, int(protocol.follow_up_days / every) + 1)]
    kept = {min(later, key=lambda visit: (abs(visit.day - when), visit.day)).name for when in wanted}
    needed = {one.day for one in protocol.endpoints if not one.is_count}
    kept |= {visit.name for visit in later if visit.day in needed}
    return tuple(f"visits.{visit.name}=null" for visit in later if visit.name not in kept)


def years_since_diagnosis(protocol: Protocol, value: str) -> Changes:
    """`0-1`: only women come who were diagnosed so many years ago; `all` come."""
    asked = protocol.candidates
    if value == "all":
        return () if asked.years_since_diagnosis is None else ("candidates.years_since_diagnosis=null",)
    low, _, high = value.partition("-")
    try:
        years = f"candidates.years_since_diagnosis=[{float(low):g}, {float(high):g}]"
    except ValueError:
        raise InputError(
            f"--vary years_since_diagnosis={value}: 'all', or two numbers of years such as 0-1 or 5-15 were wanted."
        ) from None
    if "candidates" in protocol.model_fields_set:
        return (years,)
    return (
        f"candidates.mix={asked.mix}",
        f"candidates.tag={asked.tag}",
        f"candidates.reason={json.dumps(asked.reason)}",
        years,
    )


def eligibility(protocol: Protocol, value: str) -> Changes:
    """`all` lines, or without some of them: `-E6`, `-E6-E13`."""
    if value == "all":
        return ()
    names = [part for part in value.split("-") if part]
    known = [line.id for line in protocol.eligibility.criteria]
    if not value.startswith("-") or not names:
        raise InputError(
            f"--vary eligibility={value}: 'all', or lines to leave out such as -E6 or -E6-E13 were wanted."
        )
    for name in names:
        if name not in known:
            raise InputError(f"--vary eligibility={value}: there is no line {name}; there are: {', '.join(known)}.")
    mirrors = [line.id for line in protocol.eligibility.criteria if line.duplicate_of in names and line.id not in names]
    return tuple(f"eligibility.criteria.{name}=null" for name in [*names, *mirrors])
