"""A forest plot: each study with its interval, pooled results as diamonds, the spontaneous course as a band."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Final, Literal

from antral.reports.evidence.numbers import percent
from antral.reports.figures import NARROW, Drawing
from antral.reports.figures.drawing import INK, drawn, look, plain_ratio, size
from antral.reports.wording import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Kind = Literal["study", "step", "pooled", "prediction", "beside", "heading"]
Scale = Literal["share", "number", "ratio"]
STUDY, POOLED, BESIDE, BAND = "#0072b2", "#1f2933", "#d55e00", "#fbe6d8"
"""Colours that women and men with colour-blindness tell apart (Okabe and Ito), and a pale one for the band."""
_STEP, _NARROW_STEP, _HEAD, _FOOT, _EDGE = 27.0, 44.0, 32.0, 62.0, 12.0
_LETTER: Final = 6.5
"""Width of a letter, px, wide enough for most."""
_LOW_RATIO, _HIGH_RATIO = 0.02, 50.0
"""Ends of a scale of ratios; an interval that goes beyond has an arrow."""
_SPACE = "\u00a0"


@dataclass(frozen=True)
class ForestRow:
    """One line of the plot; a heading has no numbers, a prediction no value."""

    label: str
    kind: Kind
    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    detail: str = ""
    """Such as `4 of 9`."""
    weight: float | None = None
    """Share in the pooled result, 0 to 1."""


@dataclass(frozen=True)
class Forest:
    """A forest plot as numbers, with what to read in it."""

    name: str
    title: str
    x_label: str
    scale: Scale
    rows: Sequence[ForestRow]
    caption: str
    band: tuple[float, float, float, str] | None = None
    """Low end, value, high end and name of what the rows are compared with."""
    line: float | None = None
    """Where there is no effect."""


def forest(plot: Forest, *, width: int) -> Drawing:
    """The plot; on narrow screens each label stands above its interval."""
    from matplotlib.figure import Figure

    narrow = width <= NARROW
    step = _NARROW_STEP if narrow else _STEP
    height = _HEAD + step * len(plot.rows) + _FOOT
    left, right = _columns(plot, width)
    with look():
        figure = Figure(figsize=size(width, height))
        axes = figure.add_axes(
            (left / width, _FOOT / height, (width - left - right) / width, 1 - (_HEAD + _FOOT) / height)
        )
        axes.set_ylim(len(plot.rows), 0)
        low, high = _limits(plot)
        axes.set_xlim(low, high)
        if plot.scale == "ratio":
            plain_ratio(axes)
        elif plot.scale == "share":
            axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %")
        _reference(axes, plot, narrow)
        for place, row in enumerate(plot.rows):
            _mark(axes, row, place + (0.68 if narrow else 0.5), (low, high))
            (_words_narrow if narrow else _words_wide)(axes, plot, row, place, width, left, right)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(axis="y", visible=False)
        axes.set_xlabel("\n".join(wrap(plot.x_label, int((width - left - right) / _LETTER))), labelpad=3)
        return drawn(figure, f"{plot.name}-{width}", _alt(plot))


def said(row: ForestRow, scale: Scale) -> str:
    """The numbers of a row in words: `44 % (14 to 79)`."""
    if row.kind == "heading":
        return ""
    ends = f"{_shown(row.low, scale)} to {_shown(row.high, scale)}"
    if row.kind == "prediction":
        return f"{ends}{_SPACE}%" if scale == "share" else ends
    unit = f"{_SPACE}%" if scale == "share" else ""
    return f"{_shown(row.value, scale)}{unit} ({ends})"


def _shown(value: float, scale: Scale) -> str:
    if scale == "share":
        return percent(value)
    return number(value).replace("-", "−")


def _columns(plot: Forest, width: int) -> tuple[float, float]:
    """Room left and right of the plot for the words, px."""
    if width <= NARROW:
        return _EDGE, _EDGE
    longest = max(len(row.label) for row in plot.rows)
    detail = max(len(row.detail) for row in plot.rows)
    values = max(len(said(row, plot.scale)) for row in plot.rows)
    left = min(_LETTER * longest, 0.36 * width) + _LETTER * detail + 44
    return left, _LETTER * values + (62 if any(row.weight is not None for row in plot.rows) else 24)


def _limits(plot: Forest) -> tuple[float, float]:
    if plot.scale == "share":
        return 0.0, 1.0
    values = [end for row in plot.rows if row.kind != "heading" for end in (row.low, row.high)]
    values += [] if plot.line is None else [plot.line]
    if plot.scale == "ratio":
        return max(min(values) / 1.2, _LOW_RATIO), min(max(values) * 1.2, _HIGH_RATIO)
    room = 0.06 * (max(values) - min(values) or 1.0)
    return min(values) - room, max(values) + room


def _reference(axes: "Axes", plot: Forest, narrow: bool) -> None:
    if plot.line is not None:
        axes.axvline(plot.line, color=INK, lw=0.9, ls=(0, (4, 3)), zorder=1)
    if plot.band is not None:
        low, value, high, name = plot.band
        axes.axvspan(low, high, color=BAND, zorder=0, lw=0)
        axes.axvline(value, color=BESIDE, lw=1.2, zorder=1)
        axes.annotate(
            name, (value, 1), xycoords=("data", "axes fraction"), xytext=(0 if not narrow else -2, 5),
            textcoords="offset points", ha="left", va="bottom", fontsize=10.5, color="#a04700",
        )  # fmt: skip


def _mark(axes: "Axes", row: ForestRow, y: float, limits: tuple[float, float]) -> None:
    if row.kind == "heading":
        return
    low, high = max(row.low, limits[0]), min(row.high, limits[1])
    if row.kind == "pooled":
        axes.fill([low, row.value, high, row.value], [y, y - 0.24, y, y + 0.24], color=POOLED, lw=0, zorder=4)
        return
    if row.kind == "prediction":
        axes.plot([low, high], [y, y], color=POOLED, lw=1.4, ls=(0, (2, 2)), zorder=3)
        axes.plot([low, high], [y, y], "|", color=POOLED, ms=8, mew=1.4, zorder=3)
        return
    shade = BESIDE if row.kind == "beside" else STUDY
    axes.plot([low, high], [y, y], color=shade, lw=1.7, zorder=3)
    for end, at, sign in ((row.low, limits[0], "<"), (row.high, limits[1], ">")):
        if (end < at) if sign == "<" else (end > at):
            axes.plot(at, y, sign, color=shade, ms=6, clip_on=False, zorder=4)
    marker = {"study": "s", "step": "D", "beside": "o"}[row.kind]
    area = 7.5 if row.weight is None else 4.5 + 8.0 * row.weight**0.5
    axes.plot(row.value, y, marker, color=shade, ms=area, mec="white", mew=0.7, clip_on=False, zorder=4)


def _words_wide(axes: "Axes", plot: Forest, row: ForestRow, place: int, width: int, left: float, right: float) -> None:
    from matplotlib.transforms import blended_transform_factory

    figure = axes.figure
    across = blended_transform_factory(figure.transFigure, axes.transData)
    bold = "bold" if row.kind in ("heading", "pooled") else "normal"
    most = int((left - 44 - _LETTER * max(len(one.detail) for one in plot.rows)) / _LETTER) + 1
    axes.text(_EDGE / width, place + 0.5, _cut(row.label, most), transform=across, va="center", weight=bold)
    axes.text((left - 16) / width, place + 0.5, row.detail, transform=across, va="center", ha="right")
    start = (width - right + 14) / width
    axes.text(start, place + 0.5, said(row, plot.scale), transform=across, va="center", weight=bold)
    if row.weight is not None:
        share = f"{100 * row.weight:.0f}{_SPACE}%"
        axes.text(1 - _EDGE / width, place + 0.5, share, transform=across, va="center", ha="right", color="#52606d")
    if place == 0 and any(one.weight is not None for one in plot.rows):
        axes.annotate(
            "weight", (1 - _EDGE / width, 1), xycoords=("figure fraction", "axes fraction"), xytext=(0, 5),
            textcoords="offset points", ha="right", va="bottom", fontsize=10.5, color="#52606d",
        )  # fmt: skip
    if row.kind == "heading" and place:
        axes.axhline(place, color="#dde3e8", lw=0.8, zorder=0)


def _words_narrow(
    axes: "Axes", plot: Forest, row: ForestRow, place: int, width: int, left: float, right: float
) -> None:
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
    bold = "bold" if row.kind in ("heading", "pooled") else "normal"
    numbers = said(row, plot.scale)
    most = int((width - left - right) / 6.0) - len(numbers) - 1
    detail = f", {row.detail}" if row.detail else ""
    label = _cut(row.label, most - len(detail)) + detail
    across = axes.get_yaxis_transform()
    axes.text(0.0, place + 0.27, label, transform=across, va="center", weight=bold, fontsize=10, bbox=paper)
    axes.text(1.0, place + 0.27, numbers, transform=across, va="center", ha="right", fontsize=10, bbox=paper)
    if place:
        axes.axhline(place, color="#eef1f4", lw=0.8, zorder=0)


def _cut(label: str, most: int) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _alt(plot: Forest) -> str:
    """Every row in words."""
    told = ""
    for row in plot.rows:
        detail = f", {row.detail}" if row.detail else ""
        ahead = "95 % prediction interval " if row.kind == "prediction" else ""
        told += f" {row.label}:" if row.kind == "heading" else f" {row.label}{detail}: {ahead}{said(row, plot.scale)};"
    beside = "" if plot.band is None else f" Band: {plot.band[3]}, {100 * plot.band[1]:.0f} %."
    return f"{plot.title}.{told.removesuffix(';')}.{beside}"
