"""What the user writes behind `--vary`: `n=4..60`, `n=12,24,48`, `arms.high.dose_cells=6e7,9e7`."""

import re
from typing import Final, NamedTuple

import numpy as np

from antral.core import InputError

MOST_OF_A_RANGE: Final = 20
"""Values of a range without a step; more are thinned out evenly, both ends kept."""
_RANGE: Final = re.compile(r"\s*([^\s.,:][^\s,:]*?)\s*\.\.\s*([^\s,:]+)\s*(?::\s*([^\s,:]+)\s*)?")
_LONGEST: Final = 100_000


class Written(NamedTuple):
    """One `--vary`, as it was written."""

    field: str
    values: tuple[str, ...]
    is_open: bool
    """Whether it is a range without a step: which of its whole numbers are tried may still be chosen."""


class Thinned(NamedTuple):
    """Values of a range that are tried, and those that are not."""

    kept: tuple[str, ...]
    dropped: tuple[str, ...]


def written(text: str) -> Written:
    """One `--vary`, split; anything else than FIELD=VALUES is an `InputError`."""
    field, equals, values = (part.strip() for part in text.partition("="))
    if not equals or not field or not values:
        raise InputError(
            f"--vary {text}: FIELD=VALUES was wanted, such as n=4..60, n=4..60:4, n=12,24,48 or "
            "arms.high.dose_cells=6e7,9e7."
        )
    found = _RANGE.fullmatch(values)
    if found is None:
        return Written(field, _listed(values, text), False)
    low, high = (_number(end, text) for end in found.group(1, 2))
    if found.group(3) is None:
        if low != int(low) or high != int(high):
            raise InputError(
                f"--vary {text}: a range of numbers that are not whole needs a step, such as 0.1..0.5:0.1."
            )
        return Written(field, _stepped(low, high, 1.0, text), True)
    return Written(field, _stepped(low, high, _number(found.group(3), text), text), False)


def thinned(values: tuple[str, ...], own: str | None = None) -> Thinned:
    """At most `MOST_OF_A_RANGE` of the values, evenly spread, with both ends and, if it is among them, the own one."""
    if len(values) <= MOST_OF_A_RANGE:
        return Thinned(values, ())
    places = np.unique(np.rint(np.linspace(0, len(values) - 1, MOST_OF_A_RANGE)).astype(int))
    if own in values and values.index(own) not in places:
        nearest = 1 + int(np.argmin(np.abs(places[1:-1] - values.index(own))))
        places[nearest] = values.index(own)
    return Thinned(
        tuple(values[place] for place in places),
        tuple(value for place, value in enumerate(values) if place not in places),
    )


def _listed(values: str, text: str) -> tuple[str, ...]:
    """The parts between commas that are in no bracket."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(values):
        depth += (letter in "[{") - (letter in "]}")
        if letter == "," and depth == 0:
            parts.append(values[start:place])
            start = place + 1
    parts.append(values[start:])
    found = tuple(part.strip() for part in parts)
    if not all(found):
        raise InputError(f"--vary {text}: a value is missing beside a comma.")
    if len(set(found)) < len(found):
        twice = sorted({value for value in found if found.count(value) > 1})
        raise InputError(f"--vary {text}: {', '.join(twice)} is written twice.")
    return found


def _number(text: str, whole: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise InputError(
            f"--vary {whole}: {text} is no number; a range goes from one number to another, as in n=4..60."
        )
    return value


def _stepped(low: float, high: float, step: float, text: str) -> tuple[str, ...]:
    if step <= 0 or high < low:
        raise InputError(f"--vary {text}: a range rises, with a step above 0, as in n=4..60:4.")
    count = int(np.floor((high - low) / step + 1e-9)) + 1
    if count > _LONGEST:
        raise InputError(f"--vary {text}: {count:,} values; give a larger step.")
    return tuple(f"{low + step * place:.10g}" for place in range(count))
