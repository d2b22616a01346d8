"""Why a value outside its accepted range is understood, and how far that reaches: part of the record of a row."""

from pydantic import Field, field_validator, model_validator

from antral.records import Strict


class Explanation(Strict):
    """A committed reason with the numbers behind it, which holds only while our value lies in an interval."""

    reason: str = Field(min_length=3)
    """With its numbers."""
    low: float
    """Least value of ours that it explains, in the row's unit."""
    high: float
    """Greatest value of ours that it explains."""

    @field_validator("reason")
    @classmethod
    def _has_numbers(cls, reason: str) -> str:
        if not any(c.isdigit() for c in reason):
            raise ValueError("a reason wants the numbers behind it")
        return reason

    @model_validator(mode="after")
    def _not_empty(self) -> "Explanation":
        if self.low > self.high:
            raise ValueError(f"the interval {self.low:g} to {self.high:g} that it explains is empty")
        return self

    def reaches(self, value: float) -> bool:
        """Whether it explains this value of ours."""
        return self.low <= value <= self.high
