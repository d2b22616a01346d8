"""How a line, or a part of one, is decided for a virtual woman."""

from typing import Literal, Self

from pydantic import Field, model_validator

from antral.core import Tag
from antral.records import Strict


class Policy(Strict):
    """Simulated, drawn with a prevalence, drawn by her aetiology, or assumed."""

    simulate: Literal[True] | None = None
    """The rule is evaluated on her simulated history."""
    draw: float | None = Field(default=None, ge=0, le=1)
    """Probability that what the line describes holds for a candidate."""
    of_aetiology: dict[str, float] | None = Field(default=None, min_length=1)
    """The same probability for candidates of some aetiologies, by the names of `records/populations`."""
    otherwise: float | None = Field(default=None, ge=0, le=1)
    """The probability for candidates of all other aetiologies."""
    assume: Literal["met", "not_met"] | None = None
    tag: Tag | None = None
    source: str | None = None
    reason: str | None = None

    @model_validator(mode="after")
    def _one_way_and_says_why(self) -> Self:
        ways = [way for way in ("simulate", "draw", "of_aetiology", "assume") if getattr(self, way) is not None]
        if len(ways) != 1:
            came = ", ".join(ways) or "none"
            raise ValueError(f"exactly one of simulate, draw, of_aetiology, assume is wanted; given: {came}")
        if (self.of_aetiology is None) != (self.otherwise is None):
            raise ValueError("of_aetiology and otherwise (for all other aetiologies) belong together")
        for name, share in (self.of_aetiology or {}).items():
            if not 0 <= share <= 1:
                raise ValueError(f"of_aetiology.{name} = {share:g}: a probability from 0 to 1 was wanted")
        if self.assume is not None and not self.reason:
            raise ValueError("an assumed line needs its reason; add 'reason: ...'")
        if self.draw is not None or self.of_aetiology is not None:
            if self.tag is None:
                raise ValueError("a prevalence needs its tag: published, recalled, fitted or assumed")
            if not (self.reason if self.tag is Tag.ASSUMED else self.source):
                raise ValueError(f"a prevalence tagged {self.tag} needs its source (or, where assumed, its reason)")
        return self

    def probability(self, aetiology: str | None = None) -> float | None:
        """Probability that what the line describes holds for a woman of an aetiology; None where it is simulated."""
        if self.simulate:
            return None
        if self.assume is not None:
            return 1.0 if self.assume == "met" else 0.0
        if self.of_aetiology is not None and self.otherwise is not None:
            return self.of_aetiology.get(aetiology or "", self.otherwise)
        return self.draw
