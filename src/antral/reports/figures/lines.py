"""Designs as lines and points with their Monte-Carlo errors: panels beside each other on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from antral.reports.figures.drawing import INK, NARROW, Drawing, drawn, look, plain_log, size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT, _HEAD, _FOOT, _LEFT, _RIGHT, _LINE = 290.0, 30.0, 44.0, 54.0, 16.0, 19.0
_LETTER: Final = 6.7
"""Width of a letter of the legend, in CSS pixels."""
_HUES: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9")
_MARKERS: Final = "osD^vP"
_GREY: Final = "#7b8794"
_SHIFTS: Final[tuple[tuple[float, float], ...]] = ((6, -4), (-6, -4), (6, 2), (-6, 2))
"""Where the name of a point may stand beside it, in CSS pixels; the first that is free is taken."""


@dataclass(frozen=True)
class Line:
    """Points with a band of 95 % Monte-Carlo error, joined."""

    label: str
    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    """Ends of the band; empty where there is none."""
    hue: int | None = 0
    """Colour and marker; None is grey."""
    dashed: bool = False
    joined: bool = True
    names: Sequence[str] = ()
    """What is written beside each point; empty: nothing."""
    whiskers: bool = False
    """Errors as whiskers of each point instead of a band."""


@dataclass(frozen=True)
class LinePanel:
    """One assumption or price."""

    title: str
    x_label: str
    lines: Sequence[Line]
    level: float | None = None
    """A share to compare with, as a line across."""
    logarithmic: bool = False
    top: float = 1.0
    """Upper end of the scale of shares."""


@dataclass(frozen=True)
class Lines:
    """A figure as numbers, with what to read in it."""

    name: str
    title: str
    panels: Sequence[LinePanel]
    caption: str


def lines(chart: Lines, *, width: int) -> Drawing:
    """Up to three panels beside each other, on narrow screens below each other; shares are from 0 to 100 %."""
    from matplotlib.figure import Figure

    most = 2 if len(chart.panels) in (2, 4) else 3
    columns = 1 if width <= NARROW else min(len(chart.panels), most)
    rows = -(-len(chart.panels) // columns)
    entries = _entries(chart)
    legend_lines = _broken(list(entries), width)
    legend = _LINE * len(legend_lines) + 4
    height = legend + _HEIGHT * rows
    with look():
        figure = Figure(figsize=size(width, height))
        for place, panel in enumerate(chart.panels):
            column, row = place % columns, place // columns
            left, wide = width / columns * column + _LEFT, width / columns - _LEFT - _RIGHT
            bottom = height - legend - _HEIGHT * (row + 1) + _FOOT
            tall = _HEIGHT - _HEAD - _FOOT
            axes = figure.add_axes((left / width, bottom / height, wide / width, tall / height))
            _panel(axes, panel, wide, tall)
        for number, labels in enumerate(legend_lines):
            figure.legend(
                [entries[label] for label in labels], labels, loc="center left", ncols=len(labels), frameon=False,
                bbox_to_anchor=(0.0, 1 - (_LINE * (number + 0.5)) / height), borderpad=0, borderaxespad=0,
                columnspacing=1.6, handlelength=2.2, handletextpad=0.5,
            )  # fmt: skip
        return drawn(figure, f"{chart.name}-{width}", _alt(chart))


def _style(line: Line) -> dict[str, Any]:
    shade = _GREY if line.hue is None else _HUES[line.hue % len(_HUES)]
    marker = "" if line.dashed else "o" if line.hue is None else _MARKERS[line.hue % len(_MARKERS)]
    return {
        "color": shade,
        "marker": marker,
        "ms": 5,
        "mec": "white",
        "mew": 0.6,
        "lw": 1.4 if line.dashed else 1.9,
        "ls": "" if not line.joined else (0, (4, 3)) if line.dashed else "-",
    }


def _entries(chart: Lines) -> dict[str, Any]:
    """What the legend shows, by label, in the order of the panels."""
    from matplotlib.lines import Line2D

    found: dict[str, Any] = {}
    for panel in chart.panels:
        for line in panel.lines:
            if line.label:
                found.setdefault(line.label, Line2D([], [], **_style(line)))
    if any(panel.level is not None for panel in chart.panels):
        found["level of the test"] = Line2D([], [], color=INK, lw=0.8)
    return found


def _broken(labels: Sequence[str], width: int) -> list[list[str]]:
    """The legend broken into lines that fit."""
    result: list[list[str]] = []
    used = float(width)
    for label in labels:
        need = _LETTER * len(label) + 48
        if used + need > width:
            result.append([])
            used = 0.0
        result[-1].append(label)
        used += need
    return result


def _panel(axes: "Axes", panel: LinePanel, wide: float, tall: float) -> None:
    for line in panel.lines:
        style = _style(line)
        axes.plot(line.x, line.y, zorder=4 if line.hue is not None else 3, clip_on=False, **style)
        if len(line.low) and line.whiskers:
            axes.vlines(line.x, line.low, line.high, color=style["color"], lw=1.2, zorder=2)
        elif len(line.low) == 1:
            axes.vlines(line.x, line.low, line.high, color=style["color"], lw=6, alpha=0.25, zorder=1)
        elif len(line.low):
            axes.fill_between(line.x, line.low, line.high, color=style["color"], alpha=0.18, lw=0, zorder=1)
    if panel.logarithmic:
        values = [value for line in panel.lines for value in line.y]
        axes.set_ylim(min(0.001, *values) / 2, max(values) * 4)
        plain_log(axes)
    else:
        axes.set_ylim(0, panel.top)
        axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %")
    if panel.level is not None:
        axes.axhline(panel.level, color=INK, lw=0.8, zorder=2)
    _across(axes, panel)
    axes.set_title(panel.title, loc="left", pad=6, weight="bold")
    axes.set_xlabel(panel.x_label, labelpad=2)
    if any(line.names for line in panel.lines):
        _names(axes, panel, wide, tall)


def _across(axes: "Axes", panel: LinePanel) -> None:
    """The axis from left to right, with room at its ends for points and their names."""
    values = [value for line in panel.lines for value in line.x]
    room = 0.06 * (max(values) - min(values)) or max(abs(max(values)) * 0.1, 1.0)
    named = any(line.names for line in panel.lines)
    axes.set_xlim(min(values) - room * (2 if named else 1), max(values) + room * (4 if named else 1))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace("e+0", "e").replace("-", "−"))


def _names(axes: "Axes", panel: LinePanel, wide: float, tall: float) -> None:
    """The name of each point, grey ones last; where no place beside it is free it stays without one."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()

    def pixels(x: float, y: float) -> tuple[float, float]:
        return (x - left) / (right - left) * wide, (y - bottom) / (top - bottom) * tall

    points = [pixels(x, y) for line in panel.lines for x, y in zip(line.x, line.y, strict=True)]
    taken = [(x - 4, y - 4, x + 4, y + 4) for x, y in points]
    for line in panel.lines:
        for x, low, high in zip(line.x, line.low, line.high, strict=False):
            (across, foot), (_, head) = pixels(x, low), pixels(x, high)
            taken.append((across - 1, foot, across + 1, head))
    for line in sorted(panel.lines, key=lambda one: one.hue is None):
        ends = zip(line.low or line.y, line.high or line.y, strict=True)
        for x, y, name, (low, high) in zip(line.x, line.y, line.names, ends, strict=bool(line.names)):
            at, above, below = pixels(x, y), pixels(x, high)[1], pixels(x, low)[1]
            length = 6.2 * len(name)
            places = [(dx if dx > 0 else dx - length, dy) for dx, dy in _SHIFTS]
            places += [(-length / 2, above - at[1] + 5), (-length / 2, below - at[1] - 13)]  # over or under its error
            for dx, dy in places:
                start = at[0] + dx
                box = (start, at[1] + dy - 2, start + length, at[1] + dy + 10)
                inside = box[0] >= 0 and box[2] <= wide + 12 and box[1] >= -6 and box[3] <= tall + 4
                if inside and not any(_meet(box, other) for other in taken):
                    taken.append(box)
                    axes.annotate(
                        name, (x, y), xytext=(dx, dy), textcoords="offset points", fontsize=10, ha="left",
                        color=_GREY if line.hue is None else INK, zorder=6,
                    )  # fmt: skip
                    break


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _alt(chart: Lines) -> str:
    """The chart in words: each line's ends."""
    told = []
    for panel in chart.panels:
        parts = [
            f"{line.label or 'other designs'}: {line.y[0]:.3g} at {line.x[0]:g}, {line.y[-1]:.3g} at {line.x[-1]:g}"
            for line in panel.lines
            if len(line.x)
        ]
        told.append(f"{panel.title} ({panel.x_label}): {'; '.join(parts)}")
    return f"{chart.title}. {'. '.join(told)}."
