"""Graphs of hypotheses that hand their share of the error on when they are rejected.

Source: Bretz, Maurer, Brannath and Posch 2009, Stat Med 28:586. Each hypothesis is tested at its weight times the
level; once rejected, its weight goes to the others along the arrows. Holm, fixed sequence, fallback and gatekeeping are
such graphs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.analysis.methods.multiplicity.adjusted import checked
from antral.core import InputError

GRAPHICAL: Final = "graphical procedure, weighted Bonferroni tests (Bretz and others 2009)"

_SLACK: Final = 1e-12
"""What rounding may add."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Graph:
    """Hypotheses, their weights, and where the weight of a rejected one goes.

    Raises
    ------
    InputError
        Weights or rows of transitions below 0 or adding to more than 1, an arrow from a hypothesis to itself, lengths
        that do not fit, or a name twice.
    """

    names: tuple[str, ...]
    weights: tuple[float, ...]
    """Share of the level at which each hypothesis is tested at first."""
    transitions: tuple[tuple[float, ...], ...]
    """Share of a rejected hypothesis' weight (row) that each other one (column) receives."""

    def __post_init__(self) -> None:
        number = len(self.names)
        if not number or len(set(self.names)) != number:
            raise InputError("names: wanted at least one hypothesis and no name twice.")
        if len(self.weights) != number:
            raise InputError(f"weights: wanted {number}, one for each hypothesis; got {len(self.weights)}.")
        if len(self.transitions) != number or any(len(row) != number for row in self.transitions):
            raise InputError(f"transitions: wanted {number} rows of {number}.")
        _shares("weights", self.weights)
        for at, row in enumerate(self.transitions):
            _shares(f"transitions of {self.names[at]}", row)
            if row[at] != 0:
                raise InputError(f"transitions of {self.names[at]}: wanted 0 to itself; got {row[at]:g}.")


def _shares(name: str, values: tuple[float, ...]) -> None:
    if min(values) < 0 or sum(values) > 1 + 1e-9 or sum(values) != sum(values):
        raise InputError(f"{name}: wanted 0 or more, together at most 1; got {', '.join(f'{v:g}' for v in values)}.")


class Step(NamedTuple):
    """One rejection."""

    name: str
    p_value: float
    level: float
    """At which it was tested: its weight then, times the level of the family."""
    after: Graph
    """What is left; weights of rejected hypotheses are 0, and no arrow leads to them."""


@dataclass(frozen=True)
class Outcome:
    """What a graph says of one trial's p-values."""

    adjusted: Mapping[str, float]
    """Smallest family-wise error at which each hypothesis is rejected; NaN where its p-value is."""
    rejected: tuple[Step, ...]
    """In order of rejection at `alpha`."""
    alpha: float
    method: str = GRAPHICAL


def graphical(graph: Graph, p_values: ArrayLike, *, alpha: float) -> Outcome:
    """Test the hypotheses of a graph at a family-wise error `alpha`, one-sided or two-sided as the p-values are.

    A p-value that is NaN counts as 1: its hypothesis keeps its weight and is not rejected.

    Parameters
    ----------
    p_values
        `[hypothesis]`, in the order of the graph's names.

    Raises
    ------
    InputError
        P-values that do not fit, or an alpha outside 0 to 1.
    """
    if not 0 < alpha < 1:
        raise InputError(f"alpha: wanted between 0 and 1; got {alpha}.")
    p = checked(p_values, len(graph.names))
    if p.ndim != 1:
        raise InputError(f"p_values: wanted those of one trial; got shape {p.shape}. See graphical_by_trial.")
    found = graphical_by_trial(graph, p[:, np.newaxis])[:, 0]
    steps: list[Step] = []
    weights = np.asarray(graph.weights, dtype=float)[:, np.newaxis]
    transitions = np.asarray(graph.transitions, dtype=float)[:, :, np.newaxis]
    left = np.ones((len(p), 1), dtype=bool)
    while True:
        ratio = _ratio(p[:, np.newaxis], weights, left)[:, 0]
        first = int(np.argmin(ratio))
        if not ratio[first] <= alpha + _SLACK:
            break
        level = alpha * float(weights[first, 0])
        left[first] = False
        weights, transitions = _without(np.asarray([first]), weights, transitions, left)
        rows = tuple(map(tuple, transitions[:, :, 0].tolist()))
        after = Graph(graph.names, tuple(weights[:, 0].tolist()), rows)
        steps.append(Step(graph.names[first], float(p[first]), level, after))
    return Outcome(dict(zip(graph.names, found.tolist(), strict=True)), tuple(steps), alpha)


def graphical_by_trial(graph: Graph, p_values: ArrayLike) -> Numbers:
    """Adjusted p-values of many trials, `[hypothesis, trial]`; a hypothesis is rejected where its own is at most alpha.

    Raises
    ------
    InputError
        P-values that do not fit the graph.
    """
    p = checked(p_values, len(graph.names))
    if p.ndim != 2:
        raise InputError(f"p_values: wanted [hypothesis, trial]; got shape {p.shape}.")
    number, trials = p.shape
    weights = np.repeat(np.asarray(graph.weights, dtype=float)[:, np.newaxis], trials, axis=1)
    transitions = np.repeat(np.asarray(graph.transitions, dtype=float)[:, :, np.newaxis], trials, axis=2)
    left, every = np.ones((number, trials), dtype=bool), np.arange(trials)
    found, so_far = np.ones((number, trials)), np.zeros(trials)
    for _ in range(number):
        ratio = _ratio(p, weights, left)
        first = np.argmin(ratio, axis=0)
        so_far = np.maximum(so_far, np.minimum(ratio[first, every], 1.0))
        stuck = ~np.isfinite(ratio[first, every])  # no weight is left for anyone: nothing more can be rejected
        first = np.where(stuck, np.argmax(left, axis=0), first)
        found[first, every] = so_far
        left[first, every] = False
        weights, transitions = _without(first, weights, transitions, left)
    return np.where(np.isnan(p), np.nan, found)


def _ratio(p: Numbers, weights: Numbers, left: NDArray[np.bool_]) -> Numbers:
    """The level of the family at which each hypothesis that is left would be rejected now. `[hypothesis, trial]`"""
    testable = left & (weights > 0)
    return np.where(testable, np.where(np.isnan(p), 1.0, p) / np.where(testable, weights, 1.0), np.inf)


def _without(
    first: NDArray[np.int64], weights: Numbers, transitions: Numbers, left: NDArray[np.bool_]
) -> tuple[Numbers, Numbers]:
    """The graph of each trial without its hypothesis `first`, those that are left being known."""
    every = np.arange(weights.shape[1])
    away = transitions[first, :, every].T  # from the rejected one, `[hypothesis, trial]`
    towards = transitions[:, first, every]
    weights = np.where(left, weights + weights[first, every] * away, 0.0)
    back = towards * away
    stays = 1.0 - back
    direct = transitions + towards[:, np.newaxis] * away[np.newaxis]
    open_ = left[:, np.newaxis] & left[np.newaxis] & (stays > _SLACK)[:, np.newaxis]
    rewired = np.where(open_, direct / np.where(stays > _SLACK, stays, 1.0)[:, np.newaxis], 0.0)
    own = np.arange(len(weights))
    rewired[own, own] = 0.0
    return weights, rewired
