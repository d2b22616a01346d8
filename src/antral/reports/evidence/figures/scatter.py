"""Studies as points: funnel with contours, Baujat plot, bubbles of a meta-regression."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from antral.reports.evidence.figures.forest import STUDY
from antral.reports.figures import NARROW, Drawing
from antral.reports.figures.drawing import INK, drawn, look, size
from antral.reports.wording import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HEIGHT, _LEFT, _RIGHT, _HEAD, _FOOT = 380.0, 66.0, 18.0, 14.0, 48.0
_CONTOURS: Final = ((1.644853627, "#ffffff", "p > 0.10"), (1.959963985, "#e3e8ed", "0.05 to 0.10"),
                    (2.575829304, "#c8d0d9", "0.01 to 0.05"), (99.0, "#aab4bf", "below 0.01"))  # fmt: skip
"""Standard errors from no effect, shade and name of the regions of a contour-enhanced funnel (Peters 2008)."""


@dataclass(frozen=True)
class Point:
    """One study."""

    label: str
    x: float
    y: float
    weight: float = 0.0
    """Share in the pooled result, 0 to 1; sets the size of a bubble."""


@dataclass(frozen=True)
class Scatter:
    """Points as numbers, with what to read in them."""

    name: str
    title: str
    x_label: str
    y_label: str
    points: Sequence[Point]
    caption: str


def funnel(plot: Scatter, *, centre: float, nothing: float | None, width: int) -> Drawing:
    """Effects against their standard errors, the most exact on top.

    Parameters
    ----------
    centre
        The pooled effect; its 95 % region without differences between studies is drawn as lines.
    nothing
        The effect of no effect, about which the shaded regions of significance lie; none draws no regions.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    deepest = 1.08 * max(point.y for point in plot.points)
    reach = max(abs(point.x - centre) for point in plot.points)
    far = max(1.1 * reach, 2.0 * deepest)
    with look():
        figure, axes = _axes(width)
        axes.set_xlim(centre - far, centre + far)
        axes.set_ylim(deepest, 0)
        keys: list[Patch | Line2D] = []
        if nothing is not None:
            for z, shade, name in reversed(_CONTOURS):
                reach_at = z * deepest
                corners = [nothing, nothing - reach_at, nothing + reach_at]
                axes.fill(corners, [0, deepest, deepest], color=shade, lw=0, zorder=0)
                keys.insert(0, Patch(facecolor=shade, edgecolor="#8794a3", lw=0.6, label=name))
            axes.set_facecolor(_CONTOURS[-1][1])
        edge = 1.959963985 * deepest
        axes.plot([centre - edge, centre, centre + edge], [deepest, 0, deepest], color=INK, lw=1, ls=(0, (4, 3)))
        axes.axvline(centre, color=INK, lw=1)
        axes.plot([p.x for p in plot.points], [p.y for p in plot.points], "o", color=STUDY, ms=7, mec="white")
        if keys:
            axes.legend(
                handles=keys,
                loc="upper left",
                fontsize=9.5,
                framealpha=0.95,
                title="p of the study",
                title_fontsize=9.5,
            )
        return _done(figure, axes, plot, width)


def baujat(plot: Scatter, *, width: int) -> Drawing:
    """What each study adds to the heterogeneity (x) against how far it moves the result (y), Baujat 2002."""
    with look():
        figure, axes = _axes(width)
        for point in plot.points:
            axes.plot(point.x, point.y, "o", color=STUDY, ms=7, mec="white", clip_on=False)
        axes.set_xlim(0, 1.25 * max(p.x for p in plot.points) or 1)
        axes.set_ylim(0, 1.15 * max(p.y for p in plot.points) or 1)
        _names(axes, plot.points, width)
        return _done(figure, axes, plot, width)


def bubble(
    plot: Scatter, *, line: tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]], width: int
) -> Drawing:
    """Effects against a moderator, bubbles by weight, with the regression line and its 95 % band.

    Parameters
    ----------
    line
        Moderator, fitted effect, lower and upper end of its interval.
    """
    x, y, low, high = line
    with look():
        figure, axes = _axes(width)
        axes.fill_between(x, low, high, color="#dbe7f1", lw=0, zorder=1)
        axes.plot(x, y, color=INK, lw=1.5, zorder=2)
        for point in plot.points:
            large = 7 + 26 * point.weight**0.5
            axes.plot(point.x, point.y, "o", color=STUDY, ms=large, alpha=0.75, mec="white", zorder=3)
        _names(axes, plot.points, width)
        return _done(figure, axes, plot, width)


def _axes(width: int) -> tuple["Figure", "Axes"]:
    from matplotlib.figure import Figure

    wide = min(width, 680)
    figure = Figure(figsize=size(width, _HEIGHT))
    return figure, figure.add_axes(
        (_LEFT / width, _FOOT / _HEIGHT, (wide - _LEFT - _RIGHT) / width, 1 - (_HEAD + _FOOT) / _HEIGHT)
    )


def _names(axes: "Axes", points: Sequence[Point], width: int) -> None:
    for place, point in enumerate(points):
        axes.annotate(
            point.label, (point.x, point.y), xytext=(7, 5 if place % 2 else -9), textcoords="offset points",
            fontsize=9.5 if width <= NARROW else 10,
        )  # fmt: skip


def _done(figure: "Figure", axes: "Axes", plot: Scatter, width: int) -> Drawing:
    axes.set_xlabel(plot.x_label, labelpad=3)
    axes.set_ylabel(plot.y_label, labelpad=3)
    places = "; ".join(f"{p.label}: {number(p.x)}, {number(p.y)}" for p in plot.points)
    alt = f"{plot.title}. Points as {plot.x_label}, {plot.y_label}: {places}."
    return drawn(figure, f"{plot.name}-{width}", alt)
