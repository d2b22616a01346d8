"""What moved between two results of the same question, and which of the things they depend on changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose, sqrt
from typing import Final

from antral.evidence.living.state import Item, Value

_SAME: Final = 1e-9
"""Relative difference below which two numbers are one."""


@dataclass(frozen=True)
class Move:
    """A number that is another one now."""

    item: str
    name: str
    before: float | None
    after: float | None
    change: float | None
    mcse: float | None
    """Monte-Carlo standard error of the change, at most: both were simulated with the same luck where they could be."""

    @property
    def beyond_chance(self) -> bool | None:
        """Whether it moved more than twice its Monte-Carlo error; None where nothing was simulated."""
        return None if self.mcse is None or self.change is None else abs(self.change) > 2.0 * self.mcse


def moves(name: str, before: Item | None, after: Item | None) -> list[Move]:
    """The numbers of a result that moved, appeared or went."""
    old: Mapping[str, Value] = {} if before is None else before.values
    new: Mapping[str, Value] = {} if after is None else after.values
    found = []
    for one in dict.fromkeys([*old, *new]):
        was, now = old.get(one, Value(value=None)), new.get(one, Value(value=None))
        if was.value is None and now.value is None:
            continue
        change = None if was.value is None or now.value is None else now.value - was.value
        if (
            was.value is not None
            and now.value is not None
            and isclose(was.value, now.value, rel_tol=_SAME, abs_tol=_SAME)
        ):
            continue
        errors = [error for error in (was.mcse, now.mcse) if error is not None]
        mcse = sqrt(sum(error**2 for error in errors)) if errors else None
        found.append(Move(name, one, was.value, now.value, change, mcse))
    return found


def why(before: Item | None, depends: Mapping[str, str]) -> list[str]:
    """What changed of all that a result depends on, in words; nothing where all is as it was."""
    if before is None:
        return ["not recorded before"]
    told = [f"{name} added" for name in depends if name not in before.depends]
    told += [f"{name} gone" for name in before.depends if name not in depends]
    return told + [f"{name} changed" for name, now in depends.items() if before.depends.get(name, now) != now]
