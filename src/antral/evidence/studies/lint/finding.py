"""One thing that `lint` found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

from antral.evidence.studies.study import Study

Level = Literal["error", "warning", "known"]
Checked = TypeVar("Checked")


class Odd(NamedTuple):
    """What a rule says of one place of a record."""

    where: str
    """The field, such as `all.menses_resumed@12.value`."""
    came: str
    why: str
    do: str


@dataclass(frozen=True)
class Rule(Generic[Checked]):
    """One rule: `error` cannot be true, `warning` needs a look."""

    level: Literal["error", "warning"]
    find: Callable[[Checked], Iterable[Odd]]


@dataclass(frozen=True)
class RuleBetween:
    """One rule of a study and the others on record."""

    level: Literal["error", "warning"]
    find: Callable[[Study, Mapping[str, Study]], Iterable[Odd]]


@dataclass(frozen=True)
class Finding:
    """One finding, with the level it has in this record."""

    level: Level
    """`known` where the record itself says that the publication is so."""
    rule: str
    record: str
    where: str
    came: str
    why: str
    do: str
    """What to do; of what is known, its reason."""
