"""What the hormones of arms do to the results: the change they make, what is not estimable, the link, the days."""

from antral.core import DAYS_PER_YEAR
from antral.protocol import Endpoint, Protocol
from antral.reports import figures
from antral.reports.calendar import Calendar, calendars
from antral.reports.figures import ArmDays, Plate, plate
from antral.reports.happened import TabletDay
from antral.reports.planned import primary, strongest, subjects
from antral.reports.reading import Findings, Scenario
from antral.reports.section import Section
from antral.reports.wording import (
    MISSING,
    decapitalised,
    known,
    listed,
    number,
    share,
    share_with_error,
    short,
    times_entry,
    whole_share,
)

MENSES = frozenset({"bled", "menses_resumed", "menses_sustained"})
"""What cannot be estimated while tablets make women bleed."""
_MEASURED_OVULATION = ("ovulation", "ovulation_twice", "ovulation_confirmed")
_ABOUT = 16.0
"""A window counts as a year if it ends within so many days of one."""
OVULATION = ("ovulation", "ovulation_twice", "ovulation_confirmed", "follicle_growth")
"""What is judged instead."""


def names(protocol: Protocol) -> str:
    """The hormones of the arms in words, such as `Climen`; empty where none are given."""
    return listed([one.title for one in calendars(protocol)])


def all_arms(protocol: Protocol) -> bool:
    """Whether every arm takes hormones."""
    return all(arm.comedication is not None for arm in protocol.arms.values())


def words(findings: Findings, protocol: Protocol) -> list[str]:
    """What must be said where the numbers stand; nothing where no arm takes hormones."""
    told = names(protocol)
    if not told:
        return []
    parts = (
        _change(findings, protocol, told),
        _other_day(findings, protocol),
        _menses(findings, protocol, told),
        _ovulated(findings, protocol),
    )
    return [part for part in parts if part]


def _change(findings: Findings, protocol: Protocol, told: str) -> str:
    """The within-arm change of FSH, with the numbers that show whose it is."""
    text = f"FSH at entry is off hormones and at follow-up on them: the change within an arm is {told}'s."
    if findings.none is None:
        return text
    told_of = []
    for endpoint in fsh_endpoints(protocol):
        found = [
            f"{times_entry(one.value, one.unit)} in “{protocol.arms[arm].label}”"
            for arm, given in findings.none.arms.items()
            if arm in protocol.arms and (one := given.get(endpoint.name)) is not None and known(one.value)
        ]
        if found:
            told_of.append(f"{short(endpoint.label)} is {listed(found)}")
    if not told_of:
        return text
    days = " The day of the tablet calendar makes the difference between the times." if len(told_of) > 1 else ""
    return f"{text} With no cell effect, {'; '.join(told_of)}; only arms compared speak of the cells.{days}"


def _other_day(findings: Findings, protocol: Protocol) -> str:
    """A suggestion, where FSH is tested right after the days without tablets and another time lies on tablets."""
    given = calendars(protocol)
    if len(given) != 1:
        return ""
    found = fsh_endpoints(protocol)
    rested = [one for one in found if _day_before(one, protocol, given[0]) in given[0].free]
    taking = [one for one in found if one not in rested]
    tested = [one for one in rested if one.role != "exploratory" and one.name in _tested(protocol)]
    if not tested or not taking:
        return ""
    now, other = tested[0], min(taking, key=lambda one: abs(one.day - tested[0].day))
    strong = strongest(findings, protocol)
    rates = {test.endpoint: test for test in strong.tests.values()} if strong is not None else {}
    days = [_day_of(one, protocol, given[0]) for one in (now, other)]
    text = (
        f"A change to consider: {short(now.label)} is tested after the days without tablets (day {days[0]} of the "
        f"calendar); test {short(other.label)} instead, on a day with tablets (day {days[1]})."
    )
    if strong is None or now.name not in rates or other.name not in rates:
        return text
    planned, instead = (share_with_error(rates[one.name].rate, rates[one.name].mcse) for one in (now, other))
    return f"{text} With {strong.short} it is positive in {instead} of the trials instead of {planned}."


def _tested(protocol: Protocol) -> set[str]:
    """Endpoints for which a test is planned."""
    return {name for name, one in protocol.analyses.by_endpoint.items() if one.test is not None}


def _day_of(endpoint: Endpoint, protocol: Protocol, given: Calendar) -> int:
    """Day of the calendar, from 1, of the visit at which an endpoint is measured."""
    first = min(arm.comedication.first_day for arm in protocol.arms.values() if arm.comedication is not None)
    return int(endpoint.day - first) % given.days + 1


def _day_before(endpoint: Endpoint, protocol: Protocol, given: Calendar) -> int:
    """The day of the calendar before it, whose tablet is the last that a morning's sample shows."""
    return (_day_of(endpoint, protocol, given) - 2) % given.days + 1


def fsh_endpoints(protocol: Protocol) -> list[Endpoint]:
    """The endpoints in which FSH under the arm's hormones is compared with entry, in order of time."""
    found = [one for one in protocol.endpoints if one.measure == "FSH" and one.under_assigned_hormones]
    return sorted(found, key=lambda one: one.day)


def _menses(findings: Findings, protocol: Protocol, told: str) -> str:
    """Why resumed menses say nothing here, and what is looked at instead."""
    asked = [one for one in protocol.endpoints if one.derive in MENSES]
    instead = [decapitalised(one.label) for one in protocol.endpoints if one.derive in OVULATION]
    head = "Resumed menses are not estimable"
    if asked and not all_arms(protocol):
        head += f" in the arms with {told}"
    elif asked:
        with_value = [
            one.n for arm in (findings.none.arms.values() if findings.none else ()) for name, one in arm.items()
            if name in {endpoint.name for endpoint in asked} and one.n is not None
        ]  # fmt: skip
        if with_value and max(with_value) > 0:
            head = f"Resumed menses can be estimated only in women who stopped {told}, {number(max(with_value))} an arm"
    text = f"{head}: under {told} women bleed in the days without tablets, whatever the ovary does."
    return f"{text} Ovulation is looked at instead: {listed(instead)}." if instead else text


def in_first_year(endpoint: Endpoint) -> bool:
    """Whether an endpoint asks for ovulation within about a year, so that the true share of that year stands beside."""
    return endpoint.derive in _MEASURED_OVULATION and abs(endpoint.day - DAYS_PER_YEAR) <= _ABOUT


def _ovulated(findings: Findings, protocol: Protocol) -> str:
    """How many ovulated in truth, beside how many were found to."""
    endpoint = next((one for one in protocol.endpoints if in_first_year(one)), None)
    if endpoint is None or findings.none is None:
        return ""
    pairs = [
        f"in {whole_share(one.value)} of “{protocol.arms[arm].label}”, where {whole_share(true)} truly do in a year"
        for arm, true in findings.none.happened.ovulated.items()
        if arm in protocol.arms
        and (one := findings.none.arms.get(arm, {}).get(endpoint.name)) is not None
        and known(one.value)
    ]
    return f"With no cell effect the trial finds {short(endpoint.label)} {listed(pairs)}." if pairs else ""


def confounders(endpoint: Endpoint) -> str:
    """What else than the cells moves an endpoint."""
    from antral.analysis import ENDPOINTS  # seconds of statistics, which a synopsis does not need

    return ENDPOINTS[endpoint.derive].confounded_by


def link(findings: Findings, protocol: Protocol) -> Section:
    """The same trial with and without the model's claim that hormones by themselves bring ovulations."""
    shown = [one for one in protocol.endpoints if one.derive in OVULATION or one in fsh_endpoints(protocol)]
    rows = [row for one in shown for on, off in findings.links for row in _outcome_rows(one, on, off, protocol)]
    tests = {test.name: test for on, _ in findings.links for test in primary(on, protocol)}
    labels = subjects(list(tests.values()), protocol)
    rows += [
        (f"Test positive: {short(labels[name])}", on.short, _rate(on, name), _rate(off, name))
        for name in tests
        for on, off in findings.links
    ]
    columns = ("result", "cells", "hormones ease ovulation", "they do not")
    told = names(protocol)
    note = (
        f"The model says that {told} brings ovulations by itself: less LH, fewer follicles that luteinise. No trial "
        "has shown how strong this is, so the trial is simulated with it and without it."
    )
    return Section("With and without the claim that hormones ease ovulation", columns, rows, [note] if rows else [])


def _outcome_rows(endpoint: Endpoint, on: Scenario, off: Scenario, protocol: Protocol) -> list[tuple[str, ...]]:
    rows = []
    for arm, given in protocol.arms.items():
        pair = [scenario.arms.get(arm, {}).get(endpoint.name) for scenario in (on, off)]
        if any(pair):
            values = [MISSING if one is None else times_entry(one.value, one.unit) for one in pair]
            rows.append((f"{endpoint.label}, {given.label}", on.short, *values))
    return rows


def _rate(scenario: Scenario, test: str) -> str:
    one = scenario.tests.get(test)
    return MISSING if one is None else share_with_error(one.rate, one.mcse)


def by_day(findings: Findings, protocol: Protocol) -> Plate | None:
    """FSH by day of the calendar, with no cell effect; None where no sample was taken under hormones."""
    given = calendars(protocol)
    days = findings.none.happened.tablet_days if findings.none is not None else ()
    under = [one for one in days if one.day > 0]
    if len(given) != 1 or not under:
        return None
    arms = [
        ArmDays(
            protocol.arms[arm].label,
            tuple(one.day for one in under if one.arm == arm),
            tuple(one.mean for one in under if one.arm == arm),
            tuple(one.sd or 0.0 for one in under if one.arm == arm),
        )
        for arm in protocol.arms
        if any(one.arm == arm for one in under)
    ]
    entry = _mean([one for one in days if one.day == 0])
    told = rebound(findings, given[0])
    return plate(
        f"FSH by day of the {given[0].title} calendar",
        f"Means and standard deviations of the samples of all trials with no cell effect. {told}",
        lambda width: figures.tablet_days(
            f"tablets-{width}", arms, given[0].free, given[0].days, entry, width=width, alt=told
        ),
    )


def rebound(findings: Findings, given: Calendar) -> str:
    """FSH in the days without tablets, in words: a suspect, since no data confirm it."""
    days = findings.none.happened.tablet_days if findings.none is not None else ()
    free = [one for one in days if one.day in given.free]
    taken = [one for one in days if one.day > 0 and one.day not in given.free]
    rest, on, entry = _mean(free), _mean(taken), _mean([one for one in days if one.day == 0])
    if rest is None or on is None:
        return ""
    part = sum(one.n for one in free) / sum(one.n for one in [*free, *taken])
    text = (
        f"On days with a tablet FSH is {number(on)} IU/L, in the days without {number(rest)}"
        + (f", before hormones {number(entry)}" if entry is not None else "")
        + f"; {share(part)} of the samples under hormones fall in the days without."
    )
    if rest > on:
        above = " above what it was before hormones" if entry is not None and rest > entry else ""
        text += (
            f" This rebound{above} is a suspect: no data confirm it, and the model may exaggerate it. Samples should "
            "be taken on the same days of the calendar in both arms."
        )
    return text


def _mean(days: list[TabletDay]) -> float | None:
    """Mean over days, each weighed by its samples."""
    total = sum(one.n for one in days)
    return sum(one.n * one.mean for one in days) / total if total else None
