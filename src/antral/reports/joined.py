"""How the parts of a line are joined, in words and brackets."""

from collections.abc import Iterator

from antral.protocol import Criterion, Ruled


def joined(line: Criterion) -> Iterator[tuple[Ruled, str, str]]:
    """Each simple part of a line in order, with what stands before it (`and`, `or`, a bracket) and behind it."""
    outer = "and " if line.all else "or "
    for position, top in enumerate(line.all or line.any or (line,)):
        before = outer if position else ""
        inside = () if top is line else top.all or top.any
        if not inside:
            yield top, before, ""
            continue
        inner = "and " if top.all else "or "
        for place, part in enumerate(inside):
            yield part, inner if place else f"{before}(", ")" if place == len(inside) - 1 else ""
