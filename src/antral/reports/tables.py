"""The tables of a run, made once for the terminal and for the page; zero effect stands beside every assumed one."""

from dataclasses import dataclass

from antral.protocol import Protocol
from antral.reports import compared
from antral.reports.estimated import Estimate
from antral.reports.hormones import confounders, in_first_year
from antral.reports.operating import Harmed, Size
from antral.reports.planned import primary, strongest, subjects
from antral.reports.reading import Findings, Statement
from antral.reports.section import Section
from antral.reports.wording import (
    EXACT_LIMIT,
    MISSING,
    capitalised,
    duration,
    in_brief,
    interval,
    is_share,
    known,
    number,
    sentence,
    share,
    share_with_error,
    whole_share,
    with_unit,
)

_ROLES = {"primary": 0, "secondary": 1, "exploratory": 2, "safety": 3}
_ERROR = "± is the Monte-Carlo standard error."


def scenarios(findings: Findings) -> Section:
    """What each assumption about the cells means."""
    rows = [
        (one.name, one.title, one.meaning, f"{one.tag}: {one.source}" if one.source else one.tag)
        for one in findings.scenarios.values()
    ]
    return Section("Assumptions about the cells", ("scenario", "name", "meaning", "source"), rows)


@dataclass(frozen=True)
class OutcomeRow:
    """One endpoint under one scenario, arm by arm."""

    scenario: str
    short: str
    cells: tuple[tuple[str, str, str, str], ...]
    """For each arm the estimate with its Monte-Carlo error, the range over trials, the women, and what is true."""


@dataclass(frozen=True)
class OutcomeGroup:
    """One endpoint under all scenarios."""

    label: str
    unit: str
    role: str
    method: str
    confounders: str
    """What else than the cells moves it."""
    rows: tuple[OutcomeRow, ...]


def outcome_groups(findings: Findings, protocol: Protocol) -> list[OutcomeGroup]:
    """The endpoints in order of their role, zero effect first in each."""
    groups = []
    for endpoint in sorted(protocol.endpoints, key=lambda one: _ROLES[one.role]):
        rows: list[OutcomeRow] = []
        found: list[Estimate] = []
        for scenario in findings.shown:
            cells = [scenario.arms.get(arm, {}).get(endpoint.name) for arm in protocol.arms]
            if any(cells):
                true = scenario.happened.ovulated if in_first_year(endpoint) else {}
                told = (_cell(cell, true.get(arm)) for cell, arm in zip(cells, protocol.arms, strict=True))
                rows.append(OutcomeRow(scenario.name, scenario.short, tuple(told)))
                found += [cell for cell in cells if cell is not None]
        if rows:
            unit = found[0].unit
            unit = "" if is_share(unit) or unit in endpoint.label.lower().split() else unit
            method = "; ".join(dict.fromkeys(one.method.split(" (")[0] for one in found if one.method))
            groups.append(OutcomeGroup(endpoint.label, unit, endpoint.role, method, confounders(endpoint), tuple(rows)))
    return groups


def outcome_note(findings: Findings) -> str:
    """How to read the cells of the table of outcomes."""
    return (
        f"Mean over {findings.trials:,} trials of the estimate in one arm ± its Monte-Carlo standard error; "
        "in brackets the range that holds 95 % of the trials; n is the mean number of women with a value."
    )


def outcomes(findings: Findings, protocol: Protocol) -> Section:
    """Primary endpoints, arms beside each other, one row for each endpoint and scenario."""
    chosen = [one for one in outcome_groups(findings, protocol) if one.role == "primary"]
    rows = []
    for group in chosen:
        for row in group.rows:
            rows.append((group.label, row.short, *(" ".join(part for part in cell[:3] if part) for cell in row.cells)))
    methods = dict.fromkeys(group.method for group in chosen)
    notes = [outcome_note(findings), f"Methods: {'; '.join(methods)}."]
    return Section("Primary endpoints by arm", ("endpoint", "cells", *protocol.arms), rows, notes)


def _cell(one: Estimate | None, ovulated: float | None) -> tuple[str, str, str, str]:
    if one is None or not known(one.value):
        return MISSING, "", "", ""
    women = f"n\u00a0{one.n:.2g}" if one.n is not None else ""
    return compared.value(one), f"[{interval(one.low, one.high, one.unit)}]", women, _truth(one, ovulated)


def _truth(one: Estimate, ovulated: float | None) -> str:
    """True effect, bias and coverage in a few words, and who truly ovulated; empty where a run computed none."""
    told = [] if ovulated is None else [f"{whole_share(ovulated)} truly ovulated"]
    if one.truth is not None:
        effect, bias, coverage = compared.truth_cells(one)
        told.append(f"true effect {effect}, bias {bias}, coverage {coverage}")
    return "; ".join(told)


def tests(findings: Findings, protocol: Protocol) -> Section:
    """How often each planned test rejects under each scenario, with the true size of discrete tests."""
    rows = []
    for name, label in all_subjects(findings, protocol).items():
        found = [scenario.tests.get(name) for scenario in findings.shown]
        first = next(one for one in found if one is not None)
        attained = next((one.attained for one in found if one is not None and one.attained is not None), None)
        rates = [MISSING if one is None else share_with_error(one.rate, one.mcse) for one in found]
        size = "not discrete" if attained is None else share(attained)
        rows.append((label, _role(first.endpoint, protocol), *rates, size, first.method))
    columns = ("test", "role", *(one.short for one in findings.shown), "true size", "method")
    sides = "two" if protocol.analyses.sides == 2 else "one"
    note = (
        f"Share of trials in which the test rejects at the {sides}-sided level of {share(protocol.analyses.alpha)}. "
        f"{_ERROR} True size: enumerated chance of a false alarm, for tests of counts."
    )
    return Section("Planned tests", columns, rows, [note])


def all_subjects(findings: Findings, protocol: Protocol) -> dict[str, str]:
    """What each test is about, in the order of the results."""
    found = {name: test for scenario in findings.shown for name, test in scenario.tests.items()}
    return subjects(list(found.values()), protocol)


def _role(endpoint: str, protocol: Protocol) -> str:
    return next((one.role for one in protocol.endpoints if one.name == endpoint), "")


def claims(findings: Findings) -> Section:
    """What a team without a comparison would claim."""
    names = dict.fromkeys(name for scenario in findings.shown for name in scenario.claims)
    rows = []
    for name in names:
        found = [scenario.claims.get(name) for scenario in findings.shown]
        label = next(one.label for one in found if one is not None)
        rates = [MISSING if one is None else share_with_error(one.rate, one.mcse) for one in found]
        rows.append((capitalised(label), *rates))
    columns = ("claim", *(one.short for one in findings.shown))
    note = f"Share of trials in which a team that reads the result without a comparison would claim this. {_ERROR}"
    return Section("Claims without a comparison", columns, rows, [note])


def safety(findings: Findings) -> Section:
    """What no event, or at least one, would mean."""
    reach = next((one.safety for one in findings.shown if one.safety is not None), None)
    if reach is None:
        return Section("Safety")
    within = duration(reach.follow_up_days)
    chance = f" with a chance of {share(reach.power)}" if reach.power is not None else ""
    rows = [
        (f"Rate not excluded after 0 of {reach.n} women within {within}", share(reach.upper), EXACT_LIMIT),
        (
            f"Rate not excluded after 0 of {reach.n_arm} of one arm",
            share(reach.upper_arm) if reach.n_arm != reach.n else MISSING,
            EXACT_LIMIT,
        ),
        (f"Smallest rate met{chance}", share(reach.smallest_rate), "binomial"),
        (f"Women given cells with an event within {within}", _harmed(reach.given), "simulated"),
        (f"Women not given cells with an event within {within}", _harmed(reach.not_given), "simulated"),
        ("Background that comes whatever is given, if nobody left", share(reach.background), "assumed"),
        (
            "Trials with at least one event in women given cells",
            share_with_error(reach.chance, reach.mcse),
            "simulated",
        ),
        *(
            (f"Chance of at least one event at {share(rate)}", share(chance), "binomial")
            for rate, chance in reach.chance_at
        ),
    ]
    return Section(
        "Serious adverse events", ("quantity", "value", "method"), [row for row in rows if row[1] != MISSING]
    )


def _harmed(one: Harmed | None) -> str:
    return MISSING if one is None else share_with_error(one.share, one.mcse)


def sizes(findings: Findings, protocol: Protocol, *, primary_only: bool = False) -> Section:
    """Women per arm that each test needs, scenarios beside each other."""
    chosen = {test.name for scenario in findings.shown for test in primary(scenario, protocol)}
    rows = []
    for name, label in all_subjects(findings, protocol).items():
        found = [scenario.sizes.get(name) for scenario in findings.shown]
        if any(found) and (name in chosen or not primary_only):
            rows.append((label, *(_size(one, brief=primary_only) for one in found)))
    columns = ("test", *(one.short for one in findings.shown))
    note = (
        "In brackets the chance to detect at that number; “none”: no number that was searched is enough, in brackets "
        "the chance with the largest."
    )
    return Section("Women per arm", columns, rows, [note] if rows else [])


def _size(one: Size | None, *, brief: bool) -> str:
    if one is None:
        return MISSING
    if one.per_arm is None:
        reason = in_brief(one.reason) if brief else one.reason
        reached = f" ({share(one.power)} with {one.most})" if one.power is not None and one.most else ""
        return f"none{reached}: {reason}" if reason else f"none{reached}"
    chance = f" ({share_with_error(one.power, one.mcse)})" if one.power is not None else ""
    return f"{one.per_arm:,}{chance}" if one.is_trusted else f"more trials needed: {one.per_arm:,}{chance}"


def smallest(findings: Findings, protocol: Protocol) -> Section:
    """The smallest effect each test would see."""
    labels, rows = all_subjects(findings, protocol), []
    scenario = next((one for one in findings.shown if one.smallest), None)
    for name, one in scenario.smallest.items() if scenario is not None else ():
        value = with_unit(one.value, one.unit) if known(one.value) else "none found"
        rows.append((labels.get(name, name), value, one.label, share(one.power)))
    return Section("Smallest effect that would be seen", ("test", "effect", "where", "with chance"), rows)


def changes(findings: Findings, protocol: Protocol) -> Section:
    """What changes of the protocol would do."""
    rows = []
    for one in findings.changes:
        shares = all(known(value) and 0 <= (value or 0.0) <= 1 for value in (one.before, one.after))
        before = share_with_error(one.before, one.before_mcse) if shares else number(one.before)
        after = share_with_error(one.after, one.mcse) if shares else number(one.after)
        about = f"{one.quantity.replace('_', ' ')}: {one.label}" if one.label else one.quantity.replace("_", " ")
        rows.append(
            (capitalised(one.change), about, before, after if one.is_trusted else f"{after}: more trials needed")
        )
    strong = strongest(findings, protocol)
    under = _ERROR
    if strong is not None:
        under = f"Under the scenario “{strong.name}”, each design at the endpoint that serves it best. {_ERROR}"
    return Section(
        "Changes of the design", ("change", "quantity", "as planned", "changed"), rows, [under] if rows else []
    )


def screening(findings: Findings) -> Section:
    """Why candidates were not admitted."""
    found = findings.screening
    rows = [(one.line, one.text, f"{one.count:,}", share(one.share)) for one in found.reasons]
    parts = []
    if found.drawn is not None:
        parts.append(f"{found.drawn:,} women drawn")
    if found.candidates is not None:
        parts.append(f"{found.candidates:,} candidates screened")
    if found.admitted is not None:
        parts.append(f"{found.admitted:,} admitted")
    note = f"{', '.join(parts)}; screen failures {share(found.failure_rate)}." if parts else ""
    more = "A candidate may fail several lines; simulated screening of virtual women by the protocol's own lines."
    return Section(
        "Screening failures", ("line", "text of the record", "failed", "share"), rows, [note, more] if note else []
    )


def aetiologies(findings: Findings) -> Section:
    """Candidates and admitted women by the cause of their disease."""
    found = findings.screening.aetiologies
    rows = [
        (
            one.aetiology,
            MISSING if one.candidates is None else f"{one.candidates:,}",
            MISSING if one.admitted is None else f"{one.admitted:,}",
            share(one.admitted / one.candidates) if one.candidates and one.admitted is not None else MISSING,
        )
        for one in found
    ]
    return Section("Screening by cause", ("cause", "screened", "admitted", "of these"), rows)


def gaps(findings: Findings) -> Section:
    """What the registry does not say, and how it was filled."""
    rows = [(one.text, one.filled_with, one.tag, _why(one)) for one in findings.gaps]
    return Section("Gaps in the record", ("question", "filled with", "tag", "why"), rows)


def assumptions(findings: Findings) -> Section:
    """What is taken for granted."""
    rows = [(one.text, one.tag, _why(one)) for one in findings.assumptions]
    return Section("Assumptions", ("assumption", "tag", "why"), rows)


def assumptions_by_tag(findings: Findings) -> str:
    """How many assumptions carry each tag."""
    tags = [one.tag for one in findings.assumptions]
    return sentence(", ".join(f"{tags.count(tag)} {tag}" for tag in dict.fromkeys(tags)))


def _why(one: Statement) -> str:
    return " ".join(part for part in (one.reason, one.source) if part)


def cost(findings: Findings) -> Section:
    """What the run took."""
    names = {
        "patient_years": "Patient-years simulated",
        "trials_stored": "Trials read from the run's folder, not simulated again",
        "seconds": "Seconds",
        "compile_seconds": "Seconds of compiling",
        "bank_size": "Women in the bank",
    }
    rows = [
        (label, number(findings.cost[name])) for name, label in names.items() if findings.cost.get(name) is not None
    ]
    return Section("Cost", (), rows)
