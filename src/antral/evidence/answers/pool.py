"""The numbers of one group of studies, pooled: the same for cells, for the spontaneous course, for any group."""

from collections.abc import Sequence
from dataclasses import dataclass

from antral.evidence.answers.ask import Ask
from antral.evidence.answers.changes import HowChanges, beside_changes, pool_changes
from antral.evidence.answers.result import Result
from antral.evidence.answers.shares import HowShares, beside, exact_interval, pool_shares
from antral.evidence.questions import Change, Count, together

_Z = 1.959963984540054

Rows = tuple[Count, ...] | tuple[Change, ...]


@dataclass(frozen=True)
class Row:
    """One study as a table and a forest plot show it."""

    study: str
    title: str
    keys: tuple[str, ...]
    arms: tuple[str, ...]
    months: float | None
    events: int | None
    n: int
    value: float
    low: float
    high: float
    note: str


def rows_of(numbers: Sequence[Count | Change]) -> tuple[Row, ...]:
    """Studies with their own intervals: exact of a share, normal of a change."""
    found = []
    for one in numbers:
        if isinstance(one, Count):
            low, high = exact_interval(one.events, one.n)
            value, events, arms = one.events / one.n, one.events, one.arms
        else:
            low, high = one.mean - _Z * one.se, one.mean + _Z * one.se
            value, events, arms = one.mean, None, (one.arm,)
        found.append(Row(one.study, one.title, one.keys, arms, one.months, events, one.n, value, low, high, one.note))
    return tuple(found)


def one_a_study(numbers: Sequence[Count | Change]) -> tuple[Count | Change, ...]:
    """Counts of arms with different women added; a change stays an arm."""
    counts = [one for one in numbers if isinstance(one, Count)]
    return (*together(counts), *(one for one in numbers if isinstance(one, Change)))


def pooled(numbers: Sequence[Count | Change], ask: Ask) -> Result | None:
    """The pooled number; none where there is no study."""
    how = ask.how
    if isinstance(how, HowShares):
        return pool_shares([one for one in numbers if isinstance(one, Count)], how)
    return pool_changes([one for one in numbers if isinstance(one, Change)], how, ask.question.unit)


def other_methods(numbers: Sequence[Count | Change], ask: Ask) -> tuple[Result, ...]:
    """The same numbers by other methods."""
    how = ask.how
    if isinstance(how, HowChanges):
        return beside_changes([one for one in numbers if isinstance(one, Change)], how, ask.question.unit)
    return beside([one for one in numbers if isinstance(one, Count)], how)
