"""What a before-after comparison shows and what is true, one row for each endpoint and arm."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from antral.reports.figures.drawing import INK, NARROW, Drawing, colour, drawn, look, plain_ratio, size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STEP, _HEAD, _FOOT, _GAP = 46.0, 26.0, 40.0, 44.0
_LETTER = 6.4


@dataclass(frozen=True)
class TruthRow:
    """One endpoint in one arm under one scenario."""

    label: str
    scenario: str
    shown: float
    low: float
    high: float
    true: float


@dataclass(frozen=True)
class TruthPanel:
    """Rows in one unit: ratios to baseline, or shares of women."""

    title: str
    rows: tuple[TruthRow, ...]
    is_ratio: bool


def truths(name: str, panels: Sequence[TruthPanel], *, width: int, alt: str) -> Drawing:
    """Filled: mean estimate with the range of 95 % of trials; diamond in ink: the effect of the cells."""
    from matplotlib.figure import Figure

    heights = [_HEAD + _STEP * len(panel.rows) + _FOOT for panel in panels]
    height = sum(heights) + _GAP * (len(panels) - 1) / 2
    with look():
        figure = Figure(figsize=size(width, height))
        edge, top = 14 / width, 0.0
        for panel, one in zip(panels, heights, strict=True):
            bottom = 1 - (top + one - _FOOT) / height
            axes = figure.add_axes((edge, bottom, 1 - 2.2 * edge, _STEP * len(panel.rows) / height))
            _panel(axes, panel, width)
            top += one + _GAP / 2
        return drawn(figure, name, alt)


def _panel(axes: "Axes", panel: TruthPanel, width: int) -> None:
    axes.set_ylim(len(panel.rows), 0)
    values = [value for row in panel.rows for value in (row.low, row.high, row.true)]
    if panel.is_ratio:
        axes.set_xlim(min([0.8, *values]) / 1.05, max([1.25, *values]) * 1.05)
        plain_ratio(axes)
        nothing = 1.0
    else:
        axes.set_xlim(min([0.0, *values]) - 0.01, 1.0)
        axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %")
        nothing = 0.0
    axes.axvline(nothing, color=INK, lw=0.9, ls=(0, (4, 3)), zorder=1)
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    most = int((width - 40) / _LETTER)
    for place, row in enumerate(panel.rows):
        text = row.label if len(row.label) <= most else f"{row.label[: most - 1].rstrip()}…"
        axes.text(
            0.004, place + 0.28, text, ha="left", va="center", bbox=paper, zorder=2,
            transform=axes.get_yaxis_transform(),
        )  # fmt: skip
        middle, shade = place + 0.7, colour(row.scenario)
        axes.plot([row.low, row.high], [middle, middle], color=shade, lw=1.6, zorder=2)
        axes.plot(row.shown, middle, "o", color=shade, ms=7, zorder=3, clip_on=False)
        axes.plot(row.true, middle, "D", mfc="white", mec=INK, mew=1.6, ms=7, zorder=4, clip_on=False)
        if place:
            axes.axhline(place, color="#eef1f4", lw=0.8)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", visible=False)
    axes.set_title(panel.title, loc="left", pad=6, weight="bold" if width > NARROW else "normal")
