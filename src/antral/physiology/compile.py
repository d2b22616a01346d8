"""From records to the parameters of one typical woman."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from antral.core import RecordError
from antral.physiology.woman import Parameters
from antral.records import Parameter, cached, parameters


class Spread(NamedTuple):
    """A parameter that differs between women."""

    part: str
    name: str
    cv: float  # coefficient of variation, log-normal
    position: int  # ordinal of its draw, as the record states it


@cached
def records() -> dict[str, Mapping[str, Parameter]]:
    """Every parameter record, by part and name; one that does not fit its NamedTuple is a `RecordError`."""
    result = {}
    for part, kind in Parameters.__annotations__.items():
        entries = parameters(part)
        wanted = kind._fields
        if set(entries) != set(wanted):
            odd = sorted(set(entries) ^ set(wanted))
            raise RecordError(
                f"parameters/{part}.yaml and physiology.{kind.__name__} differ in: {', '.join(odd)}. "
                "Every field of the NamedTuple needs an entry of the same name, and no other."
            )
        result[part] = entries
    return result


def typical() -> Parameters:
    """The parameters of a typical healthy woman, the values of the records."""
    parts: list[Any] = []
    for part, kind in Parameters.__annotations__.items():
        entries = records()[part]
        parts.append(kind(*(entries[name].value for name in kind._fields)))
    return Parameters(*parts)


@cached
def spreads() -> tuple[Spread, ...]:
    """The parameters that differ between women, in the order of their draws."""
    result = [
        Spread(part, name, entry.between_women_cv, entry.draw)
        for part, entries in records().items()
        for name, entry in entries.items()
        if entry.draw is not None
    ]
    return tuple(sorted(result, key=lambda one: one.position))
