"""The smallest trial with a wanted power: which sizes to try next, and what those tried say."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from antral.core import InputError
from antral.design.clustered import Estimate
from antral.design.compare.changed_course import judged
from antral.protocol import Protocol

_STEP: Final = 1.4
"""Each rung of the first ladder is so many times the one before."""
_AT_ONCE: Final = 12
"""Sizes tried between two rungs."""
_ERRORS: Final = 2.0


class Smallest(NamedTuple):
    """The smallest size tried that has the wanted power, as all larger ones tried have."""

    n: int | None
    below: int | None
    """The next smaller size tried."""
    above: int | None
    """The next larger one."""
    from_n: int | None
    """The smallest size whose power plus two of its errors reaches the wanted one."""
    to_n: int | None
    """The smallest from which on power less two of its errors does."""


def wanted_power(text: str) -> float:
    """`power=0.8` as a number; anything else is an `InputError`."""
    name, _, value = (part.strip() for part in text.partition("="))
    try:
        power = float(value)
    except ValueError:
        power = float("nan")
    if name != "power" or not 0.0 < power < 1.0:
        raise InputError(f"--search {text}: power=P was wanted, with P between 0 and 1, as in power=0.8.")
    return power


def ladder(unit: int, top: int) -> list[int]:
    """Sizes from two rounds of the ratio up to a top, each some 1.4 times the one before, all whole rounds."""
    found, size = [], 2.0 * unit
    while size < top:
        found.append(round(size / unit) * unit)
        size = max(size * _STEP, size + unit)
    return list(dict.fromkeys([*found, max(1, round(top / unit)) * unit]))


def smallest(known: Mapping[int, Estimate], wanted: float) -> Smallest:
    """What the sizes tried say."""
    sizes = sorted(known)

    def from_on(reaches: Mapping[int, bool]) -> int | None:
        chosen = None
        for size in reversed(sizes):
            if not reaches[size]:
                break
            chosen = size
        return chosen

    n = from_on({size: known[size].value >= wanted for size in sizes})
    could = [size for size in sizes if known[size].value + _ERRORS * known[size].mcse >= wanted]
    sure = from_on({size: known[size].value - _ERRORS * known[size].mcse >= wanted for size in sizes})
    place = sizes.index(n) if n is not None else len(sizes)
    below = sizes[place - 1] if place > 0 else None
    above = sizes[place + 1] if n is not None and place + 1 < len(sizes) else None
    return Smallest(n, below, above, could[0] if could else None, sure)


def between(known: Mapping[int, Estimate], wanted: float, unit: int) -> list[int]:
    """Sizes to try next, around the smallest that has the power: at most some twelve; none where nothing is left."""
    found, sizes = smallest(known, wanted), sorted(known)
    if found.n is None:
        return []
    place = sizes.index(found.n)
    low = sizes[max(place - 2, 0)] if place else unit
    high = sizes[min(place + 1, len(sizes) - 1)]
    inside = [size for size in range(low, high + unit, unit) if low <= size <= high]
    if len(inside) > _AT_ONCE:
        inside = [inside[at] for at in np.unique(np.rint(np.linspace(0, len(inside) - 1, _AT_ONCE)).astype(int))]
    return inside


def only_judged(protocol: Protocol) -> tuple[str, ...]:
    """Changes after which nothing but the judged endpoint is derived and tested: the search looks at no other.

    What conducting the trial sees stays as it is.
    """
    name = judged(protocol)
    dropped = [one.name for one in protocol.endpoints if one.name != name]
    estimands = protocol.estimands
    return (
        *(f"estimands.{one.name}=null" for one in estimands if name not in one.endpoints),
        *(f"estimands.{one.name}.endpoints=[{name}]" for one in estimands if name in one.endpoints),
        *(f"analyses.by_endpoint.{other}=null" for other in dropped if other in protocol.analyses.by_endpoint),
        *(f"endpoints.{other}=null" for other in dropped),
    )
