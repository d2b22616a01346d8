"""Shares of trials as points with their Monte-Carlo errors, one row for each test or claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from antral.reports.figures.drawing import INK, MARKERS, NARROW, Drawing, colour, drawn, look, size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DODGE = 0.15
"""How far the scenarios of one row stand apart, so that equal shares do not hide each other."""
_Z = 1.96
"""Half-width of a 95 % interval in standard errors."""


@dataclass(frozen=True)
class Rate:
    """One share of trials under one scenario."""

    scenario: str
    value: float
    mcse: float


@dataclass(frozen=True)
class RateRow:
    """One test or claim under all scenarios."""

    label: str
    rates: tuple[Rate, ...]
    attained: float | None = None
    """Enumerated true size of a discrete test."""


def rates(name: str, rows: Sequence[RateRow], lines: Sequence[tuple[float, str]], *, width: int, alt: str) -> Drawing:
    """Points from 0 to 100 % with 95 % Monte-Carlo intervals; `lines` are shares to compare with, and their names."""
    from matplotlib.figure import Figure

    step, head, foot = 44.0, 30.0 if lines else 8.0, 44.0
    height = head + step * len(rows) + foot
    with look():
        figure = Figure(figsize=size(width, height))
        edge = 14 / width
        axes = figure.add_axes((edge, foot / height, 1 - 2.2 * edge, 1 - (head + foot) / height))
        axes.set_ylim(len(rows), 0)
        axes.set_xlim(0, 1)
        paper = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
        for place, row in enumerate(rows):
            _points(axes, place, row)
            axes.text(
                0.004,
                place + 0.3,
                row.label if width > NARROW else _cut(row.label),
                ha="left",
                va="center",
                zorder=2,
                bbox=paper,
            )
            if place:
                axes.axhline(place, color="#eef1f4", lw=0.8)
        for share, text in lines:
            axes.axvline(share, color=INK, lw=0.9, ls=(0, (4, 3)), zorder=1)
            axes.annotate(
                text, (share, 0), xytext=(0 if share < 0.1 else 3, 6), textcoords="offset points", fontsize=10.5,
                ha="left", va="bottom",
            )  # fmt: skip
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(axis="y", visible=False)
        ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
        axes.set_xticks(ticks, [f"{100 * tick:.0f} %" for tick in ticks])
        axes.set_xlabel("share of simulated trials", labelpad=3)
        return drawn(figure, name, alt)


def _points(axes: "Axes", place: int, row: RateRow) -> None:
    spread = _DODGE * (len(row.rates) - 1) / 2
    for order, rate in enumerate(row.rates):
        height = place + 0.73 - spread + _DODGE * order
        reach = _Z * rate.mcse
        low, high = min(reach, rate.value), min(reach, 1 - rate.value)
        axes.errorbar(
            rate.value, height, xerr=[[low], [high]], fmt=MARKERS.get(rate.scenario, "^"), ms=6,
            color=colour(rate.scenario), elinewidth=1.6, capsize=2.5, clip_on=False, zorder=3,
        )  # fmt: skip
    if row.attained is not None:
        axes.plot(row.attained, place + 0.73, "|", color=INK, ms=20, mew=2, clip_on=False, zorder=4)


def _cut(label: str, most: int = 52) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"
