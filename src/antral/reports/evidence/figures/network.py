"""A network of treatments that were compared, and how often each ranks first."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antral.reports.evidence.figures.forest import STUDY
from antral.reports.figures import NARROW, Drawing
from antral.reports.figures.drawing import INK, drawn, look, size
from antral.reports.wording import counted


@dataclass(frozen=True)
class Edge:
    """Two treatments that studies compared."""

    first: str
    second: str
    studies: int
    women: int


@dataclass(frozen=True)
class Network:
    """Treatments and their comparisons."""

    name: str
    title: str
    women: Mapping[str, int]
    """Of each treatment."""
    edges: Sequence[Edge]
    caption: str


def network(plot: Network, *, width: int) -> Drawing:
    """Treatments on a circle, larger with more women; a line for each comparison, with its studies and women."""
    from matplotlib.figure import Figure

    height = 330.0
    names = list(plot.women)
    angles = [math.pi / 2 + 2 * math.pi * place / len(names) for place in range(len(names))]
    places = {name: (math.cos(angle), math.sin(angle)) for name, angle in zip(names, angles, strict=True)}
    with look():
        figure = Figure(figsize=size(width, height))
        axes = figure.add_axes((0, 0.02, 1, 0.96))
        half = 1.55
        axes.set_xlim(-half * width / height, half * width / height)
        axes.set_ylim(-half, half)
        axes.axis("off")
        for edge in plot.edges:
            (x1, y1), (x2, y2) = places[edge.first], places[edge.second]
            axes.plot([x1, x2], [y1, y2], color="#8794a3", lw=1.5 + 1.5 * edge.studies, zorder=1)
            said = f"{counted(edge.studies, 'study', 'studies')}\n{counted(edge.women, 'woman', 'women')}"
            axes.text(
                (x1 + x2) / 2, (y1 + y2) / 2, said, ha="center", va="center", fontsize=10, zorder=2,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            )  # fmt: skip
        most = max(plot.women.values())
        for name, (x, y) in places.items():
            axes.plot(x, y, "o", color=STUDY, ms=12 + 20 * math.sqrt(plot.women[name] / most), mec="white", zorder=3)
            axes.text(
                1.12 * x, y + (0.3 if y >= -0.01 else -0.32), f"{name} ({plot.women[name]})", ha="center", va="center",
                fontsize=10 if width <= NARROW else 11.5, weight="bold", zorder=4,
            )  # fmt: skip
        lines = "; ".join(f"{e.first} with {e.second}: {e.studies} studies, {e.women} women" for e in plot.edges)
        return drawn(figure, f"{plot.name}-{width}", f"{plot.title}. {lines}.")


@dataclass(frozen=True)
class Ranks:
    """How often each treatment takes each rank, the best first."""

    name: str
    title: str
    chances: Mapping[str, Sequence[float]]
    """Of each rank, `[rank]`, by treatment."""
    scores: Mapping[str, float]
    """P-score or SUCRA, 0 to 1."""
    caption: str


def ranks(plot: Ranks, *, width: int) -> Drawing:
    """A rankogram: one row a treatment, one bar a rank, the score at the end."""
    from matplotlib.figure import Figure

    step, head, foot = 74.0, 12.0, 46.0
    height = head + step * len(plot.chances) + foot
    wide = min(width, 680)
    with look():
        figure = Figure(figsize=size(width, height))
        shown = sorted(plot.chances, key=lambda name: -plot.scores[name])
        for place, name in enumerate(shown):
            bottom = height - head - step * (place + 1)
            axes = figure.add_axes((14 / width, (bottom + 8) / height, (wide - 28) / width, (step - 32) / height))
            chances = plot.chances[name]
            axes.bar(range(1, len(chances) + 1), chances, color=STUDY, width=0.7)
            axes.set_ylim(0, 1)
            axes.set_yticks([])
            axes.spines["left"].set_visible(False)
            axes.set_xticks(range(1, len(chances) + 1), [] if place < len(shown) - 1 else None)
            axes.set_title(f"{name}: score {plot.scores[name]:.2f}", loc="left", pad=3, fontsize=10.5, color=INK)
            if place == len(shown) - 1:
                axes.set_xlabel("rank, 1 the best; a full bar is certainty", labelpad=2)
        words = "; ".join(f"{name}: {', '.join(f'{100 * c:.0f} %' for c in plot.chances[name])}" for name in shown)
        return drawn(figure, f"{plot.name}-{width}", f"{plot.title}. Share of each rank: {words}.")
