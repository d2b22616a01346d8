"""Meta-analyses that contradict each other, or the studies on record."""

from collections.abc import Iterator, Mapping
from typing import Final

from antral.evidence.studies.lint.finding import Odd
from antral.evidence.studies.meta_analysis import MetaAnalysis, PooledResult
from antral.evidence.studies.study import Study

_COMPARED: Final = {"SMD": 0.0, "MD": 0.0, "log_OR": 0.0, "OR": 1.0, "RR": 1.0}
"""Measures of a comparison, with the value that is no effect."""
_SAID: Final = {-1: "falls", 0: "does not change beyond chance", 1: "rises"}


def pools_disagree(pooled: MetaAnalysis, others: Mapping[str, MetaAnalysis]) -> Iterator[Odd]:
    """One publication finds an effect, another of the same treatment finds none or the reverse.

    The first result of each outcome is compared: those that follow are other times or parts of it.
    """
    for outcome, one in pooled.keyed.items():
        mine = direction(one)
        for other in others.values():
            theirs = None
            if other.id != pooled.id and other.scope == pooled.scope and outcome in other.keyed:
                theirs = direction(other.keyed[outcome])
            if mine is not None and theirs is not None and mine != theirs:
                yield Odd(
                    outcome,
                    f"{outcome} {_SAID[mine]}",
                    f"In {other.id} it {_SAID[theirs]}.",
                    "Show both; choose neither by its result.",
                )


def against_studies(pooled: MetaAnalysis, studies: Mapping[str, Study]) -> Iterator[Odd]:
    """An effect of cells in the direction that no study on record reports, and two or more report the reverse."""
    if pooled.scope != "cells":
        return
    for outcome, one in pooled.keyed.items():
        mine = direction(one)
        signs = {study.id: sign for study in studies.values() if (sign := _sign(study, outcome)) is not None}
        if mine in (-1, 1) and len(signs) > 1 and set(signs.values()) == {-mine}:
            yield Odd(
                outcome,
                f"{outcome} {_SAID[mine]}",
                f"It {_SAID[-mine]} in every study on record that gives a sign: {', '.join(signs)}.",
                "The direction may be printed the wrong way round; do not use it before the source is seen.",
            )


def direction(one: PooledResult) -> int | None:
    """-1, 0 or 1 as the outcome falls, keeps or rises by the 95 % interval; none where nothing is compared."""
    null = _COMPARED.get(one.measure)
    if null is None or one.low is None or one.high is None:
        return None
    sign = 1 if one.low > null else -1 if one.high < null else 0
    return sign if one.positive_means == "rise" else -sign


def _sign(study: Study, outcome: str) -> int | None:
    """The sign that a study reports of its women with cells, if it is one and the same throughout."""
    found = {
        int(one.value)
        for one in study.outcomes
        if (one.outcome, one.statistic) == (outcome, "direction")
        and one.against is None
        and study.arms[one.arm].has_cells
    }
    return found.pop() if len(found) == 1 else None
