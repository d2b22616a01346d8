"""One medicine or treatment that a woman takes or took."""

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Medication(BaseModel):
    """One medicine with its class and the days over which it was taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str = Field(min_length=1)
    drug_class: str = Field(min_length=1)
    """Class as criteria name it: sex_hormone, chinese_medicine, growth_hormone, glucocorticoid, ..."""
    start_day: float | None = None
    """Days from screening; None where it began before the record."""
    stop_day: float | None = None
    """Days from screening; None while she still takes it."""

    @model_validator(mode="after")
    def _stops_after_it_starts(self) -> "Medication":
        if self.start_day is not None and self.stop_day is not None and self.stop_day < self.start_day:
            raise ValueError(f"{self.name} stops (day {self.stop_day:g}) before it starts (day {self.start_day:g})")
        return self

    def taken_between(self, from_day: float, to_day: float) -> bool:
        """Whether she took it on any day from `from_day` to `to_day`."""
        started = self.start_day is None or self.start_day <= to_day
        return started and (self.stop_day is None or self.stop_day > from_day)
