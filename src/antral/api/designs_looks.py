"""`--looks 0.5,1`: interim looks laid over the trials of every design."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from antral.api.designs_asked import Asked
from antral.core import InputError
from antral.design import Found, Looks, Point, looked_at, only_judged, power_test, rule_of, sizes
from antral.protocol import Protocol, load


class Partly(NamedTuple):
    """The sizes that designs have at their interim looks: further designs of the same simulations."""

    designs: list[Protocol]
    places: list[range | str]
    """For each point, where its own stand among them; or why it cannot be looked at."""


def partly(asked: Asked, points: Sequence[Point], wanted: Looks | None) -> Partly:
    """The sizes at the interim looks of every point; none where no look is wanted."""
    found = Partly([], [])
    for point in points if wanted is not None else ():
        assert wanted is not None
        try:
            women = sizes(point.protocol, wanted)
            if power_test(point.protocol) is None:
                raise InputError("no endpoint is tested.")
            changes = [*asked.set, *point.set, *only_judged(point.protocol)]
            smaller = [load(asked.name, overrides=[*changes, f"design.participants={n}"]) for n in women[:-1]]
            found.places.append(range(len(found.designs), len(found.designs) + len(smaller)))
            found.designs.extend(smaller)
        except InputError as error:
            found.places.append(str(error))
    return found


def add_looks(
    told: Sequence[dict[str, Any]], whole: Sequence[Found], at_looks: Sequence[Found], found: Partly, wanted: Looks
) -> None:
    """Put what each point would show with its looks into its scenarios, as `sequential`.

    Parameters
    ----------
    told, whole
        Every point, as plain values and as it was found.
    at_looks
        The designs of `found`.
    """
    for point, one, places in zip(told, whole, found.places, strict=True):
        for name, scenario in point["scenarios"].items():
            if isinstance(places, str):
                scenario["sequential"] = {"reason": places}
            else:
                parts = [*(at_looks[place] for place in places), one]
                scenario["sequential"] = looked_at(parts, name, rule_of(one.protocol, wanted))
