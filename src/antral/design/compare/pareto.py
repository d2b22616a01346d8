"""Designs that no other one beats: more power, and no more women, time or money."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from antral.therapy import scenario as scenario_named

PRICES: Final = ("women", "months", "cost")
"""What power is paid with; numbers of a design's conduct."""


def fronts(points: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, list[int]]]:
    """The designs on each front, by scenario with an effect: power against each price alone, and against `all`.

    A design is on the front unless another has at least its power at no higher price, and is better in one of the two.
    Rates as they were simulated decide; where two differ by less than their error, a front may hold the wrong one.
    """
    found: dict[str, dict[str, list[int]]] = {}
    for name in points[0]["scenarios"] if points else ():
        powers = {place: point["scenarios"][name]["power"] for place, point in enumerate(points)}
        if not scenario_named(name).has_effect or any(one is None or one["value"] is None for one in powers.values()):
            continue
        prices = {
            place: [float(point["scenarios"][name]["conduct"][price]["value"]) for price in PRICES]
            for place, point in enumerate(points)
        }
        found[name] = {
            price: front({place: (powers[place]["value"], [prices[place][nth]]) for place in powers})
            for nth, price in enumerate(PRICES)
        }
        found[name]["all"] = front({place: (powers[place]["value"], prices[place]) for place in powers})
    return found


def front(designs: Mapping[int, tuple[float, Sequence[float]]]) -> list[int]:
    """The designs that no other beats, by rising first price.

    Parameters
    ----------
    designs
        Power and prices, by number.
    """
    kept = [number for number, one in designs.items() if not any(_beats(other, one) for other in designs.values())]
    return sorted(kept, key=lambda number: (designs[number][1][0], number))


def _beats(other: tuple[float, Sequence[float]], one: tuple[float, Sequence[float]]) -> bool:
    """Whether one design is at least as good in everything and better in something."""
    ours, theirs = [one[0], *(-price for price in one[1])], [other[0], *(-price for price in other[1])]
    return all(b >= a for a, b in zip(ours, theirs, strict=True)) and theirs != ours
