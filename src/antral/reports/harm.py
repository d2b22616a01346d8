"""Harm and who left: adverse events by arm, the stopping rule, causes of leaving, intercurrent events, pregnancies."""

from collections.abc import Callable, Iterable, Mapping

from antral.protocol import Protocol
from antral.reports import figures
from antral.reports.figures import Plate, plate
from antral.reports.happened import Harm, Stopping
from antral.reports.planned import strongest
from antral.reports.reading import Findings, Scenario
from antral.reports.section import Section
from antral.reports.verdict import USUAL_POWER
from antral.reports.wording import MISSING, capitalised, known, mean_count, share, share_with_error

_STRATEGIES = {
    "started_hormones": "hormones other than those of the arm",
    "pregnancy": "pregnancy",
    "discontinuation": "left the trial",
    "fertility_treatment": "fertility treatment",
}


def told(findings: Findings, protocol: Protocol) -> Scenario | None:
    """The scenario from which counts are told: the largest assumed effect, else none."""
    return strongest(findings, protocol) or (findings.assumed[-1] if findings.assumed else findings.none)


def in_brief(findings: Findings, protocol: Protocol) -> list[str]:
    """What the stopping rule does, in one sentence; nothing where there is none."""
    rule = _rule(findings, protocol)
    if rule is None or not known(rule.stops):
        return []
    text = f"The rule that stops it for harm stops {share_with_error(rule.stops, rule.mcse)} of these trials"
    if rule.exact:
        rate, chance = next((pair for pair in rule.exact if pair[1] >= USUAL_POWER), rule.exact[-1])
        text += f", and {share(chance)} if {share(rate)} of infused women had a serious event"
    return [f"{text}."]


def events(findings: Findings, protocol: Protocol) -> Section:
    """Adverse events, arms beside each other, one row for each term."""
    scenario = told(findings, protocol)
    harms = scenario.happened.harms if scenario is not None else ()
    if not harms or scenario is None:
        return Section("Adverse events by arm")
    by_term: dict[str, dict[str, Harm]] = {}
    for one in harms:
        by_term.setdefault(one.term, {})[one.arm] = one
    rows = [
        (capitalised(term), *(_cell(found.get(arm)) for arm in protocol.arms), _grades(found.values()))
        for term, found in by_term.items()
    ]
    columns = ("event", *(arm.label for arm in protocol.arms.values()), "by grade, all arms")
    note = (
        f"Mean numbers in one trial under “{scenario.name}”: events in women; in brackets women with the event in "
        "each 100, and events that are serious or judged related. Grades are those of CTCAE; seriousness is judged "
        "apart from them. Rates are assumed where the table of assumptions says so; terms are plain words."
    )
    return Section("Adverse events by arm", columns, rows, [note])


def _cell(one: Harm | None) -> str:
    if one is None or not known(one.events):
        return "none"
    parts = [f"{mean_count(one.events)} in {mean_count(one.women)}"] if known(one.women) else [mean_count(one.events)]
    inside = [f"{mean_count(one.per_100_women)} per 100"] if known(one.per_100_women) else []
    inside += [
        f"{mean_count(found)} {name}" for name, found in (("serious", one.serious), ("related", one.related)) if found
    ]
    return " ".join([*parts, f"({', '.join(inside)})" if inside else ""]).strip()


def _grades(found: Iterable[Harm]) -> str:
    totals: dict[int, float] = {}
    for one in found:
        for grade, count in one.grades.items():
            totals[grade] = totals.get(grade, 0.0) + count
    return ", ".join(f"{grade}: {mean_count(count)}" for grade, count in sorted(totals.items()) if count) or MISSING


def stopping(findings: Findings, protocol: Protocol) -> Section:
    """The monitoring rule and how it behaves."""
    rule = _rule(findings, protocol)
    if rule is None:
        return Section("When the trial would stop for harm")
    rows = [("Rule", rule.rule)] if rule.rule else []
    if known(rule.stops):
        rows.append(("Share of simulated trials that stop", share_with_error(rule.stops, rule.mcse)))
    if known(rule.expected_women):
        rows.append(("Women infused in a trial, mean", mean_count(rule.expected_women)))
    rows += [
        (f"Chance to stop if {share(rate)} of women have a serious event", share(chance)) for rate, chance in rule.exact
    ]
    if rule.boundary:
        text = "; ".join(f"{events} of up to {women}" for women, events in _steps(rule))
        rows.append(("Stops when a serious event was seen in", f"{text} infused women"))
    return Section(
        "When the trial would stop for harm",
        (),
        rows,
        ["Chances are enumerated for women who have events independently; a stopped trial infuses nobody further."],
    )


def _rule(findings: Findings, protocol: Protocol) -> Stopping | None:
    scenario = told(findings, protocol)
    return scenario.happened.stopping if scenario is not None else None


def _steps(rule: Stopping) -> list[tuple[int, int]]:
    """The boundary where it changes: the most women for each number of events."""
    last: dict[int, int] = {}
    for women, count in rule.boundary:
        last[count] = max(last.get(count, 0), women)
    return [(women, count) for count, women in sorted(last.items())]


def stopping_figure(findings: Findings, protocol: Protocol) -> Plate | None:
    """The boundary and the chance to stop."""
    rule = _rule(findings, protocol)
    if rule is None or not (rule.boundary or rule.exact):
        return None
    told_chances = [f"{share(chance)} at {share(rate)}" for rate, chance in rule.exact]
    alt = f"Chance that the trial stops: {'; '.join(told_chances)}"
    caption = "The rule, and how often it stops a trial if this share of infused women truly has a serious event."
    return plate(
        "When the trial would stop for harm",
        caption,
        lambda width: figures.stopping(f"stopping-{width}", rule.boundary, rule.exact, width=width, alt=alt),
    )


def leaving(findings: Findings, protocol: Protocol) -> Section:
    """Why women leave, by arm."""
    scenario = told(findings, protocol)
    found = scenario.happened.leaving if scenario is not None else {}
    rows = _by_arm(found, protocol, lambda cause: capitalised(cause.replace("_", " ")))
    return Section("Why women leave", ("cause", *_labels(protocol)), rows, ["Mean women in one trial."] if rows else [])


def intercurrent(findings: Findings, protocol: Protocol) -> Section:
    """What happens after randomisation and changes what an endpoint means, with the planned strategy."""
    scenario = told(findings, protocol)
    found = scenario.happened.intercurrent if scenario is not None else {}
    counts = _by_arm(found, protocol, str)
    planned = {event: one for estimand in protocol.estimands for event, one in estimand.intercurrent_events.items()}
    rows = []
    for event, *women in counts:
        one = planned.get(event)  # type: ignore[call-overload]
        strategy = f"{one.strategy.replace('_', ' ')}" if one is not None else "none named"
        name = capitalised(_STRATEGIES.get(event, event.replace("_", " ")))
        rows.append((name, *women, strategy))
    note = "Mean women in one trial; the strategy is that of the estimand (ICH E9(R1))."
    return Section("Intercurrent events", ("event", *_labels(protocol), "strategy"), rows, [note] if rows else [])


def pregnancies(findings: Findings, protocol: Protocol) -> Section:
    """Pregnancies by arm, scenario by scenario."""
    rows = []
    for scenario in findings.shown:
        for arm, one in scenario.happened.pregnancies.items():
            label = protocol.arms[arm].label if arm in protocol.arms else arm
            rows.append((label, scenario.short, *(mean_count(n) for n in (one.conceived, one.miscarried, one.born))))
    columns = ("arm", "cells", "conceived", "miscarried", "born alive")
    note = (
        "Mean number in one trial; a woman may conceive again. Values after conception never enter an endpoint of FSH, "
        "E2, AMH or follicles; the tablets of the arm are stopped when a pregnancy is recognised."
    )
    return Section("Pregnancies", columns, rows, [note] if rows else [])


def _labels(protocol: Protocol) -> tuple[str, ...]:
    return tuple(arm.label for arm in protocol.arms.values())


def _by_arm(
    found: Mapping[str, Mapping[str, float]], protocol: Protocol, name: Callable[[str], str]
) -> list[tuple[str, ...]]:
    keys = dict.fromkeys(key for one in found.values() for key in one)
    return [(name(key), *(mean_count(found.get(arm, {}).get(key, 0.0)) for arm in protocol.arms)) for key in keys]
