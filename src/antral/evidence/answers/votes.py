"""Directions without numbers, one vote a study."""

from collections.abc import Sequence

from antral.evidence.pooling.signs import Directions, vote_by_direction
from antral.evidence.questions import Sign


def votes(signs: Sequence[Sign], better: int) -> Directions | None:
    """One vote a study; arms of one study that disagree have none, nor have arms that others are compared with.

    Parameters
    ----------
    better
        Sign of what a woman would wish for: 1 or -1.
    """
    by_study: dict[str, set[int]] = {}
    for one in signs:
        if not one.control:
            by_study.setdefault(one.study, set()).add(one.sign)
    if not by_study:
        return None
    cast = [next(iter(found)) if len(found) == 1 else 0 for found in by_study.values()]
    return vote_by_direction(cast, better=better, labels=list(by_study))
