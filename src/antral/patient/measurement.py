"""One laboratory value or scan of a woman."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field, field_validator

from antral.core import FACTORS, InputError, convert
from antral.records import Strict

ULN = "ULN"
"""The unit of a limit that is a multiple of the laboratory's upper limit of normal: `5 ULN`."""


class Measurement(Strict):
    """One value with its unit, date and the range of the laboratory that made it.

    Scans are measurements too: `AFC` (count), `OVARY_DIAMETER_LEFT` and `_RIGHT` (mm); so are `HEIGHT`, `WEIGHT`
    and `BMI`.
    """

    analyte: str = Field(min_length=1)
    value: float
    unit: str = Field(min_length=1)
    date: dt.date
    assay: str | None = None
    cycle_day: int | None = Field(default=None, ge=1)
    """Day of the cycle on which the sample was drawn; the first day of bleeding is day 1."""
    hour: float | None = Field(default=None, ge=0, lt=24)
    """Hour of the day of the sample."""
    off_hormones: bool | None = None
    """Whether she took no sex hormones when the sample was drawn; None where nobody recorded it."""
    censored: Literal["below", "above", "at_most", "at_least"] | None = None
    """`below` (or true): the value is the detection limit and the truth lies below it; `above`: beyond the range;
    `at_most`, `at_least` (`<=`, `>=`): the truth may also be the value itself."""
    reference_low: float | None = None
    """Lower end of the laboratory's reference range, in `unit`."""
    reference_high: float | None = None
    """Upper end of the laboratory's reference range, in `unit`."""

    @field_validator("censored", mode="before")
    @classmethod
    def _true_is_below(cls, given: Any) -> Any:
        return ("below" if given else None) if isinstance(given, bool) else given

    def value_in(self, unit: str) -> float:
        """The value in another unit of the same quantity; an `InputError` where the two do not belong together."""
        if unit == ULN:
            if not self.reference_high:
                raise InputError(f"the laboratory gave no upper limit of {self.analyte}.")
            return self.value / self.reference_high
        times, over = conversion(self.analyte, self.unit, unit)
        return self.value * times / over

    def __str__(self) -> str:
        sign = {"below": "<", "above": ">", "at_most": "<=", "at_least": ">=", None: ""}[self.censored]
        return f"{self.analyte} {sign}{self.value:g} {self.unit} on {self.date}"


def conversion(analyte: str, unit: str, wanted: str) -> tuple[float, float]:
    """Factor and divisor that turn values of an analyte into another unit; an `InputError` where none can."""
    if unit == wanted:
        return 1.0, 1.0
    for internal, accepted in FACTORS.items():
        if wanted in accepted:
            return convert(1.0, unit, internal, analyte=analyte), accepted[wanted]
    raise InputError(f"{analyte} was measured in {unit!r}; {wanted!r} was wanted.")
