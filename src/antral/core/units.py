"""Units at the edge: one internal unit for each quantity, and factors from what users write.

IU are never converted to mass. Inside antral no unit is converted; the unit stands in the name of the value.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from antral.core.errors import InputError

DAYS_PER_YEAR: Final = 365.25
DAYS_PER_MONTH: Final = DAYS_PER_YEAR / 12.0
"""The one calendar of antral. Compiled equations write 365.25 themselves: a literal takes the engine's precision."""

FACTORS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        # internal unit: {accepted unit: factor to the internal one}
        "IU/L": {"IU/L": 1.0, "mIU/mL": 1.0, "U/L": 1.0},
        "pg/mL": {"pg/mL": 1.0, "ng/L": 1.0},
        "ng/mL": {"ng/mL": 1.0, "ug/L": 1.0, "µg/L": 1.0},
        "mm": {"mm": 1.0, "cm": 10.0, "m": 1000.0},
        "kg": {"kg": 1.0, "g": 0.001},
        "count": {"count": 1.0, "follicles": 1.0},
        "cells": {"cells": 1.0, "cell": 1.0},
        "days": {"days": 1.0, "day": 1.0, "d": 1.0, "weeks": 7.0, "week": 7.0},
        "years": {"years": 1.0, "year": 1.0, "months": 1.0 / 12.0, "month": 1.0 / 12.0},
    }
)

MOLAR: Mapping[str, tuple[str, Mapping[str, float]]] = MappingProxyType(
    {
        # analyte: (internal unit, {molar unit: factor}); molar masses estradiol 272.38, progesterone 314.46 g/mol;
        # AMH by the convention 1 ng/mL = 7.14 pmol/L
        "E2": ("pg/mL", {"pmol/L": 0.27238, "pM": 0.27238, "nmol/L": 272.38}),
        "P4": ("ng/mL", {"nmol/L": 0.31446}),
        "AMH": ("ng/mL", {"pmol/L": 1.0 / 7.14, "pM": 1.0 / 7.14}),
    }
)

_NUMBER = re.compile(r"^\s*([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(.*?)\s*$")
_TIMES_TEN = re.compile(r"(?<=\d)\s*[x×*]\s*10\s*\^\s*(\d+)")
"""`9 × 10^7` is read as 9e7; without the sign `^` an exponent may have been lost, and the text is refused."""


def convert(value: float, unit: str, internal: str, *, analyte: str | None = None) -> float:
    """A value in the internal unit; an unknown unit is an `InputError` that lists the accepted ones."""
    accepted = dict(FACTORS.get(internal, {}))
    if analyte is not None and analyte in MOLAR and MOLAR[analyte][0] == internal:
        accepted |= MOLAR[analyte][1]
    if unit not in accepted:
        what = f" of {analyte}" if analyte else ""
        raise InputError(f"unit {unit!r}{what} cannot be turned into {internal}; write one of: {', '.join(accepted)}.")
    return value * accepted[unit]


def parse(text: str | float, internal: str, *, bare: bool = False) -> float:
    """A quantity written as text, such as `9e7 cells`, in the internal unit.

    Parameters
    ----------
    bare
        Whether a number without unit is accepted (where the field's name holds the unit).
    """
    if isinstance(text, int | float) and not isinstance(text, bool):
        if bare:
            return float(text)
        raise InputError(f"{text!r} has no unit; write for example '{text} {internal}'.")
    match = _NUMBER.match(_TIMES_TEN.sub(r"e\1", str(text)))
    if match is None:
        raise InputError(f"{text!r} is not a quantity; write a number and its unit, for example '1 {internal}'.")
    number, unit = float(match.group(1)), match.group(2)
    if not unit:
        if bare:
            return number
        raise InputError(f"{text!r} has no unit; write for example '{match.group(1)} {internal}'.")
    return convert(number, unit, internal)
