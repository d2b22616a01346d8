"""What every part of a protocol shares: strict fields, and numbers that say where they come from."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from antral.core import Tag


class Strict(BaseModel):
    """A part of a protocol: frozen; an unknown field and a number that is not finite are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


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
