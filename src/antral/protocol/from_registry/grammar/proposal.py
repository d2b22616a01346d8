"""What the rules propose for one line: a kind with parameters and a reason, or parts."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Proposal:
    """A rule for a line or for a part of one; it states what the text describes."""

    kind: str
    """One of `criteria.KINDS`, `unparsed`, or `composite` where it has parts."""
    grade: str
    why: str
    parameters: dict[str, Any] = field(default_factory=dict)
    negated: bool = False
    """Whether the text describes that it is not so: `no history of`."""
    packs: tuple[str, ...] = ()
    """Rule packs that fit; none is chosen here but one that the text names."""
    name: str = ""
    """Of a part."""
    all: tuple["Proposal", ...] = ()
    any: tuple["Proposal", ...] = ()

    @property
    def parts(self) -> tuple["Proposal", ...]:
        """Its parts, or itself."""
        return self.all or self.any or (self,)
