"""From whom the participants come."""

from math import inf
from typing import Any

from pydantic import Field, SerializerFunctionWrapHandler, field_validator, model_serializer

from antral.core import Tag
from antral.protocol.base import Sourced


class Candidates(Sourced):
    """The women who present: a mix of aetiologies, and how long ago they may have been diagnosed."""

    mix: str = Field(min_length=1)
    """Name of its file in `records/mixes`."""
    years_since_diagnosis: tuple[float, float] | None = None
    """Only women diagnosed so many years ago come: from the first number to less than the second; all where absent."""

    @field_validator("years_since_diagnosis", mode="before")
    @classmethod
    def _rises_from_zero(cls, years: Any) -> Any:
        match years:
            case None:
                return None
            case [int() | float() as low, int() | float() as high] if 0 <= low < high < inf:
                return low, high
        raise ValueError(f"{years} was given; two numbers from 0 on, the smaller first, were wanted, such as [0, 1]")

    @model_serializer(mode="wrap")
    def _without_what_is_not_asked(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Years that are not asked for are not written, so that fingerprints do not know of them."""
        plain: dict[str, Any] = handler(self)
        if self.years_since_diagnosis is None:
            plain.pop("years_since_diagnosis", None)
        return plain

    @property
    def diagnosed(self) -> str | None:
        """How long ago they were diagnosed, in words; None where that is not asked."""
        if self.years_since_diagnosis is None:
            return None
        low, high = self.years_since_diagnosis
        unit = "year" if high == 1.0 else "years"
        return f"diagnosed less than {high:g} {unit} ago" if low == 0.0 else f"diagnosed {low:g} to {high:g} {unit} ago"


def usual() -> Candidates:
    """The mix that is taken where a protocol names none."""
    return Candidates(
        mix="poi_2017_24",
        tag=Tag.ASSUMED,
        reason="The mix of one hospital's patients of 2017 to 2024; no record says how a trial's candidates differ.",
    )
