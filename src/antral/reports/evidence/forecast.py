"""Forecasts on a terminal: what a running trial will report, those on file, a report beside its forecast."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from antral.reports.section import Section

if TYPE_CHECKING:
    from antral.evidence import forecasts

_UNDER = ("none", "evidence")
_NOTHING = "cannot be judged"


def forecast_sections(one: "forecasts.Forecast") -> list[Section]:
    """What was predicted, on how many assumptions, and under which hash."""
    counts = [row for of in one.predictions for row in map(_counted, [of] * len(of.counts), of.counts)]
    numbers = [row for of in one.predictions for row in map(_numbered, [of] * len(of.numbers), of.numbers)]
    tests = [_tested(of, test) for of in one.predictions for test in of.tests]
    registry = one.registry
    status = "not registered" if registry is None else f"{registry.status or 'status not shown'}, {registry.name}"
    facts = [
        ("trial", f"{one.trial} ({status}): {one.title}"),
        ("made", f"{one.made}, antral {one.version}, {one.trials} simulated trials, seed {one.seed}"),
        ("command", one.command),
        ("sha256", one.sha256),
    ]
    return [
        Section(f"Forecast {one.id}", rows=facts, paragraphs=_said(one)),
        Section("Women who will have it (5 % to 95 % of trials)", ("endpoint", "group", *_UNDER), counts),
        Section("Numbers (median, 5 % to 95 % of trials)", ("endpoint", "group", "printed", *_UNDER), numbers),
        Section("Chance that the planned test rejects (Monte-Carlo error)", ("test", *_UNDER), tests),
    ]


def _said(one: "forecasts.Forecast") -> list[str]:
    return [
        f"The registry leaves {one.gaps.count} questions open; each was filled by assumption: if the trial is run "
        "otherwise, the forecast is of another trial.",
        "none: the cells do nothing. evidence: they do what the published record lets one assume, which is little.",
        "Nothing is claimed of the cells: where both columns agree, the trial cannot tell them apart.",
    ]


def _counted(of: "forecasts.Prediction", one: "forecasts.Count") -> tuple[str, ...]:
    size = str(one.women) if one.fewest == one.most else f"{one.fewest} to {one.most}"
    cells = [_chances(one.under[name]) for name in _UNDER]  # type: ignore[index]
    return (of.endpoint, f"{one.arm} ({size} women)", *cells)


def _chances(found: "forecasts.Chances") -> str:
    if not found.probability:
        return _NOTHING
    low, high = (_level(found.probability, level) for level in (0.05, 0.95))
    return f"{found.mean:.1f} ({low} to {high}); judged {found.estimable:.1f}"


def _level(probability: Sequence[float], level: float) -> int:
    """The least count at which the chances add up to a level."""
    total = 0.0
    for count, p in enumerate(probability):
        total += p
        if total >= level - 1e-9:
            return count
    return len(probability) - 1


def _numbered(of: "forecasts.Prediction", one: "forecasts.Number") -> tuple[str, ...]:
    cells = [_spread(one.under[name]) for name in _UNDER]  # type: ignore[index]
    return (of.endpoint, one.arm, f"{one.statistic.replace('_', ' ')}, {one.unit}", *cells)


def _spread(found: "forecasts.Spread | None") -> str:
    if found is None:
        return _NOTHING
    return f"{found.quantiles[3]:.3g} ({found.quantiles[1]:.3g} to {found.quantiles[5]:.3g}); n {found.n:.1f}"


def _tested(of: "forecasts.Prediction", one: "forecasts.Rejection") -> tuple[str, ...]:
    cells = [f"{one.under[name].rejects:.3f} ({one.under[name].mcse:.3f})" for name in _UNDER]  # type: ignore[index]
    return (one.test, *cells)


def forecasts_sections(
    on_file: Sequence[tuple["forecasts.Forecast", bool]], register: Mapping[str, "forecasts.Entry"]
) -> list[Section]:
    """The forecasts on file, whether their hashes hold, and the trials that have none."""
    rows = [
        (
            one.id,
            one.made,
            one.trial,
            "not registered" if one.registry is None else one.registry.status or "not shown",
            str(one.gaps.count),
            "ok" if holds else "NOT: changed since its day",
        )
        for one, holds in on_file
    ]
    rest = [(name, one.status, one.title, one.reason or "") for name, one in register.items() if not one.forecast]
    sections = [
        Section(
            f"{len(rows)} forecasts",
            ("forecast", "made", "trial", "status that day", "gaps filled", "hash"),
            rows,
            ("When a trial reports: antral evidence forecast --check FORECAST REPORTED.yaml",),
        )
    ]
    if rest:
        sections.append(Section(f"No forecast ({len(rest)})", ("trial", "status", "title", "why"), rest))
    return sections


def checked_sections(
    one: "forecasts.Forecast", holds: bool, source: str, checked: Sequence["forecasts.Checked"]
) -> list[Section]:
    """Reported results beside their forecast."""
    seal = "its hash holds" if holds else "ITS HASH DOES NOT HOLD: it was changed since its day"
    rows = [
        (
            f"{found.reported.endpoint}, {found.reported.arm}",
            f"{found.reported.value:g} ({found.statistic.replace('_', ' ')}, n {found.reported.n})",
            *(_placed(found, name) for name in _UNDER),
            found.words if found.mcse is None else f"{found.words}; error of the log ratio {found.mcse:.2f}",
        )
        for found in checked
    ]
    notes = [f"{found.reported.endpoint}, {found.reported.arm}: {found.note}" for found in checked]
    return [
        Section(
            f"{source} beside the forecast {one.id} ({seal})",
            ("result", "reported", *_UNDER, "which scenario"),
            rows,
            (
                *notes,
                "Each cell: chance of this or less, of this or more, and the log score (higher is better). Of numbers "
                "the distribution is taken as normal, of geometric means on the log scale.",
                "The results of one trial belong together: their log scores are not added up.",
            ),
        )
    ]


def _placed(found: "forecasts.Checked", name: str) -> str:
    if found.places is None:
        return "not compared"
    place = found.places[name]  # type: ignore[index]
    exactly = "" if place.probability is None else f", exactly {place.probability:.3f}"
    return f"{place.at_most:.3f}, {place.at_least:.3f}{exactly}; log score {place.log_score:.2f}"
