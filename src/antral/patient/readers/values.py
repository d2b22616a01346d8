"""Numbers, units and dates as they are written in files, at the edge of antral: understood, or not read."""

import datetime as dt
import re
from typing import Final, Literal, NamedTuple

from antral.core import InputError, Scale, scale_of
from antral.patient.codes import Analyte, codes
from antral.patient.measurement import ULN

Censored = Literal["below", "above", "at_most", "at_least"]

_NUMBER: Final = re.compile(r"^([<>]=?|[≤≥])?\s*(\d{1,12}(?:\.\d{1,12})?(?:[eE][+-]?\d{1,2})?)$")
_COMPARATORS: Final[dict[str, Censored]] = {
    "<": "below",
    ">": "above",
    **dict.fromkeys(("<=", "≤"), "at_most"),
    **dict.fromkeys((">=", "≥"), "at_least"),
}
_COMMA: Final = re.compile(r"^([<>]=?|[≤≥])?\s*\d+,\d+$")
_DATE: Final = re.compile(
    r"^(\d{4})-(\d{2})-(\d{2})"
    r"(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$"
)
ISCN: Final = re.compile(r"^\d{2}(~\d{2})?,[0-9XYUA-Za-z,;()+\-/\[\].~? ]{1,120}$")
"""A karyotype as ISCN writes it."""
_REPEATS: Final = re.compile(r"^(\d{1,4})(?:\s*[/,]\s*(\d{1,4}))?$")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200


class NotReadError(Exception):
    """Something in a file that is not understood; it counts as not recorded, and the reason is kept."""

    def __init__(self, why: str, *, at: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.at = at
        """The field, below the place that the reader knows."""


class Held(NamedTuple):
    """A value in a unit of antral, and the factor that led there."""

    value: float
    unit: str
    factor: float


def number(text: str) -> tuple[float, Censored | None]:
    """A number as a laboratory prints it: `12.3`, `<0.01`, `>200`."""
    written = text.strip()
    match = _NUMBER.match(written)
    if match is None:
        if _COMMA.match(written):
            raise NotReadError("a number with a comma: 0.5 is written with a point, and thousands without a sign")
        raise NotReadError("not a number")
    return float(match[2]), comparator(match[1])


def comparator(sign: str | None) -> Censored | None:
    """Whether the truth lies below or above the value, and whether it may be the value itself."""
    if not sign:
        return None
    if sign in _COMPARATORS:
        return _COMPARATORS[sign]
    raise NotReadError("a comparator that is none of <, <=, >, >=")


def held(analyte: Analyte, value: float, unit: str | None, *, by_code: bool = False) -> Held:
    """A value in the unit in which antral holds the analyte.

    Parameters
    ----------
    unit
        As written; None where the file names none.
    by_code
        Whether the analyte was named by its LOINC code.

    Raises
    ------
    NotReadError
        Where the unit is missing, unknown or of another quantity, and where the value is not one of a living woman.
    """
    first = next(iter(analyte.units))
    if unit is None or not unit.strip():
        if scale_of(first) not in (scale_of("1"), None) or first not in ("1", "count"):
            raise NotReadError(f"no unit; {analyte.name} is given in {_wanted(analyte)}")
        unit = first
    target, factor = _target(analyte, unit.strip(), by_code)
    converted = value * factor
    low, high = analyte.units[target]
    if not low <= converted <= high:
        hint = _hint(analyte, value, unit, by_code)
        raise NotReadError(f"a value outside {low:g} to {high:g} {target} is not believed{hint}")
    return Held(converted, target, factor)


def canonical(analyte: str, value: float, unit: str) -> tuple[float, str] | None:
    """A value in the unit in which antral holds an analyte; None where no unit is on record.

    Raises
    ------
    InputError
        Where the unit is unknown or of another quantity, and where no woman has such a value.
    """
    known = codes().analytes.get(analyte)
    if known is None or unit == ULN:  # a multiple of what the laboratory calls normal
        return None
    try:
        found = held(known, value, unit)
    except NotReadError as error:
        raise InputError(f"{analyte} {value:g} {unit}: {error.why}.") from None
    return found.value, found.unit


def _target(analyte: Analyte, unit: str, by_code: bool) -> tuple[str, float]:
    """The unit of antral that a written unit becomes, and the factor."""
    first = next(iter(analyte.units))
    if unit in analyte.units:
        return unit, 1.0
    if unit in analyte.also:
        return first, analyte.also[unit]
    written = scale_of(unit)
    if written is None:
        raise NotReadError(f"an unknown unit; {analyte.name} is given in {_wanted(analyte)}")
    for name in analyte.units:
        own = scale_of(name)
        if own is None:
            continue
        told_by_code = by_code and analyte.marked_by_code and not written.mark
        if written[:3] == own[:3] or (told_by_code and written[:2] == own[:2]):
            return name, float(written.factor / own.factor)
        if analyte.molar_mass and _is_amount(written) and own.above == ("gram",) and written.below == own.below:
            return name, float(written.factor / own.factor) * analyte.molar_mass
    raise NotReadError(f"a unit of another quantity; {analyte.name} is given in {_wanted(analyte)}")


def _is_amount(scale: Scale) -> bool:
    return scale.above == ("mole",) and not scale.mark


def _wanted(analyte: Analyte) -> str:
    return " or ".join([*analyte.units, *(["pmol/L, nmol/L"] if analyte.molar_mass else [])])


def _hint(analyte: Analyte, value: float, unit: str, by_code: bool) -> str:
    """The unit that was probably meant, to be corrected in the file; nothing is changed here."""
    for prefix in ("m", "u"):
        try:
            name, factor = _target(analyte, prefix + unit, by_code)
        except NotReadError:
            continue
        low, high = analyte.units[name]
        if low < value * factor <= high:
            return f": the unit is probably {prefix}{unit}; correct it in the file"
    return ""


def moment(text: str) -> tuple[dt.date, float | None]:
    """A date, and the hour of the day if one is given, both as written (no time zone is applied)."""
    match = _DATE.match(text.strip())
    if match is None:
        if re.match(r"^\d{4}(-\d{2})?$", text.strip()):
            raise NotReadError("a date without its day")
        raise NotReadError("not a date; write YYYY-MM-DD")
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise NotReadError("no such day") from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise NotReadError(f"a year outside {_FIRST_YEAR} to {_LAST_YEAR}")
    if match[4] is None:
        return day, None
    hour = int(match[4]) + int(match[5]) / 60
    if not 0 <= hour < 24:
        raise NotReadError("no such hour")
    return day, hour


def date(text: str) -> dt.date:
    """A date as written."""
    return moment(text)[0]


def repeats_of(text: str) -> int:
    """CGG repeats of the longer allele: `30` or `29/85`."""
    match = _REPEATS.match(text.strip())
    if match is None:
        raise NotReadError("not a number of CGG repeats, such as 29/85")
    return max(int(one) for one in match.groups() if one is not None)


def karyotype_of(text: str) -> str:
    """A karyotype as ISCN writes it."""
    if not ISCN.match(text):
        raise NotReadError("not a karyotype as ISCN writes it, such as 46,XX")
    return text


def sex_of(text: str) -> str:
    """Female or male, also by its first letter; anything else is left as it is."""
    return {"f": "female", "m": "male"}.get(text.strip().lower(), text.strip().lower())
