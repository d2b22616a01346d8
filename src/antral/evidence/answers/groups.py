"""The same question by groups of arms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antral.evidence.answers.ask import Ask
from antral.evidence.answers.pool import Row, one_a_study, pooled, rows_of
from antral.evidence.answers.result import Result
from antral.evidence.questions import Change, Count, group_of
from antral.evidence.studies import Study


@dataclass(frozen=True)
class Group:
    """The studies of one group, and what they give together."""

    name: str
    studies: int
    women: int
    events: int | None
    rows: tuple[Row, ...]
    pooled: Result | None


def groups(numbers: Sequence[Count | Change], among: Mapping[str, Study], field: str, ask: Ask) -> tuple[Group, ...]:
    """The numbers of arms by a field, most women first; a study with arms of two groups stands in both."""
    found: dict[str, list[Count | Change]] = {}
    for name, one in by_study_and_group(numbers, among, field):
        found.setdefault(name, []).append(one)
    made = [_group(name, part, ask) for name, part in found.items()]
    return tuple(sorted(made, key=lambda group: (-group.women, group.name)))


def by_study_and_group(
    numbers: Sequence[Count | Change], among: Mapping[str, Study], field: str
) -> list[tuple[str, Count | Change]]:
    """One number a study and group, with the group's name."""
    found: dict[str, list[Count | Change]] = {}
    for one in numbers:
        study = among[one.study]
        arm = one.arms[0] if isinstance(one, Count) else one.arm
        found.setdefault(group_of(field, study, study.arms[arm]), []).append(one)
    return [(name, one) for name, part in found.items() for one in one_a_study(part)]


def _group(name: str, numbers: Sequence[Count | Change], ask: Ask) -> Group:
    rows = rows_of(numbers)
    events = None if any(row.events is None for row in rows) else sum(row.events or 0 for row in rows)
    return Group(name, len({row.study for row in rows}), sum(row.n for row in rows), events, rows, pooled(numbers, ask))
