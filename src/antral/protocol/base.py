"""Numbers of a protocol say where they come from."""

from typing import Self

from pydantic import model_validator

from antral.core import Tag
from antral.records import Strict


class Sourced(Strict):
    """A part that holds numbers and says how they came to be known."""

    tag: Tag
    source: str | None = None
    """Where the number was read or recalled from."""
    reason: str | None = None
    """Why this value, where it is assumed."""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.tag is Tag.ASSUMED and not self.reason:
            raise ValueError("an assumed number needs its reason; add 'reason: ...'")
        if self.tag is not Tag.ASSUMED and not self.source:
            raise ValueError(f"a number tagged {self.tag} needs its source; add 'source: ...', or tag it assumed")
        return self
