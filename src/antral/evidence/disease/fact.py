"""One thing that is said of the disease, with its figure and source."""

from functools import cache
from typing import Final, Literal

from pydantic import Field, model_validator

from antral.core import Tag
from antral.records import Strict, path, read_model


class Figure(Strict):
    """A number or a range, with its unit."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str
    of: str
    """Of whom or of what."""

    @model_validator(mode="after")
    def _one_or_two_numbers(self) -> "Figure":
        ranged = self.low is not None and self.high is not None
        if ranged == (self.value is not None) or (self.low is None) != (self.high is None):
            raise ValueError("a figure is one value, or low and high")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("low is below high")
        numbers = [one for one in (self.value, self.low, self.high) if one is not None]
        if self.unit == "%" and not all(0.0 <= one <= 100.0 for one in numbers):
            raise ValueError("a share lies between 0 and 100 %")
        return self

    @property
    def text(self) -> str:
        """The number as it is read, with its unit."""
        number = f"{self.value:g}" if self.value is not None else f"{self.low:g} to {self.high:g}"
        return f"{number} {self.unit}"


class Otherwise(Strict):
    """What another source says, or says of others."""

    figure: Figure
    source: str = Field(min_length=3)
    tag: Tag


class Fact(Strict):
    """One thing that is said."""

    says: str
    figure: Figure | None = None
    stage: Literal["women", "offered", "laboratory"] | None = None
    """Of cells: given to women in a study, offered to them without one, or in the laboratory only."""
    source: str = Field(min_length=3)
    tag: Tag
    others: tuple[Otherwise, ...] = ()
    record: str | None = None
    """The record of antral that says or uses the same, such as `populations/autoimmune`."""
    note: str = ""


class Chapter(Strict):
    """What belongs together."""

    title: str
    facts: dict[str, Fact] = Field(min_length=1)


CHAPTERS: Final = (
    "prevalence", "axis", "causes", "signs", "diagnosis", "course", "treatments", "cells", "mechanisms", "outcomes"
)  # fmt: skip
"""In the order in which they are read."""


@cache
def disease() -> dict[str, Chapter]:
    """Every chapter, by name, in reading order."""
    return {name: read_model(Chapter, path("disease", f"{name}.yaml")) for name in CHAPTERS}
