"""What comparisons show and what is true: arms against each other, slopes, bias, coverage; tables and a figure."""

from collections.abc import Mapping, Sequence

from antral.protocol import Protocol
from antral.reports import figures
from antral.reports.estimated import Contrast, Estimate
from antral.reports.figures import Plate, TruthPanel, TruthRow, plate
from antral.reports.planned import strongest
from antral.reports.reading import Findings, Scenario
from antral.reports.section import Section
from antral.reports.wording import (
    MISSING,
    capitalised,
    difference,
    interval,
    is_share,
    known,
    listed,
    mean_count,
    number,
    number_with_error,
    share,
    share_with_error,
    short,
    times_entry,
)

_ORIGIN = {
    "twin": "each woman of the simulated trials with the effect of the cells, less the same woman and luck without",
    "all arms": "every woman of the simulated trials in every arm, nobody leaving, less the same woman without cells",
}
_FEWEST = 5.0
"""Women with a value in each arm, mean over trials, below which no estimate is given."""
_TOO_FEW = "too few women"
_MOST_ENDPOINTS = 4
"""Endpoints in one panel of the figure."""


def origin(findings: Findings) -> str:
    """Where the truth comes from, in words; empty where a run computed none."""
    where = _ORIGIN.get(findings.truth)
    if where is None:
        return ""
    return (
        f"True effect: mean over {where}; of ratios the ratio. A before-after estimate also holds the spontaneous "
        "course and the hormones: that is its bias, the estimate less the true effect (of ratios the quotient). "
        "Coverage: share of trials whose 95 % interval holds the true effect."
    )


def value(one: Estimate) -> str:
    """A mean estimate with its Monte-Carlo error."""
    if not known(one.value):
        return MISSING
    if is_share(one.unit):
        return share_with_error(one.value, one.mcse)
    return number_with_error(one.value, one.mcse)


def contrasts(findings: Findings, protocol: Protocol) -> Section:
    """Treated against control, scenario by scenario, with the truth beside."""
    return _compared("Arms compared", [(one, one.contrasts) for one in findings.shown], protocol)


def slopes(findings: Findings, protocol: Protocol) -> Section:
    """Slopes over the dose, with the truth beside."""
    return _compared("Slope over the dose", [(one, one.slopes) for one in findings.shown], protocol)


def _compared(title: str, scenarios: Sequence[tuple[Scenario, Mapping[str, Contrast]]], protocol: Protocol) -> Section:
    names = dict.fromkeys(name for _, found in scenarios for name in found)
    rows = [
        (_subject(found[name], protocol), scenario.short, *_cells(found[name], scenario))
        for name in names
        for scenario, found in scenarios
        if name in found
    ]
    methods: dict[str, dict[str, None]] = {}
    for _, found in scenarios:
        for one in found.values():
            methods.setdefault(one.estimate.method, {})[_endpoint(one, protocol)] = None
    columns = ("comparison", "cells", "n", "estimate", "range", "rejects", "true effect", "bias", "coverage")
    notes = [f"{method}: {listed([short(label) for label in of])}." for method, of in methods.items() if method]
    notes = [f"Methods: {' '.join(capitalised(one) for one in notes)}"] if notes else []
    notes.append(
        "Mean over trials ± Monte-Carlo standard error; range: 95 % of the trials lie in it; n: mean number of women "
        f"with a value, in each arm where two are compared. With fewer than {_FEWEST:.0f} in one of them no estimate "
        f"is given ({_TOO_FEW})."
    )
    notes += _warnings(scenarios, protocol)
    return Section(title, columns, rows, notes if rows else [])


def _warnings(scenarios: Sequence[tuple[Scenario, Mapping[str, Contrast]]], protocol: Protocol) -> list[str]:
    """Which intervals are too short, and which say something else than the test beside them."""
    found = [
        (f"{_subject(one, protocol)}, {scenario.short}", one)
        for scenario, contrasts in scenarios
        for one in contrasts.values()
        if min(_women(one, scenario), default=_FEWEST) >= _FEWEST
    ]
    told = [
        f"{subject}: interval too short: covers {share(one.estimate.truth.coverage)} of true effects."
        for subject, one in found
        if one.estimate.truth is not None and one.estimate.truth.too_short
    ]
    differing = [f"{subject}, in {share(one.disagrees)}" for subject, one in found if one.disagrees]
    if differing:
        told.append(
            "Interval and test, where they are of two methods, disagree in a share of the trials: "
            f"{'; '.join(differing)}."
        )
    return told


def _women(one: Contrast, scenario: Scenario) -> list[float]:
    """Mean number of women with a value in each of the arms compared, as far as it is known."""
    arms = [scenario.arms.get(arm, {}).get(one.endpoint) for arm in (one.arm, one.against) if arm]
    return [found.n for found in arms if found is not None and found.n is not None]


def _endpoint(one: Contrast, protocol: Protocol) -> str:
    return next((given.label for given in protocol.endpoints if given.name == one.endpoint), one.label)


def _subject(one: Contrast, protocol: Protocol) -> str:
    endpoint = _endpoint(one, protocol)
    arms = [protocol.arms[arm].label if arm in protocol.arms else arm for arm in (one.arm, one.against) if arm]
    return f"{endpoint}: {' against '.join(arms)}" if arms else endpoint


def _cells(one: Contrast, scenario: Scenario) -> tuple[str, ...]:
    estimate, truth = one.estimate, one.estimate.truth
    known_n = _women(one, scenario)
    counts = known_n or ([estimate.n] if estimate.n is not None else [])
    n = " and ".join(mean_count(count) for count in counts)
    rejects = share_with_error(one.rate, None) if known(one.rate) else "no test"
    effect, bias, coverage = truth_cells(estimate) if truth is not None else (MISSING,) * 3
    if known_n and min(known_n) < _FEWEST:
        return n, _TOO_FEW, "", rejects, effect, "", ""
    return n, value(estimate), interval(estimate.low, estimate.high, estimate.unit), rejects, effect, bias, coverage


def truth_cells(one: Estimate) -> tuple[str, str, str]:
    """True effect, bias and coverage of an estimate."""
    truth = one.truth
    if truth is None:
        return MISSING, MISSING, MISSING
    return (
        difference(truth.effect, one.unit),
        difference(truth.bias, one.unit),
        share(truth.coverage) + ", too short" * truth.too_short,
    )


def in_brief(findings: Findings, protocol: Protocol) -> str:
    """For one endpoint what the arm with most cells shows by itself, and what the cells do; empty without truth."""
    strong = _strong(findings, protocol)
    if strong is None:
        return ""
    treated = _treated(protocol)
    for endpoint in (one for one in protocol.endpoints if one.name in protocol.judged_by):
        one = strong.arms.get(treated, {}).get(endpoint.name)
        if one is not None and one.truth is not None and known(one.value) and known(one.truth.effect):
            shown, true = times_entry(one.value, one.unit), difference(one.truth.effect, one.unit)
            return (
                f" By itself “{protocol.arms[treated].label}” shows {shown} for {short(endpoint.label)}; what the "
                f"cells do there is {true}."
            )
    return ""


def truth_figure(findings: Findings, protocol: Protocol) -> Plate | None:
    """For the planned endpoints: what an arm alone shows, beside what the cells do."""
    panels = tuple(panel for panel in (_panel(findings, protocol, ratios=kind) for kind in (True, False)) if panel.rows)
    if not panels:
        return None
    alt = "; ".join(
        f"{row.label}: shown {_told(row.shown, panel.is_ratio)}, true {_told(row.true, panel.is_ratio)}"
        for panel in panels
        for row in panel.rows
    )
    caption = (
        "Filled: what the arm shows by itself, with the range of 95 % of the trials. Diamond: what the cells truly do "
        "in these women. Dashed: nothing. What lies between the two is the spontaneous course, and the hormones where "
        "they are given."
    )
    return plate(
        "What the before-after comparison shows, and what is true",
        caption,
        lambda width: figures.truths(f"truth-{width}", panels, width=width, alt=alt),
    )


def _told(shown: float, is_ratio: bool) -> str:
    return number(shown) if is_ratio else share(shown)


def _panel(findings: Findings, protocol: Protocol, *, ratios: bool) -> TruthPanel:
    strong = _strong(findings, protocol)
    scenarios = [one for one in (findings.none, strong) if one is not None]
    effects = [one for one in protocol.endpoints if not one.is_harm]
    chosen = [one for one in effects if _fits(one.name, scenarios, ratios=ratios)]
    chosen.sort(key=lambda one: one.role != "primary")
    treated = _treated(protocol)
    control = [arm for arm, given in protocol.arms.items() if given.role == "control"]
    rows = [
        row
        for endpoint in chosen[:_MOST_ENDPOINTS]
        for arm in [*control[:1], treated]
        for scenario in scenarios
        if (row := _row(endpoint.label, arm, protocol, scenario, endpoint.name)) is not None
    ]
    title = (
        "Ratio to baseline; true: with cells to without" if ratios else "Share of women; true: share gained by cells"
    )
    return TruthPanel(title, tuple(rows), ratios)


def _strong(findings: Findings, protocol: Protocol) -> Scenario | None:
    return strongest(findings, protocol) or (findings.assumed[-1] if findings.assumed else None)


def _treated(protocol: Protocol) -> str:
    """The arm with most cells."""
    return max(protocol.arms, key=lambda arm: protocol.arms[arm].total_cells)


def _fits(endpoint: str, scenarios: list[Scenario], *, ratios: bool) -> bool:
    found = [one for scenario in scenarios for arm in scenario.arms.values() if (one := arm.get(endpoint))]
    known_here = any(one.truth is not None and known(one.truth.effect) and known(one.value) for one in found)
    return known_here and all((one.unit == "ratio") if ratios else is_share(one.unit) for one in found)


def _row(label: str, arm: str, protocol: Protocol, scenario: Scenario, endpoint: str) -> TruthRow | None:
    one = scenario.arms.get(arm, {}).get(endpoint)
    if one is None or one.truth is None or one.value is None or one.truth.effect is None:
        return None
    low = one.low if one.low is not None else one.value
    high = one.high if one.high is not None else one.value
    head = f"{label.split(',', maxsplit=1)[0]}, {protocol.arms[arm].label}, {scenario.short}"
    return TruthRow(head, scenario.name, one.value, low, high, one.truth.effect)
