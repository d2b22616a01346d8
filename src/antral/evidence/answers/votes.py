"""Directions without numbers, counted study by study."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scipy.special import bdtr

from antral.evidence.answers.shares import exact_interval
from antral.evidence.questions import Sign

NAME: Final = "vote counting by direction of effect, exact sign test (Cochrane Handbook 12.2.2.2)"


@dataclass(frozen=True)
class Votes:
    """How many studies point which way."""

    better: int
    worse: int
    none: int
    """Neither, or arms of one study that disagree."""
    share: float | None
    """Of those that point somewhere, the share that points to what women would wish; none where none does."""
    low: float | None
    high: float | None
    p: float | None
    """Two-sided, of as many for as against."""
    method: str = NAME


def votes(signs: Sequence[Sign], better: int) -> Votes | None:
    """One vote a study; arms that serve as comparison have none. None where there is no sign.

    Parameters
    ----------
    better
        Sign of what a woman would wish for: 1 or -1.
    """
    by_study: dict[str, set[int]] = {}
    for one in signs:
        if not one.control:
            by_study.setdefault(one.study, set()).add(one.sign * better)
    if not by_study:
        return None
    cast = [next(iter(found)) if len(found) == 1 else 0 for found in by_study.values()]
    for_, against = cast.count(1), cast.count(-1)
    pointing = for_ + against
    if not pointing:
        return Votes(for_, against, cast.count(0), None, None, None, None)
    low, high = exact_interval(for_, pointing)
    p = min(1.0, 2.0 * float(bdtr(min(for_, against), pointing, 0.5)))
    return Votes(for_, against, cast.count(0), for_ / pointing, low, high, p)
