"""Simulated women laid beside published values: percentiles as bands, single courses as lines, sources as marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from antral.reports.figures.drawing import NARROW, Drawing, drawn, look, plain_log, size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Numbers = Sequence[float]

_HEIGHT, _HEAD, _FOOT, _LEFT, _RIGHT, _LINE = 268.0, 30.0, 44.0, 62.0, 14.0, 19.0
_MOST_COLUMNS: Final = 3
_LETTER: Final = 6.7
"""Width of a letter of the legend, in CSS pixels."""
_HUES: Final = {"ours": "#0072b2", "other": "#6b7280", "treated": "#d55e00"}
_SINGLE: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#b8860b")
_MARKS: Final = (("#b3123f", "D"), ("#3d2c8d", "s"), ("#7a5c00", "^"), ("#0b6e4f", "o"))
_SHADE: Final = "#e9edf1"


@dataclass(frozen=True)
class Band:
    """Percentiles of simulated women along the axis: 5, 25, 50, 75 and 95."""

    label: str
    x: Numbers
    percentiles: tuple[Numbers, Numbers, Numbers, Numbers, Numbers]
    hue: Literal["ours", "other", "treated"] = "ours"


@dataclass(frozen=True)
class Curve:
    """A line: of all women, or of one of a few that are followed."""

    label: str
    x: Numbers
    y: Numbers
    hue: Literal["ours", "other", "treated"] = "ours"
    single: int | None = None
    """Which of the single women; thin, and without a place in the legend."""


@dataclass(frozen=True)
class Mark:
    """What a source says: a value with its spread, at a point or over a stretch of the axis."""

    label: str
    """Name of the source; marks of one name look alike."""
    x_low: float
    x_high: float
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Panel:
    """One quantity."""

    title: str
    x_label: str
    bands: Sequence[Band] = ()
    curves: Sequence[Curve] = ()
    marks: Sequence[Mark] = ()
    shades: Sequence[tuple[float, float]] = ()
    """Stretches of the axis with a meaning that the caption tells."""
    logarithmic: bool = False
    is_share: bool = False
    x_range: tuple[float, float] | None = None


@dataclass(frozen=True)
class Chart:
    """A figure as arrays, with what to read in it; whoever reports draws it."""

    name: str
    title: str
    panels: Sequence[Panel]
    caption: str
    """Who was simulated, and what the reference is."""


def beside(chart: Chart, *, width: int) -> Drawing:
    """The chart: up to three panels beside each other, on narrow screens one below the other."""
    from matplotlib.figure import Figure

    columns = 1 if width <= NARROW else _columns(len(chart.panels))
    rows = -(-len(chart.panels) // columns)
    entries = _entries(chart)
    lines = _lines(list(entries), width)
    legend = _LINE * len(lines) + 4
    height = legend + _HEIGHT * rows
    with look():
        figure = Figure(figsize=size(width, height))
        for place, panel in enumerate(chart.panels):
            column, row = place % columns, place // columns
            left, wide = width / columns * column + _LEFT, width / columns - _LEFT - _RIGHT
            bottom = height - legend - _HEIGHT * (row + 1) + _FOOT
            axes = figure.add_axes((left / width, bottom / height, wide / width, (_HEIGHT - _HEAD - _FOOT) / height))
            _panel(axes, panel, entries)
        for number, line in enumerate(lines):
            figure.legend(
                [entries[label] for label in line], line, loc="center left", ncols=len(line), frameon=False,
                bbox_to_anchor=(0.0, 1 - (_LINE * (number + 0.5)) / height), borderpad=0, borderaxespad=0,
                columnspacing=1.6, handlelength=1.6, handletextpad=0.5,
            )  # fmt: skip
        return drawn(figure, f"{chart.name}-{width}", _alt(chart))


def _columns(panels: int) -> int:
    """Panels in a row: as many as fit, without a row of one below a row of three."""
    return 2 if panels in (2, 4) else min(panels, _MOST_COLUMNS)


def _entries(chart: Chart) -> dict[str, Any]:
    """What the legend shows, by label, in the order of the panels."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    found: dict[str, Any] = {}
    for panel in chart.panels:
        for band in panel.bands:
            found.setdefault(band.label, Patch(facecolor=_HUES[band.hue], alpha=0.45, lw=0))
        for curve in panel.curves:
            if curve.single is None:
                found.setdefault(curve.label, Line2D([], [], color=_HUES[curve.hue], lw=1.8))
    sources = dict.fromkeys(mark.label for panel in chart.panels for mark in panel.marks)
    for place, label in enumerate(sources):
        shade, marker = _MARKS[place % len(_MARKS)]
        points = any(one.label == label and one.value is not None for panel in chart.panels for one in panel.marks)
        found[label] = (
            Line2D([], [], color=shade, marker=marker, ms=5.5, lw=1.2)
            if points
            else Patch(facecolor=shade, edgecolor=shade, alpha=0.35, lw=1)
        )
    return found


def _lines(labels: list[str], width: int) -> list[list[str]]:
    """The legend broken into lines that fit."""
    lines: list[list[str]] = [[]]
    used = 0.0
    for label in labels:
        need = _LETTER * len(label) + 42
        if lines[-1] and used + need > width:
            lines.append([])
            used = 0.0
        lines[-1].append(label)
        used += need
    return lines


def _panel(axes: "Axes", panel: Panel, entries: dict[str, Any]) -> None:
    for low, high in panel.shades:
        axes.axvspan(low, high, color=_SHADE, lw=0, zorder=0)
    for band in panel.bands:
        shade, (p5, p25, p50, p75, p95) = _HUES[band.hue], band.percentiles
        axes.fill_between(band.x, p5, p95, color=shade, alpha=0.15, lw=0, zorder=1)
        axes.fill_between(band.x, p25, p75, color=shade, alpha=0.25, lw=0, zorder=1.1)
        axes.plot(band.x, p50, color=shade, lw=1.9, zorder=3)
    for curve in panel.curves:
        if curve.single is None:
            axes.plot(curve.x, curve.y, color=_HUES[curve.hue], lw=1.9, zorder=3)
        else:
            axes.plot(curve.x, curve.y, color=_SINGLE[curve.single % len(_SINGLE)], lw=0.8, alpha=0.85, zorder=2)
    for mark in panel.marks:
        _mark(axes, mark, entries[mark.label])
    if panel.logarithmic:
        plain_log(axes)
    elif min((_least(panel)), default=0.0) >= 0:
        axes.set_ylim(bottom=0)
    if panel.is_share:
        axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %")
    if panel.x_range is not None:
        axes.set_xlim(*panel.x_range)
    axes.set_title(panel.title, loc="left", pad=6, weight="bold")
    axes.set_xlabel(panel.x_label, labelpad=2)


def _least(panel: Panel) -> list[float]:
    return [
        *(min(band.percentiles[0]) for band in panel.bands if len(band.x)),
        *(min(curve.y) for curve in panel.curves if len(curve.y)),
        *(mark.low for mark in panel.marks if mark.low is not None),
    ]


def _mark(axes: "Axes", mark: Mark, entry: Any) -> None:
    """A point with whiskers over its stretch; a frame where only an interval is given."""
    from matplotlib.patches import Rectangle

    middle = 0.5 * (mark.x_low + mark.x_high)
    if mark.value is None:
        if mark.low is None or mark.high is None:
            return
        shade = entry.get_facecolor()[:3] if hasattr(entry, "get_facecolor") else entry.get_color()
        corner, wide, tall = (mark.x_low, mark.low), mark.x_high - mark.x_low, mark.high - mark.low
        axes.add_patch(Rectangle(corner, wide, tall, facecolor=(*_rgb(shade), 0.07), edgecolor=shade, lw=1.1, ls="--"))
        axes.autoscale_view()
        return
    shade, marker = entry.get_color(), entry.get_marker()
    if mark.x_high > mark.x_low:
        axes.plot([mark.x_low, mark.x_high], [mark.value] * 2, color=shade, lw=1.2, zorder=4)
    ends = [end for end in (mark.low, mark.high) if end is not None]
    if ends:
        reach = [*ends, mark.value]
        axes.plot([middle] * 2, [min(reach), max(reach)], color=shade, lw=1.1, zorder=4)
        axes.plot([middle] * len(ends), ends, "_", color=shade, ms=7, zorder=4)
    axes.plot(middle, mark.value, marker=marker, color=shade, ms=5.5, mec="white", mew=0.6, ls="", zorder=5)


def _rgb(shade: Any) -> tuple[float, float, float]:
    from matplotlib.colors import to_rgb

    return to_rgb(shade)


def _alt(chart: Chart) -> str:
    """The chart in words: each panel's medians at both ends, and what its sources say."""
    told = []
    for panel in chart.panels:
        parts = [
            f"{band.label}: median {band.percentiles[2][0]:.3g} at {band.x[0]:.3g} and "
            f"{band.percentiles[2][-1]:.3g} at {band.x[-1]:.3g}"
            for band in panel.bands
            if len(band.x)
        ]
        parts += [f"{curve.label}: {curve.y[-1]:.3g} at the end" for curve in panel.curves if curve.single is None]
        parts += [f"{mark.label}: {mark.value:.3g}" for mark in panel.marks if mark.value is not None]
        told.append(f"{panel.title} ({panel.x_label}): {'; '.join(parts) or 'single women'}")
    return f"{chart.title}. {'. '.join(told)}."
