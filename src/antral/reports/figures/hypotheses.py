"""A graph of hypotheses: each with its share of the level, and arrows along which a rejected one hands it on."""

import math
from collections.abc import Collection
from textwrap import fill
from typing import TYPE_CHECKING

from antral.reports.figures.drawing import FAINT, INK, NARROW, Drawing, drawn, look, size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from antral.analysis import methods

_FILL, _REJECTED = "#e8f1f8", "#d9ead3"
_RADIUS = {True: 62, False: 40}
"""Of a hypothesis on a wide and on a narrow screen, in CSS pixels."""


def hypotheses(
    name: str, graph: "methods.multiplicity.Graph", *, rejected: Collection[str] = (), width: int, alt: str
) -> Drawing:
    """The graph: two hypotheses side by side, four in two rows, others on a ring; those rejected are marked.

    Parameters
    ----------
    rejected
        Names of hypotheses that are rejected.
    """
    from matplotlib.figure import Figure
    from matplotlib.patches import Circle

    wide = width > NARROW
    radius = _RADIUS[wide]
    width = min(width, 640)
    places, height = _places(len(graph.names), width, radius)
    with look(11.5 if wide else 9.5):
        figure = Figure(figsize=size(width, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, width), ylim=(0, height))
        axes.axis("off")
        for start, row in enumerate(graph.transitions):
            for end, share in enumerate(row):
                if share > 0:
                    _arrow(axes, places[start], places[end], radius, share)
        for place, label, weight in zip(places, graph.names, graph.weights, strict=True):
            gone = label in rejected
            axes.add_patch(
                Circle(place, radius, facecolor=_REJECTED if gone else _FILL, edgecolor=INK, lw=1.2, zorder=3)
            )
            words = fill(label, 16 if wide else 11)
            axes.text(*place, f"{words}\n{_share(weight)}", ha="center", va="center", zorder=4, linespacing=1.25)
        return drawn(figure, name, alt)


def _places(number: int, width: float, radius: float) -> tuple[list[tuple[float, float]], float]:
    """Middles of the hypotheses, and the height that they take; the first is at the top left."""
    if number <= 2:
        step = (width - 2 * radius - 20) / max(number - 1, 1)
        height = 2 * radius + 90
        return [(10 + radius + at * step if number > 1 else width / 2, height / 2) for at in range(number)], height
    height = 0.75 * width
    across, up = width / 2 - radius - 10, height / 2 - radius - 10
    if number == 4:  # rows of two: doses side by side, their second endpoints below
        return [(width / 2 + x * across, height / 2 + y * up) for x, y in ((-1, 1), (1, 1), (-1, -1), (1, -1))], height
    turns = [math.pi * (0.5 + 1 / number - 2 * at / number) for at in range(number)]
    return [(width / 2 + across * math.cos(turn), height / 2 + up * math.sin(turn)) for turn in turns], height


def _arrow(axes: "Axes", start: tuple[float, float], end: tuple[float, float], radius: float, share: float) -> None:
    """A bent arrow from rim to rim with its share near its start, so that there and back stay apart."""
    from matplotlib.patches import FancyArrowPatch

    bend = 0.16
    (x, y), (far_x, far_y) = start, end
    along_x, along_y = far_x - x, far_y - y
    length = math.hypot(along_x, along_y)
    aside = (along_y / length, -along_x / length)
    middle = ((x + far_x) / 2 + bend * length * aside[0], (y + far_y) / 2 + bend * length * aside[1])
    first, last = _rim(start, middle, radius), _rim(end, middle, radius)
    axes.add_patch(
        FancyArrowPatch(
            first,
            last,
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle="-|>",
            mutation_scale=13,
            color=INK,
            lw=1.1,
            zorder=1,
            shrinkA=0,
            shrinkB=0,
        )
    )
    at = 0.36
    parts = ((1 - at) ** 2, 2 * at * (1 - at), at**2)
    x, y = (sum(part * point[k] for part, point in zip(parts, (first, middle, last), strict=True)) for k in (0, 1))
    box = {"facecolor": "white", "edgecolor": FAINT, "boxstyle": "round,pad=0.2", "lw": 0.6}
    axes.text(x, y, _share(share), ha="center", va="center", bbox=box, zorder=2)


def _rim(place: tuple[float, float], towards: tuple[float, float], radius: float) -> tuple[float, float]:
    """Where an arrow leaves or meets a hypothesis."""
    part = (radius + 3) / math.dist(place, towards)
    return place[0] + (towards[0] - place[0]) * part, place[1] + (towards[1] - place[1]) * part


def _share(value: float) -> str:
    """A share as a fraction where it is a plain one, else in two digits."""
    for below in range(2, 7):
        above = round(value * below)
        if 0 < above < below and abs(value - above / below) < 1e-9 and math.gcd(above, below) == 1:
            return f"{above}/{below}"
    return f"{value:.2g}"
