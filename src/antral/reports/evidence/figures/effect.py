"""Figures of the posterior of the effect: what was learnt of each parameter, and how each study was foreseen."""

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from antral.reports.figures import NARROW, Drawing
from antral.reports.figures.drawing import FAINT, INK, drawn, look, size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Told = Mapping[str, Any]

_POSTERIOR, _PRINTED, _BAND = "#0072b2", "#d55e00", "#b9d3e8"
_PANEL, _STEP, _HEAD, _FOOT = 132.0, 34.0, 34.0, 52.0


def tenths_figure(found: Told, *, width: int) -> Drawing:
    """Small multiples: the posterior's share in each tenth of the prior, and the spike."""
    from matplotlib.figure import Figure

    columns = 2 if width <= NARROW else 4
    panels = found["parameters"]
    rows = -(-(len(panels) + 1) // columns)
    with look():
        figure = Figure(figsize=size(width, _PANEL * rows + 30), layout="constrained")
        grid = figure.subplots(rows, columns, squeeze=False).ravel()
        _spike(grid[0], found)
        top = max(0.2, *(max(one["shares"]) for one in panels)) * 1.05
        for axes, one in zip(grid[1:], panels, strict=False):
            _tenths(axes, one, top)
        for axes in grid[len(panels) + 1 :]:
            axes.set_axis_off()
        figure.supxlabel("tenths of the prior, from low to high", fontsize=11)
        lowest = min(panels, key=lambda one: one["overlap"] or 0.0)
        alt = (
            f"Small multiples. Weight of no effect {found['spike']['prior']:.2f} before and "
            f"{found['spike']['weight']:.2f} after the studies; least overlap of prior and posterior "
            f"{lowest['overlap']:.2f} for {_name(lowest)}."
        )
        return drawn(figure, f"effect-parameters-{width}", alt)


def studies_figure(found: Told, *, width: int) -> Drawing:
    """Each counted outcome as the other studies predict it, with what was printed."""
    from matplotlib.figure import Figure

    narrow = width <= NARROW
    rows = [(one, outcome) for one in found["studies"] for outcome in one["outcomes"] if outcome["n"] is not None]
    step = _STEP * (1.6 if narrow else 1.0)
    height = _HEAD + step * len(rows) + _FOOT
    left, right = (12.0, 12.0) if narrow else (300.0, 250.0)
    with look():
        figure = Figure(figsize=size(width, height))
        axes = figure.add_axes(
            (left / width, _FOOT / height, (width - left - right) / width, 1 - (_HEAD + _FOOT) / height)
        )
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(len(rows), 0)
        for place, (one, outcome) in enumerate(rows):
            _row(axes, outcome, place + (0.7 if narrow else 0.5))
            label = f"{_study(one, outcome)}: {outcome['printed']:.3g} of {outcome['n']}"
            told = f"{outcome['quantile']:.2f}"
            if narrow:
                axes.annotate(f"{label}; {told}", (0.0, place + 0.3), fontsize=9.5, ha="left", va="center")
            else:
                _beside(axes, label, (0, place + 0.5), (-14, 0), "right")
                _beside(axes, told, (1, place + 0.5), (14, 0), "left")
                _beside(axes, f"{100 * one['spike_without']:.0f} %", (1, place + 0.5), (110, 0), "left")
        if not narrow:
            _beside(axes, "quantile", (1, -0.25), (14, 0), "left")
            _beside(axes, "no effect, without it", (1, -0.25), (110, 0), "left")
        axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(axis="y", visible=False)
        axes.set_xlabel("women with the printed event", labelpad=3)
        alt = "Each study as predicted from the others: " + "; ".join(
            f"{one['title']} printed {outcome['printed']:.3g} of {outcome['n']}, quantile {outcome['quantile']:.2f}"
            for one, outcome in rows
        )
        return drawn(figure, f"effect-studies-{width}", alt)


def _beside(axes: "Axes", text: str, at: tuple[float, float], by: tuple[float, float], side: str) -> None:
    axes.annotate(
        text, at, xycoords=("axes fraction", "data"), xytext=by, textcoords="offset points", ha=side, va="center",
        fontsize=11, color=INK, annotation_clip=False,
    )  # fmt: skip


def _study(one: Told, outcome: Told) -> str:
    """The title of a study, with the arm where several are shown."""
    counted = [other for other in one["outcomes"] if other["n"] is not None]
    return str(one["title"]) if len(counted) == 1 else f"{one['title']}, {outcome['key'].partition('.')[0]}"


def _row(axes: "Axes", outcome: Told, y: float) -> None:
    shares, n = np.array(outcome["shares"]), outcome["values"][-1]
    low, middle, high = (float(np.searchsorted(np.cumsum(shares), at)) / n for at in (0.05, 0.5, 0.95))
    axes.plot([low, max(high, low + 0.004)], [y, y], color=_BAND, lw=9, solid_capstyle="butt", zorder=2)
    axes.plot([middle, middle], [y - 0.16, y + 0.16], color=INK, lw=1.6, zorder=3)
    axes.plot([outcome["printed"] / n], [y], "o", color=_PRINTED, ms=7, zorder=4)


def _tenths(axes: "Axes", one: Told, top: float) -> None:
    edges = np.linspace(0.0, 1.0, len(one["shares"]) + 1)
    for (low, high), share in zip(pairwise(edges), one["shares"], strict=True):
        axes.bar((low + high) / 2, share, width=0.086, color=_POSTERIOR if not one["nuisance"] else "#7a8794")
    axes.axhline(1.0 / len(one["shares"]), color=INK, lw=1.0, ls=(0, (4, 3)))
    axes.set_ylim(0.0, top)
    _bare(axes, f"{_name(one)}\noverlap {one['overlap']:.2f} ({one['overlap_of_chance']:.2f})")


def _spike(axes: "Axes", found: Told) -> None:
    spike = found["spike"]
    axes.bar([0, 1], [spike["prior"], spike["weight"]], width=0.6, color=[FAINT, _POSTERIOR])
    axes.errorbar([1], [spike["weight"]], yerr=[2 * spike["se"]], color=INK, lw=1.4, capsize=3)
    for place, (label, value, error) in enumerate(
        (("before", spike["prior"], 0.0), ("after", spike["weight"], spike["se"]))
    ):
        axes.annotate(f"{label} {value:.2f}", (place, value + 2 * error + 0.05), ha="center", fontsize=9.5, color=INK)
    axes.set_ylim(0.0, 1.0)
    _bare(axes, "no effect in anybody\n(± 2 Monte-Carlo errors)")


def _bare(axes: "Axes", title: str) -> None:
    axes.set_title(title, fontsize=10, loc="left", color=INK)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(visible=False)
    for side in ("left", "top", "right"):
        axes.spines[side].set_visible(False)


def _name(one: Told) -> str:
    return str(one["name"]).replace("_", " ")
