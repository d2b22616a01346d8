"""A long follow-up in words, a table and a figure: is the reserve spent earlier if cells wake dormant follicles?"""

import math
from itertools import pairwise

from antral.protocol import Protocol
from antral.reports import figures
from antral.reports.figures import Plate, YearLine, YearPanel, plate
from antral.reports.happened import Year
from antral.reports.reading import Findings, Scenario
from antral.reports.section import Section
from antral.reports.verdict import the_effect
from antral.reports.wording import counted, known, number, sentence, share

_SAME = 0.02
"""Reserves that differ by less, as a share, are called alike."""
_SHARES = (
    ("ovulating", "Women who ovulate in the year"),
    ("exhausted", "Women with fewer than 1000 resting follicles"),
)


def answer(findings: Findings, protocol: Protocol) -> list[str]:
    """For each assumed effect one paragraph: what the years bring, and what that rests on."""
    arm = _arm(protocol)
    without = _course(findings.none, arm)
    if len(without) < 2:
        return []
    found = [(scenario, _course(scenario, arm)) for scenario in findings.assumed]
    return [
        f"{_told(scenario, course, without, protocol.arms[arm].label)} This rests on an assumption ({scenario.tag}): "
        f"{sentence(scenario.meaning)}"
        for scenario, course in found
        if course
    ]


def in_brief(findings: Findings, protocol: Protocol) -> str:
    """The same for the assumption that wakes most, the last one, without what it rests on."""
    arm = _arm(protocol)
    without = _course(findings.none, arm)
    found = [(scenario, course) for scenario in findings.assumed if (course := _course(scenario, arm))]
    return _told(*found[-1], without, protocol.arms[arm].label) if found and len(without) > 1 else ""


def _told(scenario: Scenario, course: list[Year], without: list[Year], arm: str) -> str:
    last, bare = course[-1], without[-1]
    if last.reserve is None or bare.reserve is None or not bare.reserve:
        return ""
    ratio = last.reserve / bare.reserve
    effect = the_effect(scenario)
    if abs(ratio - 1) < _SAME:
        verdict = f"Under {effect} the reserve is spent no earlier than without cells"
    else:
        verdict = f"Under {effect} the reserve is spent {'earlier' if ratio < 1 else 'later'} than without cells"
        years = _years_ahead(course, without)
        verdict += f", by about {counted(round(years, 1), 'year')}" if years is not None else ""
    sentences = [
        f"{verdict}: after {counted(last.year, 'year')} the mean of “{arm}” is {number(last.reserve)} "
        f"resting follicles in both ovaries, {number(bare.reserve)} without."
    ]
    if known(last.exhausted) and known(bare.exhausted):
        sentences.append(f"{share(last.exhausted)} have fewer than 1000, {share(bare.exhausted)} without.")
    first = next(((a, b) for a, b in zip(course, without, strict=False) if a.year == b.year and a.year > 0), None)
    if first is not None and known(first[0].ovulating) and known(last.ovulating):
        sentences.append(
            f"In year {first[0].year} {share(first[0].ovulating)} ovulate ({share(first[1].ovulating)} without), in "
            f"year {last.year} {share(last.ovulating)} ({share(bare.ovulating)})."
        )
    return " ".join(sentences)


def _years_ahead(course: list[Year], without: list[Year]) -> float | None:
    """By how many years the reserve falls sooner (or later) to what the other course has at its end."""
    early, late = (course, without) if (course[-1].reserve or 0) < (without[-1].reserve or 0) else (without, course)
    target, end = late[-1].reserve, late[-1].year
    for before, after in pairwise(early):
        if not (before.reserve and after.reserve and target) or before.reserve == after.reserve:
            continue
        if after.reserve <= target <= before.reserve:
            part = math.log(before.reserve / target) / math.log(before.reserve / after.reserve)
            return end - (before.year + part * (after.year - before.year))
    return None


def table(findings: Findings, protocol: Protocol) -> Section:
    """Year by year, scenarios beside each other, for the arm with most cells."""
    arm = _arm(protocol)
    found = [(one, _course(one, arm)) for one in findings.shown]
    found = [(one, course) for one, course in found if course]
    if not found:
        return Section("Year by year")
    years = sorted({one.year for _, course in found for one in course})
    columns = ["year"]
    for scenario, _ in found:
        columns += [
            f"resting follicles, {scenario.short}",
            f"ovulating, {scenario.short}",
            f"below 1000, {scenario.short}",
        ]
    rows = []
    for year in years:
        cells = [str(year)]
        for _, course in found:
            one = next((one for one in course if one.year == year), None)
            cells += [number(one.reserve), share(one.ovulating), share(one.exhausted)] if one else ["", "", ""]
        rows.append(tuple(cells))
    note = (
        f"Arm “{protocol.arms[arm].label}”, women who left are counted too. Resting follicles: those of both "
        "ovaries at the end of the year, arithmetic mean over all women, which the few with many carry; shares of "
        "women. Same women, same luck in every column."
    )
    return Section("Year by year", tuple(columns), rows, [note])


def figure(findings: Findings, protocol: Protocol) -> Plate | None:
    """Reserve, ovulation and exhaustion over the years."""
    arm = _arm(protocol)
    found = [(one, _course(one, arm)) for one in findings.shown]
    panels = [_panel("Resting follicles of both ovaries, mean over women", "reserve", found, is_share=False)]
    panels += [_panel(title, name, found, is_share=True) for name, title in _SHARES]
    drawn = [panel for panel in panels if panel.lines]
    if not drawn:
        return None
    alt = "; ".join(answer(findings, protocol)) or "Reserve and ovulation year by year"
    caption = f"Arm “{protocol.arms[arm].label}”. Grey: no cell effect."
    return plate(
        "Reserve and ovulation over the years",
        caption,
        lambda width: figures.years(f"years-{width}", drawn, width=width, alt=alt),
    )


def _panel(title: str, name: str, found: list[tuple[Scenario, list[Year]]], *, is_share: bool) -> YearPanel:
    lines = []
    for scenario, course in found:
        pairs = [(one.year, value) for one in course if (value := getattr(one, name)) is not None]
        pairs = [(year, value) for year, value in pairs if is_share or value > 0]
        if pairs:
            years, values = zip(*pairs, strict=True)
            lines.append(YearLine(scenario.name, years, values))
    return YearPanel(title, tuple(lines), is_share)


def _arm(protocol: Protocol) -> str:
    """The arm with most cells."""
    return max(protocol.arms, key=lambda arm: protocol.arms[arm].total_cells)


def _course(scenario: Scenario | None, arm: str) -> list[Year]:
    found = scenario.happened.years if scenario is not None else ()
    return sorted((one for one in found if one.arm == arm), key=lambda one: one.year)
