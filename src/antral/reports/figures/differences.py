"""Differences of shares from a reference with their intervals, one row a design, one panel an assumption."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from antral.reports.figures.drawing import INK, NARROW, Drawing, colour, drawn, look, size

_STEP, _HEAD, _FOOT = 24.0, 30.0, 42.0
_LETTER: Final = 6.6
_PAPER: Final = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
"""Behind a name, so that no line runs through it."""


@dataclass(frozen=True)
class Difference:
    """How far the share of one design lies from that of the reference, 0 to 1."""

    label: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class DifferencePanel:
    """All designs under one assumption."""

    title: str
    scenario: str
    rows: Sequence[Difference]


def differences(name: str, panels: Sequence[DifferencePanel], *, width: int, alt: str) -> Drawing:
    """Panels on one scale, the names once; on narrow screens below each other, each name above its interval."""
    from matplotlib.figure import Figure

    narrow = width <= NARROW
    step = _STEP * (1.6 if narrow else 1.0)
    rows = max(len(panel.rows) for panel in panels)
    each = _HEAD + step * rows + _FOOT
    height = each * (len(panels) if narrow else 1)
    longest = max(len(row.label) for panel in panels for row in panel.rows)
    left = 14.0 if narrow else min(20 + _LETTER * longest, 0.4 * width)
    gap = 22.0
    wide = width - left - 16 if narrow else (width - left - 16 - gap * (len(panels) - 1)) / len(panels)
    ends = [end for panel in panels for row in panel.rows for end in (row.low, row.high, 0.0)]
    room = max(0.05 * (max(ends) - min(ends)), 0.01)
    with look():
        figure = Figure(figsize=size(width, height))
        for place, panel in enumerate(panels):
            start = left if narrow else left + place * (wide + gap)
            top = _HEAD + each * place if narrow else _HEAD
            tall = step * rows
            axes = figure.add_axes((start / width, 1 - (top + tall) / height, wide / width, tall / height))
            shade = colour(panel.scenario)
            for row, one in enumerate(panel.rows):
                y = row + (0.72 if narrow else 0.5)
                axes.plot([one.low, one.high], [y, y], color=shade, lw=2, zorder=3)
                axes.plot(one.value, y, "o", color=shade, ms=6, zorder=4)
                if narrow:
                    axes.text(
                        0.0,
                        row + 0.27,
                        one.label,
                        transform=axes.get_yaxis_transform(),
                        va="center",
                        fontsize=10,
                        bbox=_PAPER,
                    )
            axes.axvline(0, color=INK, lw=0.9, ls=(0, (4, 3)), zorder=2)
            axes.set_ylim(rows, 0)
            axes.set_xlim(min(ends) - room, max(ends) + room)
            shown = [one.label for one in panel.rows] if not narrow and place == 0 else []
            axes.set_yticks([row + 0.5 for row in range(len(shown))], shown)
            axes.tick_params(axis="y", length=0)
            axes.grid(axis="y", visible=False)
            axes.spines["left"].set_visible(False)
            axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:+.3g}".replace("-", "−") if value else "0")
            axes.set_title(panel.title, loc="left", pad=6, weight="bold")
            axes.set_xlabel("percentage points", labelpad=2)
        return drawn(figure, name, alt)
