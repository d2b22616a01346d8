"""One line of a protocol for thousands of virtual women: its parts simulated, drawn or assumed, and combined."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from antral.patient import Cohort
from antral.protocol.criteria import KINDS
from antral.protocol.criteria.statuses import Statuses, all_of_many, any_of_many, decided
from antral.protocol.eligibility import Criterion, Ruled

Chances = Callable[[int], NDArray[np.float64]]
"""Uniform numbers of the candidates for one part of the line, by its position. `[patient]`"""


def luck_of_part(line: int, part: int) -> int:
    """The ordinal of the draw that decides a part of a line, both by position, of a virtual woman."""
    return part * 1024 + line


def statuses(
    line: Criterion,
    women: Cohort,
    chances: Chances,
    *,
    aetiology: NDArray[np.integer] | None = None,
    aetiologies: Sequence[str] = (),
) -> Statuses:
    """1 (met), 0 (not met) or -1 (unknown) for each candidate, by Kleene's rules over the parts. `[patient]`

    Parameters
    ----------
    aetiology, aetiologies
        Position of each candidate's aetiology (`[patient]`) among the names; without them a policy `of_aetiology` takes
        what it states for all others.
    """
    found = [_part(part, place, women, chances, aetiology, aetiologies) for place, part in enumerate(line.parts)]
    return line.fold(iter(found), all_of_many, any_of_many)


def _part(
    part: Ruled,
    place: int,
    women: Cohort,
    chances: Chances,
    aetiology: NDArray[np.integer] | None,
    aetiologies: Sequence[str],
) -> Statuses:
    if part.simulated:
        return part.settled_many(KINDS[part.kind].evaluate_many(women, part.rule))
    probability: float | NDArray[np.float64] = part.probability()
    if aetiology is not None and part.policy is not None and part.policy.of_aetiology is not None:
        probability = np.array([part.probability(name) for name in aetiologies])[aetiology]
    return decided(chances(place) < probability)
