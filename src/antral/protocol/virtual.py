"""One line of a protocol for thousands of virtual women: its parts simulated, drawn or assumed, and combined."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from antral.protocol.criteria import vectorised
from antral.protocol.eligibility import Criterion, Ruled

Chances = Callable[[int], NDArray[np.float64]]
"""Uniform numbers of the candidates for one part of the line, by its position. `[patient]`"""


def statuses(
    line: Criterion,
    women: vectorised.Women,
    chances: Chances,
    *,
    aetiology: NDArray[np.integer] | None = None,
    aetiologies: Sequence[str] = (),
) -> vectorised.Statuses:
    """1 (met), 0 (not met) or -1 (unknown) for each candidate, by Kleene's rules over the parts. `[patient]`

    Parameters
    ----------
    aetiology, aetiologies
        Position of each candidate's aetiology (`[patient]`) among the names; without them a policy `of_aetiology` takes
        what it states for all others.
    """
    found = [_part(part, place, women, chances, aetiology, aetiologies) for place, part in enumerate(line.parts)]
    return line.fold(iter(found), _all, _any)


def _all(parts: list[vectorised.Statuses]) -> vectorised.Statuses:
    return _combine(parts, vectorised.NOT_MET, vectorised.MET)


def _any(parts: list[vectorised.Statuses]) -> vectorised.Statuses:
    return _combine(parts, vectorised.MET, vectorised.NOT_MET)


def _combine(parts: list[vectorised.Statuses], deciding: np.int8, otherwise: np.int8) -> vectorised.Statuses:
    found = np.stack(parts)
    undecided = np.where((found == vectorised.UNKNOWN).any(axis=0), vectorised.UNKNOWN, otherwise)
    return np.where((found == deciding).any(axis=0), deciding, undecided).astype(np.int8)


def _part(
    part: Ruled,
    place: int,
    women: vectorised.Women,
    chances: Chances,
    aetiology: NDArray[np.integer] | None,
    aetiologies: Sequence[str],
) -> vectorised.Statuses:
    if part.simulated:
        return vectorised.evaluate(women, part.kind, part.rule)
    probability: float | NDArray[np.float64] = part.probability()
    if aetiology is not None and part.policy is not None and part.policy.of_aetiology is not None:
        probability = np.array([part.probability(name) for name in aetiologies])[aetiology]
    return np.where(chances(place) < probability, vectorised.MET, vectorised.NOT_MET).astype(np.int8)
