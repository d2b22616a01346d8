"""The figures of pooled evidence: forest, funnel, Baujat plot, bubbles, network and ranks.

Takes numbers; gives `Drawing`s with a text for those who cannot see them. A leave-one-out or a cumulative plot is a
forest whose rows are steps.
"""

from antral.reports.evidence.figures.forest import Forest, ForestRow, forest
from antral.reports.evidence.figures.network import Edge, Network, Ranks, network, ranks
from antral.reports.evidence.figures.scatter import Point, Scatter, baujat, bubble, funnel

__all__ = [
    "Edge",
    "Forest",
    "ForestRow",
    "Network",
    "Point",
    "Ranks",
    "Scatter",
    "baujat",
    "bubble",
    "forest",
    "funnel",
    "network",
    "ranks",
]
