"""Work in items that other processes may do: what shares them out, and their results in order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

ShareOut = Callable[[Any, Sequence[Any]], Iterator[tuple[int, Any]]]
"""Does a task for every item, in whichever process, and gives the results with their places as they come."""


def in_order(task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[int, Result]]:
    """Share nothing out: every item here, one after the other."""
    for place, item in enumerate(items):
        yield place, task(item)


def in_place(
    coming: Iterable[tuple[int, Result]], count: int, progress: Callable[[float], None] = lambda share: None
) -> list[Result]:
    """All results in the order of their places, however they come; `progress` is told the share that is there."""
    found: dict[int, Result] = {}
    for place, result in coming:
        found[place] = result
        progress(len(found) / count)
    return [found[place] for place in range(count)]
