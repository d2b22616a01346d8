"""Hormone courses: median and spread of each arm over the simulated trials, single women of one trial behind."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from antral.protocol import Protocol
from antral.records import load_yaml, names, path
from antral.reports.figures.drawing import FAINT, INK, Drawing, colour, drawn, look, months, plain_log, size
from antral.reports.reading import NO_EFFECT

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.axes import Axes

LOGARITHMIC = frozenset({"FSH", "LH", "E2", "AMH", "INHB"})
"""Analytes that range over orders of magnitude."""
_ORDER = ("FSH", "LH", "E2", "P4", "AMH", "INHB", "AFC")
_PANEL = (340, 225)
_MOST_WOMEN = 6
"""Single women in one panel; more would hide the median."""


@dataclass(frozen=True)
class CourseRow:
    """One analyte: a panel for each arm, all on the same scale."""

    analyte: str
    title: str
    panels: tuple[tuple[str, Drawing], ...]
    """Label of the arm and its panel."""
    note: str
    """What the dashed line is."""


class _Scale(NamedTuple):
    """The axes that all panels of one analyte share."""

    limits: tuple[float, float]
    days: tuple[float, float]
    logarithmic: bool
    line: float | None
    """A value to compare with, where it lies within the limits."""
    counted: bool
    """Whether values are whole numbers."""


def panels(
    quantiles: "pl.DataFrame", women: "pl.DataFrame | None", protocol: Protocol, scenario: str
) -> tuple[CourseRow, ...]:
    """One row of panels for each analyte: no effect in grey beside every other scenario.

    Parameters
    ----------
    scenario
        The one whose spread and single women are shown; the medians of all are.
    """
    found = quantiles["analyte"].unique(maintain_order=True).to_list()
    analytes = [*(name for name in _ORDER if name in found), *(name for name in found if name not in _ORDER)]
    days = (float(quantiles["day"].min() or 0), float(quantiles["day"].max() or 1))  # type: ignore[arg-type]
    return tuple(_row(analyte, quantiles, women, protocol, scenario, days) for analyte in analytes)


def _row(
    analyte: str,
    quantiles: "pl.DataFrame",
    women: "pl.DataFrame | None",
    protocol: Protocol,
    scenario: str,
    days: tuple[float, float],
) -> CourseRow:
    ours = quantiles.filter(quantiles["analyte"] == analyte)
    single = None
    if women is not None:
        single = women.filter((women["analyte"] == analyte) & (women["scenario"] == scenario))
    record = _record(analyte)
    line, note = _reference(analyte, record, protocol)
    name, unit = str(record.get("name", analyte)), str(record.get("unit", ""))
    title = ", ".join(part for part in (analyte, name, unit) if part != "count")
    limits = _limits(analyte, ours, single, line)
    visible = line is not None and limits[0] <= line <= limits[1]
    scale = _Scale(limits, days, analyte in LOGARITHMIC, line if visible else None, unit == "count")
    result = []
    for arm, given in protocol.arms.items():
        part = ours.filter(ours["arm"] == arm)
        behind = None if single is None else single.filter(single["arm"] == arm)
        alt = _alt(name, given.label, unit, part)
        drawing = _panel(f"course-{analyte}-{arm}", part, behind, scenario, scale, given.infusion_days, alt)
        result.append((given.label, drawing))
    return CourseRow(analyte, title, tuple(result), note if scale.line is not None else "")


def _record(analyte: str) -> dict[str, object]:
    file = analyte.lower()
    return load_yaml(path("analytes", f"{file}.yaml")) if file in names("analytes") else {}


def _reference(analyte: str, record: dict[str, object], protocol: Protocol) -> tuple[float | None, str]:
    """A value that a reader looks for: the threshold of an endpoint, else the detection limit."""
    for endpoint in protocol.endpoints:
        if endpoint.measure == analyte and endpoint.threshold is not None:
            return endpoint.threshold.value, f"Dashed: threshold of “{endpoint.label}”."
    limit = record.get("detection_limit")
    if isinstance(limit, dict) and analyte in ("AMH", "E2", "INHB"):
        return float(limit["value"]), "Dashed: detection limit of the assay."
    return None, ""


def _limits(
    analyte: str, part: "pl.DataFrame", women: "pl.DataFrame | None", line: float | None
) -> tuple[float, float]:
    """The scale of a row: all spreads, with room for single women."""
    low, high = float(part["q10"].min() or 0.0), float(part["q90"].max() or 1.0)  # type: ignore[arg-type]
    high = max(high, line or high)
    if analyte in LOGARITHMIC:
        floor = line / 2 if line is not None else high / 1000
        return max(low / 1.7, floor), high * 1.8
    if women is not None and len(women):
        high = max(high, float(women["value"].max()))  # type: ignore[arg-type]
    return min(0.0, low), high * 1.08 if high > 0 else 1.0


def _panel(
    name: str,
    part: "pl.DataFrame",
    behind: "pl.DataFrame | None",
    scenario: str,
    scale: _Scale,
    infusions: tuple[float, ...],
    alt: str,
) -> Drawing:
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    with look():
        figure = Figure(figsize=size(*_PANEL))
        axes = figure.add_axes((0.135, 0.19, 0.845, 0.76))
        if scale.logarithmic:
            plain_log(axes)
        if scale.counted:
            axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_ylim(*scale.limits)
        if behind is not None:
            first = sorted(behind["participant_id"].unique())[:_MOST_WOMEN]
            shown = behind.filter(behind["participant_id"].is_in(first)).sort("day")
            for _, one in shown.group_by("participant_id", maintain_order=True):
                axes.plot(
                    one["day"], one["value"].clip(*scale.limits), color=colour(scenario), lw=0.7, alpha=0.45, zorder=1.5
                )
        for other in part["scenario"].unique(maintain_order=True):
            _spread(axes, part.filter(part["scenario"] == other).sort("day"), str(other), scale.limits, scenario)
        if scale.line is not None:
            axes.axhline(scale.line, color=INK, lw=0.8, ls=(0, (4, 3)))
        axes.axvline(0, color=FAINT, lw=1)
        top = [scale.limits[1]] * len(infusions)
        axes.plot(infusions, top, "v", color=INK, ms=7, clip_on=False, zorder=5)
        months(axes, *scale.days)
        axes.set_xlabel("months since randomisation", labelpad=2)
        return drawn(figure, name, alt)


def _spread(axes: "Axes", one: "pl.DataFrame", name: str, limits: tuple[float, float], shown: str) -> None:
    days = one["day"].to_numpy()
    if name in (NO_EFFECT, shown):
        low, high = one["q10"].clip(*limits).to_numpy(), one["q90"].clip(*limits).to_numpy()
        axes.fill_between(days, low, high, color=colour(name), alpha=0.17, lw=0, zorder=1)
    style = "-" if name in (NO_EFFECT, shown) else (0, (5, 2))
    axes.plot(days, one["q50"].clip(*limits).to_numpy(), color=colour(name), lw=2, ls=style, zorder=3)


def _alt(name: str, arm: str, unit: str, part: "pl.DataFrame") -> str:
    """The panel in words: the median on the last day under each scenario."""
    last = part.filter(part["day"] == part["day"].max())
    told = [f"{row['scenario']} {row['q50']:.3g}" for row in last.iter_rows(named=True)]
    return f"{name}, {arm}: median on the last day, {unit}: {'; '.join(told)}."
