"""What a calibration learnt: posteriors within their priors, and tables of correlations or sensitivities as colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from antral.reports.figures.drawing import INK, NARROW, Drawing, drawn, look, size

_STEP, _HEAD, _FOOT = 22.0, 12.0, 40.0
_LETTER: Final = 6.6
_BAR: Final = "#0072b2"


@dataclass(frozen=True)
class Ladder:
    """95 % of each posterior within the range of its prior."""

    name: str
    title: str
    bars: Sequence[tuple[str, float, float, float]]
    """Parameter, lower end, median, upper end; 0 and 1 are the ends of the prior."""
    caption: str


@dataclass(frozen=True)
class Heat:
    """A table of numbers as colours."""

    name: str
    title: str
    rows: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Sequence[float]]
    """`[row, column]`"""
    most: float
    """End of the scale, both ways."""
    caption: str


def ladder(chart: Ladder, *, width: int) -> Drawing:
    """The posteriors, one below the other; names above their bars on narrow screens."""
    from matplotlib.figure import Figure

    step = _STEP * (1.7 if width <= NARROW else 1.0)
    height = _HEAD + step * len(chart.bars) + _FOOT
    left = 14.0 if width <= NARROW else 20 + _LETTER * max(len(bar[0]) for bar in chart.bars)
    with look():
        figure = Figure(figsize=size(width, height))
        axes = figure.add_axes((left / width, _FOOT / height, 1 - (left + 16) / width, 1 - (_HEAD + _FOOT) / height))
        for place, (name, low, middle, high) in enumerate(chart.bars):
            y = place + (0.68 if width <= NARROW else 0.5)
            axes.plot([0, 1], [y, y], color="#dfe4ea", lw=7, solid_capstyle="butt", zorder=1)
            axes.plot([low, high], [y, y], color=_BAR, lw=7, alpha=0.75, solid_capstyle="butt", zorder=2)
            axes.plot(middle, y, "o", color="white", mec=INK, ms=5.5, zorder=3)
            if width <= NARROW:
                axes.text(0.0, place + 0.25, name, va="center", fontsize=10.5)
        axes.set_ylim(len(chart.bars), 0)
        axes.set_xlim(
            min(-0.02, *(bar[1] - 0.02 for bar in chart.bars)), max(1.02, *(bar[3] + 0.02 for bar in chart.bars))
        )
        names = [] if width <= NARROW else [bar[0] for bar in chart.bars]
        axes.set_yticks([place + 0.5 for place in range(len(names))], names)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", visible=False)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("place between the ends of the prior", labelpad=2)
        told = "; ".join(f"{name}: {low:.2f} to {high:.2f}" for name, low, _, high in chart.bars)
        return drawn(figure, f"{chart.name}-{width}", f"{chart.title}. 95 % of each posterior: {told}.")


def heat(chart: Heat, *, width: int) -> Drawing:
    """The table, numbers written in its cells where there is room."""
    from matplotlib.figure import Figure

    left = 20 + _LETTER * max(len(name) for name in chart.rows) * (0.8 if width <= NARROW else 1.0)
    cell = min((width - left - 16) / len(chart.columns), 46.0)
    top = 16 + _LETTER * max(len(name) for name in chart.columns)
    tall = max(min(cell, 30.0), 14.0)
    height = top + tall * len(chart.rows) + 12
    with look():
        figure = Figure(figsize=size(width, height))
        axes = figure.add_axes(
            (left / width, 12 / height, cell * len(chart.columns) / width, tall * len(chart.rows) / height)
        )
        axes.grid(visible=False)
        axes.pcolormesh(
            list(chart.values), cmap="RdBu_r", vmin=-chart.most, vmax=chart.most, edgecolors="white", lw=0.6
        )
        axes.invert_yaxis()
        letters = 9.5 if width <= NARROW else 11.0
        axes.set_yticks([i + 0.5 for i in range(len(chart.rows))], list(chart.rows), fontsize=letters)
        axes.xaxis.tick_top()
        axes.set_xticks(
            [i + 0.5 for i in range(len(chart.columns))], list(chart.columns), rotation=90, fontsize=min(letters, cell)
        )
        axes.tick_params(length=0)
        for side in axes.spines.values():
            side.set_visible(False)
        if cell >= 30:
            for y, row in enumerate(chart.values):
                for x, value in enumerate(row):
                    ink = "white" if abs(value) > 0.65 * chart.most else INK
                    axes.text(x + 0.5, y + 0.5, f"{value:.2g}", ha="center", va="center", fontsize=9, color=ink)
        strongest = sorted(
            ((abs(v), r, c, v) for r, row in zip(chart.rows, chart.values, strict=True)
             for c, v in zip(chart.columns, row, strict=True) if r != c), reverse=True,
        )[:6]  # fmt: skip
        told = "; ".join(f"{r} and {c}: {v:.2f}" for _, r, c, v in strongest)
        return drawn(figure, f"{chart.name}-{width}", f"{chart.title}. Strongest: {told}.")
