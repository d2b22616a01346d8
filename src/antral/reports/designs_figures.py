"""The figures of the page of `antral design`, drawn for wide and narrow screens."""

from collections.abc import Mapping
from typing import Any, Final

from antral.reports import figures
from antral.reports.designs_lines import (
    ERRORS,
    Z,
    along,
    fronts,
    in_common,
    interim_looks,
    power_curves,
    scenarios,
    title,
)
from antral.reports.figures import Difference, DifferencePanel, Lines, Plate, Rate, RateRow, plate
from antral.reports.wording import share

_MOST_DIFFERENCES: Final = 25
_MOST_BARS: Final = 25


def designs_figures(results: Mapping[str, Any]) -> list[Plate]:
    """All that the results have something for, in the order of the page."""
    found = [
        _lines(power_curves(results)) or _ladder(results),
        _lines(fronts(results)),
        _differences(results),
        _lines(interim_looks(results)),
    ]
    return [one for one in found if one is not None]


def ladder_rows(results: Mapping[str, Any]) -> list[RateRow]:
    """Power of each design under every assumption, where nothing that was varied is a number."""
    if along(results) is not None:
        return []
    names, rows = scenarios(results), []
    for point in results["points"][:_MOST_BARS]:
        told = [(name, point["scenarios"][name]["power"]) for name in names]
        rates = tuple(Rate(name, one["value"], one["mcse"] or 0.0) for name, one in told if one is not None)
        rows += [RateRow(point["label"], rates)] if rates else []
    return rows


def difference_panels(results: Mapping[str, Any]) -> list[DifferencePanel]:
    """Differences from the reference with paired intervals; none for one design alone, or too many to read."""
    others = [point for point in results["points"] if point["point"] != results["reference"]]
    if len(results["points"]) > _MOST_DIFFERENCES:
        return []
    panels = []
    for scenario in scenarios(results):
        rows = []
        for point in others:
            one = point["scenarios"][scenario]["power"]
            if one is None or one["difference"] is None:
                continue
            reach = Z * (one["difference_mcse"] or 0.0)
            rows.append(
                Difference(point["label"], one["difference"], one["difference"] - reach, one["difference"] + reach)
            )
        panels += [DifferencePanel(title(scenario), scenario, rows)] if rows else []
    return panels


def _lines(chart: Lines | None) -> Plate | None:
    if chart is None:
        return None
    return plate(chart.title, chart.caption, lambda width: figures.lines(chart, width=width))


def _ladder(results: Mapping[str, Any]) -> Plate | None:
    rows = ladder_rows(results)
    if not rows:
        return None
    powers = [one["power"] for one in results["points"][0]["scenarios"].values() if one["power"] is not None]
    level = powers[0]["level"]
    words = f"Share of trials whose planned test rejects, with {ERRORS}. " + _key(results)
    more = len(results["points"]) - _MOST_BARS
    words += f" The first {_MOST_BARS} designs are drawn; {more} more stand in the tables." if more > 0 else ""
    alt = "; ".join(
        f"{row.label}: {', '.join(f'{one.scenario} {share(one.value)}' for one in row.rates)}" for row in rows
    )
    lines = [(level, f"{share(level)} level")]
    return plate(
        "Power of each design",
        words,
        lambda width: figures.rates(f"ladder-{width}", rows, lines, width=width, alt=f"Power of each design. {alt}."),
    )


def _key(results: Mapping[str, Any]) -> str:
    """Which mark is which assumption."""
    marks = {"none": "grey circles", "evidence": "blue squares", "target": "orange diamonds"}
    return "; ".join(f"{title(name)}: {marks.get(name, 'triangles')}" for name in scenarios(results)).capitalize() + "."


def _differences(results: Mapping[str, Any]) -> Plate | None:
    panels = difference_panels(results)
    if not panels:
        return None
    reference = results["points"][results["reference"]]["label"]
    words = (
        f"Power less that of the reference ({reference}), of pairs of trials with {in_common(results)}, with "
        f"{ERRORS} of the difference itself."
    )
    alt = ". ".join(
        f"{panel.title}: {'; '.join(f'{one.label} {100 * one.value:+.1f}' for one in panel.rows)}" for panel in panels
    )
    return plate(
        "Differences from the reference",
        words,
        lambda width: figures.differences(
            f"differences-{width}", panels, width=width, alt=f"Differences from {reference}, percentage points. {alt}."
        ),
    )
