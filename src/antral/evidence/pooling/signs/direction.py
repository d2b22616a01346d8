"""Vote counting by direction of effect."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scipy.special import bdtr

from antral.analysis import clopper_pearson
from antral.core import InputError
from antral.evidence.pooling.sample import confidence

VOTE: Final = "vote counting by direction: share in favour, Clopper-Pearson exact interval; exact sign test"


@dataclass(frozen=True)
class Directions:
    """How many studies point which way; NaN where none has a direction."""

    favourable: int
    against: int
    without: int
    """Studies that say that nothing changed; they are in neither the share nor the test."""
    share: float
    """Favourable of those with a direction."""
    low: float
    high: float
    p: float
    """Two-sided, of as many for as against."""
    level: float
    method: str
    notes: tuple[str, ...]


def vote_by_direction(
    directions: Sequence[int], *, better: int = 1, level: float = 0.95, labels: Sequence[object] | None = None
) -> Directions:
    """Count directions, never significance; it says nothing of how large an effect is.

    Source: Cochrane Handbook 6, 12.2.2.2 (McKenzie and Brennan).

    Parameters
    ----------
    directions
        1 rose, -1 fell, 0 no change, `[study]`; one a study.
    better
        Which of 1 and -1 is in favour: -1 for FSH.
    labels
        Studies; a study that votes twice is refused.

    Raises
    ------
    InputError
        Where a direction is none of these, or a study is named twice.
    """
    strange = [value for value in directions if value not in (-1, 0, 1)]
    if strange or better not in (-1, 1):
        raise InputError(
            f"directions: -1, 0 or 1 were wanted, and better -1 or 1; there is {(strange or [better])[0]!r}."
        )
    twice = [str(name) for name, times in Counter(labels or ()).items() if times > 1]
    if twice or (labels is not None and len(labels) != len(directions)):
        raise InputError(
            f"labels: each study votes once and has one label; look at {', '.join(twice) or 'their number'}."
        )
    up = sum(value == better for value in directions)
    down = sum(value == -better for value in directions)
    votes = up + down
    low, high = clopper_pearson(up, votes, confidence(level)) if votes else (math.nan, math.nan)
    without = len(directions) - votes
    notes = [f"{len(directions)} studies: {up} in favour, {down} against, {without} without a direction"]
    if 0 < votes < 6:
        notes.append(f"with {votes} directions even agreement of all has p = {min(1.0, 2 * 0.5**votes):.3g}")
    return Directions(
        favourable=up,
        against=down,
        without=without,
        share=up / votes if votes else math.nan,
        low=float(low),
        high=float(high),
        p=min(1.0, 2.0 * float(bdtr(min(up, down), votes, 0.5))) if votes else math.nan,
        level=level,
        method=VOTE,
        notes=tuple(notes),
    )
