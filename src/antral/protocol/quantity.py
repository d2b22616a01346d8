"""How numbers with units are written in a protocol: `9e7 cells`, `3 months`, `25 IU/L`.

A field whose name holds the unit (`dose_cells`, `window_days`) takes a bare number or one with that unit.
A field whose name does not (`threshold`, `within`) takes a number with its unit only.
"""

import math
import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field, WithJsonSchema, model_serializer, model_validator

from antral.core import DAYS_PER_YEAR, InputError, convert, months_before, months_before_each, parse
from antral.patient import canonical
from antral.records import Strict, load_yaml, names, path

FEWEST_CELLS, MOST_CELLS = 1_000, 10**12
"""A dose outside is a slip of the pen: `0.2x107` for 0.2 × 10^7 is the known one."""


def nice_number(number: float) -> str:
    """A large number as a clinician writes it: `9 × 10^7`."""
    if number == 0 or not 1e5 <= abs(number) < 1e15:
        return f"{number:,.10g}"
    exponent = math.floor(math.log10(abs(number)) + 1e-12)
    return f"{number / 10**exponent:.10g} × 10^{exponent}"


def short_number(number: float) -> str:
    """A large number as it is typed: `9e7`."""
    if number == 0 or not 1e5 <= abs(number) < 1e15:
        return f"{number:.10g}"
    exponent = math.floor(math.log10(abs(number)) + 1e-12)
    return f"{number / 10**exponent:.10g}e{exponent}"


def dose_cells(value: Any) -> Any:
    """Cells of one infusion, a positive whole number, or 0 for no cells; else says what was probably meant."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("a dose is a positive whole number of cells, such as 9e7 or '9e7 cells'.")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a dose is a positive whole number of cells.")
    try:
        cells = parse(value, "cells", bare=True)
    except InputError as error:
        raise ValueError(f"a dose is a positive whole number of cells: {error}") from error
    if cells == 0 or (FEWEST_CELLS <= cells <= MOST_CELLS and cells == int(cells)):
        return int(cells)
    meant = _probably_meant(str(value))
    hint = f" Did you mean {short_number(meant)} ({nice_number(meant)})?" if meant is not None else ""
    if cells > 0 and cells == int(cells):
        raise ValueError(
            f"a dose lies between {nice_number(FEWEST_CELLS)} and {nice_number(MOST_CELLS)} cells; "
            f"was an exponent lost?{hint}"
        )
    raise ValueError(f"a dose is a positive whole number of cells.{hint}")


def _probably_meant(text: str) -> float | None:
    """The dose somebody meant who lost a sign: `9e-7` for 9e7, `-9e7` for 9e7."""
    try:
        number = Decimal(text.split(maxsplit=1)[0])
    except (InvalidOperation, IndexError):
        return None
    number = abs(number)
    if number == 0:
        return None
    exponent = number.adjusted()
    candidates = [number, number.scaleb(-2 * exponent) if exponent < 0 else number]
    for candidate in candidates:
        if FEWEST_CELLS <= candidate <= MOST_CELLS and candidate == int(candidate):
            return float(candidate)
    return None


def days(value: Any) -> Any:
    """A time in days for a field whose name says days: `14`, `14 days` or `2 weeks`."""
    if isinstance(value, str):
        try:
            return parse(value, "days", bare=True)
        except InputError as error:
            raise ValueError(str(error)) from error
    return value


def duration(value: Any) -> Any:
    """A length of time in days, written with its unit: `4 weeks`, `3 months` (a month is 365.25/12 days)."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} has no unit; write for example '{value} months' or '{value} days'.")
    try:
        if value.strip().endswith(("month", "months", "year", "years")):
            return parse(value, "years") * DAYS_PER_YEAR
        return parse(value, "days")
    except InputError as error:
        raise ValueError(str(error)) from error


Dose = Annotated[
    int,
    BeforeValidator(dose_cells),
    WithJsonSchema(
        {
            "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^[0-9.eE+]+( cells?)?$"}],
            "description": "Whole number of cells of one infusion, such as 9e7 or '9e7 cells'.",
        }
    ),
]
Days = Annotated[
    float,
    BeforeValidator(days),
    WithJsonSchema(
        {
            "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9.]+ ?(d|days?|weeks?)?$"}],
            "description": "Days, as a number or such as '2 weeks'.",
        }
    ),
]


MOST_YEARS = 120
"""The longest period: a life."""


class Period(Strict):
    """A length of time written with its unit, such as `4 weeks` or `3 months`.

    For a real woman months are counted by the calendar (`before`), weeks are seven days. A virtual woman has no
    calendar: her month has 365.25/12 days (`days`).
    """

    number: float = Field(gt=0)
    unit: Literal["days", "weeks", "months", "years"]

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: Any) -> Any:
        if isinstance(written, Mapping):
            return written
        duration(written)  # says what is wrong with it
        number, unit = re.fullmatch(r"\s*([0-9.eE+-]+)\s*([a-z]+)\s*", written).groups()  # type: ignore[union-attr]
        return {"number": float(number), "unit": {"d": "days"}.get(unit, unit.removesuffix("s") + "s")}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not (self._months if self.unit in ("months", "years") else self.days).is_integer():
            raise ValueError(f"{self}: whole days, weeks or months were wanted")
        if self.days > MOST_YEARS * DAYS_PER_YEAR:
            raise ValueError(f"{self}: longer than {MOST_YEARS} years; no criterion looks back on more than a life")
        return self

    @model_serializer
    def _written(self) -> str:
        return str(self)

    @classmethod
    def __get_pydantic_json_schema__(cls, _core: Any, _handler: Any) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^[0-9.]+ ?(d|days?|weeks?|months?|years?)$",
            "description": "A length of time with its unit, such as '4 weeks' or '3 months'.",
        }

    def __str__(self) -> str:
        return f"{self.number:g} {self.unit.removesuffix('s') if self.number == 1 else self.unit}"

    @property
    def days(self) -> float:
        """Its length in days; a month has 365.25/12."""
        return float(duration(f"{self.number!r} {self.unit}"))

    @property
    def _months(self) -> float:
        return self.number * {"months": 1.0, "years": 12.0}.get(self.unit, 0.0)

    def before(self, day: date) -> date:
        """The day that lies so long before: the same day of the month, or the last day of a shorter month."""
        if self._months:
            return months_before(day, int(self._months))
        return date.fromordinal(max(day.toordinal() - int(self.days), 1))

    def after(self, day: date) -> date:
        """The first day that has `day` this long, or longer, before it."""
        found = months_before(day, -int(self._months)) if self._months else day + timedelta(days=self.days)
        while self.before(found) < day:
            found += timedelta(days=1)
        return found

    def before_each(self, days: NDArray[np.float64], *, calendar: bool) -> NDArray[np.float64]:
        """`before` for day numbers; without a calendar a month has 365.25/12 days."""
        return months_before_each(days, int(self._months)) if calendar and self._months else days - self.days


class Quantity(Strict):
    """A number that must be written with its unit, such as `25 IU/L`."""

    value: float
    unit: str

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: Any) -> Any:
        if isinstance(written, str):
            number, _, unit = written.strip().partition(" ")
            try:
                value = float(number)
            except ValueError:
                raise ValueError(
                    f"{written!r} is not a quantity; write a number and its unit, such as '25 IU/L'."
                ) from None
            if not unit.strip():
                raise ValueError(f"the unit is missing; write for example '{number} IU/L'.")
            return {"value": value, "unit": unit.strip()}
        if isinstance(written, int | float):
            raise ValueError(f"the unit is missing; write for example '{written} IU/L'.")
        return written

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}"


@lru_cache(maxsize=64)
def unit_of(analyte: str) -> str | None:
    """The unit in which antral holds an analyte; None where it has no record of it."""
    name = analyte.lower()
    return str(load_yaml(path("analytes", f"{name}.yaml"))["unit"]) if name in names("analytes") else None


def standard(quantity: Quantity, analyte: str) -> Quantity:
    """The quantity in the unit in which antral holds the analyte; a `ValueError` lists the units it knows."""
    unit = unit_of(analyte)
    try:
        if unit is None:
            found = canonical(analyte, quantity.value, quantity.unit)
            return quantity if found is None else Quantity(value=found[0], unit=found[1])
        return Quantity(value=convert(quantity.value, quantity.unit, unit, analyte=analyte), unit=unit)
    except InputError as error:
        raise ValueError(str(error)) from error
