"""Lines side by side: repeated, mirrored, contrary."""

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Literal

from antral.protocol.eligibility import Criterion, Part, Ruled
from antral.protocol.lint.finding import Finding
from antral.protocol.lint.limits import name
from antral.protocol.study import Study

Pair = tuple[Criterion, Ruled]


def together(study: Study) -> Iterator[Finding]:
    """Every two rules of the study that concern the same thing."""
    counted = [line for line in study.eligibility.criteria if line.duplicate_of is None]
    pairs = [(line, part) for line in counted for part in line.parts]
    for one, other in combinations(pairs, 2):
        if one[0] is not other[0] and one[1].kind == other[1].kind and one[1].kind != "unparsed":
            yield from _two(one, other)
    yield from _ages(pairs)


def _two(one: Pair, other: Pair) -> Iterator[Finding]:
    if _rule(one[1]) != _rule(other[1]) or one[0].origin != other[0].origin:
        yield from _mirror(one, other)
        return
    where = f"{name(*one)}, {name(*other)}"
    same_way = _wanted(one) == _wanted(other)
    if same_way:
        what = "both ask the same: a woman is counted under each"
        yield Finding("warning", where, what, f"Write duplicate_of: {one[0].id} in the second.")
    else:
        simple = not isinstance(one[1], Part) and not isinstance(other[1], Part)
        level: Literal["error", "warning"] = "error" if simple else "warning"
        yield Finding(level, where, "one asks for what the other excludes: nobody passes both", "Correct one of them.")


def _mirror(one: Pair, other: Pair) -> Iterator[Finding]:
    """`Signs consent` wanted, and `does not sign consent` excluded."""
    first, second = (pair[1].rule.model_dump(mode="json") for pair in (one, other))
    if first.get("item") is None or first.get("item") != second.get("item"):
        return
    if (one[0].section == other[0].section) == (first["equals"] == second["equals"]):
        what = f"they mirror each other ({str(first['item']).replace('_', ' ')}): a woman is counted under each"
        where = f"{name(*one)}, {name(*other)}"
        yield Finding("note", where, what, f"Write duplicate_of: {one[0].id} in the second.")


def _rule(part: Ruled) -> str:
    return json.dumps(part.rule.model_dump(mode="json"), sort_keys=True, default=str)


def _wanted(pair: Pair) -> bool:
    """Whether what the rule says must hold for a woman to enter."""
    return (pair[0].section == "inclusion") != pair[1].negated


def _ages(pairs: list[Pair]) -> Iterator[Finding]:
    """Age bounds that leave no age between them."""
    wanted = [
        (pair, pair[1].rule.model_dump())
        for pair in pairs
        if pair[1].kind == "age" and pair[0].section == "inclusion" and not pair[0].any
    ]
    for (one, first), (other, second) in combinations(wanted, 2):
        if one[0] is other[0] or first["at"] != second["at"]:
            continue
        low = max(first["minimum_years"] or 0, second["minimum_years"] or 0)
        high = min(first["maximum_years"] or 200, second["maximum_years"] or 200)
        if low > high:
            where = f"{name(*one)}, {name(*other)}"
            yield Finding("error", where, f"no age passes both: from {low:g}, to {high:g}", "Correct one of them.")
