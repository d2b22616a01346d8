"""Units as laboratories write them, taken apart: `mIU/mL`, `[IU]/L`, `m[IU]/mL`, `pM`, `10*9/L`, `kg/m2`, `µg/L`.

A part of UCUM (the unified code for units of measure) and the common spellings beside it. Case counts, as in UCUM:
`m` is a thousandth and `M` a million, so `MIU/mL` is read as what it says. What is not understood is None, never a
guess.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

_PREFIXES: Final[Mapping[str, Fraction]] = {
    "": Fraction(1),
    "M": Fraction(10**6),
    "k": Fraction(1000),
    "d": Fraction(1, 10),
    "c": Fraction(1, 100),
    "m": Fraction(1, 10**3),
    "u": Fraction(1, 10**6),
    "mc": Fraction(1, 10**6),
    "n": Fraction(1, 10**9),
    "p": Fraction(1, 10**12),
    "f": Fraction(1, 10**15),
}
_METRIC: Final[Mapping[str, str]] = {
    # unit that takes a prefix: quantity
    "g": "gram",
    "mol": "mole",
    "[IU]": "unit",
    "[iU]": "unit",
    "IU": "unit",
    "iu": "unit",
    "IE": "unit",
    "UI": "unit",
    "U": "unit",
    "L": "litre",
    "l": "litre",
    "m": "metre",
    "s": "second",
}
_OTHER: Final[Mapping[str, tuple[str, Fraction]]] = {
    # unit without prefix: quantity, factor
    "sec": ("second", Fraction(1)),
    "min": ("second", Fraction(60)),
    "h": ("second", Fraction(3600)),
    "d": ("second", Fraction(86400)),
    "wk": ("second", Fraction(7 * 86400)),
    "[in_i]": ("metre", Fraction(254, 10000)),
    "[lb_av]": ("gram", Fraction(45359237, 100000)),
    "%": ("one", Fraction(1, 100)),
    "1": ("one", Fraction(1)),
    "cells": ("one", Fraction(1)),
}
_WHOLE: Final[Mapping[str, str]] = {
    # spellings that do not follow the rules
    "mL/min/1.73m2": "mL/min/{1.73_m2}",
    "mL/min/1.73 m2": "mL/min/{1.73_m2}",
    "mL/min/1.73m^2": "mL/min/{1.73_m2}",
    "mL/min/1.73 m^2": "mL/min/{1.73_m2}",
    "mL/min/1.73m²": "mL/min/{1.73_m2}",
    "mL/min/1.73 m²": "mL/min/{1.73_m2}",
    "K/uL": "10*3/uL",
    "INR": "1",
    "ratio": "1",
}
_LONGEST: Final = 40
_TERM: Final = re.compile(
    r"^(?:(?:[x×]\s*)?10[*^]\s*(?P<power>\d{1,2})\s*)?(?P<name>[A-Za-z%1]+|\w{0,2}\[[A-Za-z_]+\])?(?:\^?(?P<exponent>[23]))?$"
)
_MOLAR: Final = re.compile(r"^([pnum])M$")
_ANNOTATION: Final = re.compile(r"\{[^{}]*\}|\s(?:FEU|DDU)$")


class Scale(NamedTuple):
    """What a unit measures, and how many of the base unit it is."""

    above: tuple[str, ...]
    """Quantities in the numerator, sorted."""
    below: tuple[str, ...]
    """Quantities in the denominator, sorted. Nothing is cancelled: mmol/mol is not a percentage."""
    mark: str
    """An annotation that changes what was measured, such as {FEU}; else empty."""
    factor: Fraction


@lru_cache(maxsize=1024)
def scale_of(unit: str) -> Scale | None:
    """A unit taken apart; None where it is not understood."""
    text = unit.strip()
    text = _WHOLE.get(text, text).replace("µ", "u").replace("μ", "u").replace("²", "2")
    if not text or len(text) > _LONGEST:
        return None
    mark, text = _mark(_MOLAR.sub(r"\1mol/L", text))
    numerator, *denominators = text.split("/")
    above = (
        _term(numerator.strip()) if numerator or not denominators else ([], Fraction(1))
    )  # `/uL`: so many in a microlitre
    below = [_term(part.strip()) for part in denominators if part or not mark]  # what stood there was an annotation
    if above is None or any(one is None for one in below):
        return None
    factor = above[1]
    names: list[str] = []
    for one in below:
        assert one is not None
        names += one[0]
        factor /= one[1]
    return Scale(tuple(sorted(above[0])), tuple(sorted(names)), mark, factor)


def _mark(text: str) -> tuple[str, str]:
    """The annotations that change what was measured, and the unit without any; `{1.73_m2}` does, `{INR}` does not."""
    found = {one.strip(" {}") for one in _ANNOTATION.findall(text)}
    return ",".join(sorted(found & {"FEU", "DDU", "1.73_m2"})), _ANNOTATION.sub("", text).strip() or "1"


def _term(text: str) -> tuple[list[str], Fraction] | None:
    """Quantities and factor of one part between slashes."""
    match = _TERM.match(text)
    if match is None or not text:
        return None
    power = Fraction(10) ** int(match["power"] or 0)
    name, times = match["name"] or "", int(match["exponent"] or 1)
    if not name:
        return ([], power) if match["power"] and not match["exponent"] else None
    if name in _OTHER:
        quantity, size = _OTHER[name]
        return ([] if quantity == "one" else [quantity] * times), power * size**times
    for prefix, size in _PREFIXES.items():
        quantity = _METRIC.get(name.removeprefix(prefix), "") if name.startswith(prefix) else ""
        if quantity:
            return [quantity] * times, power * size**times
    return None
