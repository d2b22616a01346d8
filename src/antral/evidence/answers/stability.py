"""How much an answer hangs on one study: each left out, and the studies added one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antral.evidence.answers.ask import Ask
from antral.evidence.answers.pool import pooled
from antral.evidence.answers.result import Result
from antral.evidence.questions import Change, Count
from antral.evidence.studies import Study


@dataclass(frozen=True)
class Step:
    """The pooled number without one study, or with all up to one."""

    title: str
    result: Result


def without_each(numbers: Sequence[Count | Change], ask: Ask) -> tuple[Step, ...]:
    """The pooled number with each study left out in turn; nothing of a single study."""
    if len(numbers) < 2:
        return ()
    steps = ((one.title, pooled([other for other in numbers if other is not one], ask)) for one in numbers)
    return tuple(Step(title, found) for title, found in steps if found is not None)


def cumulative(numbers: Sequence[Count | Change], among: Mapping[str, Study], ask: Ask) -> tuple[Step, ...]:
    """The pooled number as it stood after each study, by year of publication; a year not stated comes last."""
    if len(numbers) < 2:
        return ()

    def year(one: Count | Change) -> int:
        return among[one.study].citation.year or 9999

    ordered = sorted(numbers, key=year)
    steps = ((ordered[last].title, pooled(ordered[: last + 1], ask)) for last in range(len(ordered)))
    return tuple(Step(title, found) for title, found in steps if found is not None)
