"""How far a share of trials moves with each assumed parameter: one bar a parameter, the widest on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from antral.reports.figures.drawing import INK, Drawing, drawn, look, size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BAR = "#9db4c8"
_STEP, _HEAD, _FOOT = 46.0, 34.0, 44.0
_LETTER = 6.4
"""Width of a letter of a label, px, wide enough for most."""


@dataclass(frozen=True)
class Bar:
    """A share of trials at the low and the high value of one parameter."""

    label: str
    low: float
    high: float
    low_value: str
    high_value: str


def tornado(name: str, bars: Sequence[Bar], base: float, what: str, *, width: int, alt: str) -> Drawing:
    """Bars around the share as assumed; hollow: at the low value, filled: at the high one.

    Parameters
    ----------
    base
        The share with every parameter as assumed, 0 to 1.
    what
        Title of the axis.
    """
    from matplotlib.figure import Figure

    height = _HEAD + _STEP * len(bars) + _FOOT
    with look():
        figure = Figure(figsize=size(width, height))
        edge = 16 / width
        axes = figure.add_axes((edge, _FOOT / height, 1 - 2 * edge, 1 - (_HEAD + _FOOT) / height))
        axes.set_xlim(0, 1)  # all of it: a small swing shall look small
        axes.set_ylim(len(bars), 0)
        for place, bar in enumerate(bars):
            _bar(axes, place, bar, width)
            if place:
                axes.axhline(place, color="#eef1f4", lw=0.8)
        axes.axvline(base, color=INK, lw=1, ls=(0, (4, 3)), zorder=1)
        right = base > 0.5
        axes.annotate(
            f"as assumed: {100 * base:.3g} %", (base, 0), xytext=(-3 if right else 3, 6), textcoords="offset points",
            ha="right" if right else "left", va="bottom", fontsize=10.5,
        )  # fmt: skip
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(axis="y", visible=False)
        ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
        axes.set_xticks(ticks, [f"{100 * tick:.0f} %" for tick in ticks])
        axes.set_xlabel(what, labelpad=3)
        return drawn(figure, name, alt)


def _bar(axes: "Axes", place: int, bar: Bar, width: int) -> None:
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    most = int((width - 40) / _LETTER)
    text = f"{bar.label}: {bar.low_value} to {bar.high_value}"
    text = text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
    axes.text(
        0.004, place + 0.28, text, ha="left", va="center", zorder=2, bbox=paper, transform=axes.get_yaxis_transform()
    )
    middle = place + 0.7
    axes.plot([bar.low, bar.high], [middle, middle], color=_BAR, lw=9, solid_capstyle="butt", zorder=2)
    axes.plot(bar.low, middle, "o", mfc="white", mec=INK, mew=1.3, ms=7, clip_on=False, zorder=4)
    axes.plot(bar.high, middle, "o", mfc=INK, mec=INK, ms=6, clip_on=False, zorder=3)
    ends = sorted((bar.low, bar.high))
    for value, side, align in zip(ends, (-8, 8), ("right", "left"), strict=True):
        inside = (value < 0.06 and side < 0) or (value > 0.94 and side > 0)
        if not inside:
            axes.annotate(
                f"{100 * value:.2g} %", (value, middle), xytext=(side, 0), textcoords="offset points", ha=align,
                va="center", fontsize=10.5, bbox=paper, zorder=2,
            )  # fmt: skip
