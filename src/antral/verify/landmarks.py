"""What sources say along a cycle, by age or over time: `records/reference/landmarks.yaml`, shown in figures only."""

from functools import cache
from typing import Self

from pydantic import Field, model_validator

from antral.core import Tag
from antral.records import Strict, path, read_models
from antral.reports import Mark


class Landmark(Strict):
    """A value, an interval or both, and the stretch of an axis to which it belongs."""

    series: str
    """Which panel shows it."""
    label: str = Field(min_length=3)
    """Its source in a few words, for the legend."""
    x_low: float
    x_high: float
    value: float | None = None
    low: float | None = None
    high: float | None = None
    interval: str | None = None
    """What `low` and `high` are."""
    factor: float = Field(default=1.0, gt=0)
    """What brings it to the unit, assay scale or number of ovaries of the figure."""
    unit: str
    """Of the figure."""
    tag: Tag
    source: str = Field(min_length=3)
    note: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.value is None and (self.low is None or self.high is None):
            raise ValueError("a value, or both ends of an interval, is wanted")
        if self.x_low > self.x_high or (self.low is not None and self.high is not None and self.low > self.high):
            raise ValueError("low lies above high")
        if (self.interval is None) != (self.low is None and self.high is None):
            raise ValueError("an interval and what it is belong together")
        return self


@cache
def landmarks() -> dict[str, Landmark]:
    """Every landmark, by key."""
    return read_models(Landmark, path("reference", "landmarks.yaml"))


def marks(series: str) -> tuple[Mark, ...]:
    """The landmarks of one panel, on its scale."""

    def scaled(value: float | None, factor: float) -> float | None:
        return None if value is None else value * factor

    return tuple(
        Mark(one.label, one.x_low, one.x_high, *(scaled(v, one.factor) for v in (one.value, one.low, one.high)))
        for one in landmarks().values()
        if one.series == series
    )
