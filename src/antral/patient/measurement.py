"""One laboratory value or scan of a woman."""

from pydantic import BaseModel, ConfigDict, Field

from antral.core import FACTORS, InputError, convert


class Measurement(BaseModel):
    """One value with its unit, day and the range of the laboratory that made it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    analyte: str = Field(min_length=1)
    value: float
    unit: str = Field(min_length=1)
    day: float = 0.0
    """Days from screening; the past is negative."""
    hour: float | None = None
    """Hour of the day of the sample."""
    off_hormones: bool | None = None
    """Whether she took no sex hormones when the sample was drawn; None where nobody recorded it."""
    censored: bool = False
    """True where the value is the detection limit, and the truth lies below it."""
    reference_low: float | None = None
    """Lower end of the laboratory's reference range, in `unit`."""
    reference_high: float | None = None
    """Upper end of the laboratory's reference range, in `unit`."""

    def value_in(self, unit: str) -> float:
        """The value in another unit of the same quantity; an `InputError` where the two do not belong together."""
        if self.unit == unit:
            return self.value
        for internal, accepted in FACTORS.items():
            if unit in accepted:
                return convert(self.value, self.unit, internal, analyte=self.analyte) / accepted[unit]
        raise InputError(f"{self.analyte} was measured in {self.unit!r}; {unit!r} was wanted.")
