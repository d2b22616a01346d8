"""What can be varied by a plain name; every other field is a path, as `--set` takes it."""

import difflib
from collections.abc import Callable, Mapping
from math import isfinite
from types import MappingProxyType
from typing import NamedTuple

from antral.core import InputError
from antral.design.compare import changed_arms, changed_course
from antral.protocol import Protocol


class Field(NamedTuple):
    """One choice in the design of a trial."""

    meaning: str
    """In plain words."""
    changes: Callable[[Protocol, str], tuple[str, ...]]
    """The changes, as `--set` takes them, that give a protocol this value."""
    order: int = 1
    """Fields of a lower order are changed first: arms before the numbers of women in them."""
    own: Callable[[Protocol], str] | None = None
    """The protocol's own value."""
    holds: Callable[[Protocol, int], bool] | None = None
    """Which whole numbers of an open range are tried."""
    held: str = ""
    """The same in words."""


def _whole(value: str, name: str, low: int) -> int:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not isfinite(number) or number != int(number) or number < low:
        raise InputError(f"--vary {name}={value}: a whole number from {low} on was wanted.")
    return int(number)


def _unit(protocol: Protocol) -> int:
    """Women of one round of the allocation ratio."""
    return sum(protocol.design.allocation.ratio.values())


def _n(protocol: Protocol, value: str) -> tuple[str, ...]:
    return (f"design.participants={_whole(value, 'n', 2)}",)


def _per_arm(protocol: Protocol, value: str) -> tuple[str, ...]:
    return (f"design.participants={_whole(value, 'per_arm', 1) * _unit(protocol)}",)


FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "n": Field(
            "women in all",
            _n,
            order=3,
            own=lambda protocol: str(protocol.design.participants),
            holds=lambda protocol, n: n % _unit(protocol) == 0,
            held="numbers of women that the allocation ratio shares out without a rest",
        ),
        "per_arm": Field(
            "women for each share of the allocation ratio: in every arm, where the ratio is equal",
            _per_arm,
            order=3,
            own=lambda protocol: str(protocol.design.participants // _unit(protocol)),
        ),
        "control": Field("'with' an arm that receives no cells, or 'without'", changed_arms.control, order=0),
        "ratio": Field("women of each arm for one another, such as 1:1:2", changed_arms.ratio),
        "dose": Field(
            "cells of an infusion: 9e7 is the highest dose, the others in proportion; 3e7/6e7/9e7 is each arm's",
            changed_arms.dose,
        ),
        "route": Field("how cells are delivered, such as intra_arterial", changed_arms.route),
        "infusions": Field("days of the infusions, each of the full dose: 0, or 0/28/56", changed_arms.infusions),
        "comedication": Field("hormones that all arms take: a regimen on file, or none", changed_arms.comedication),
        "endpoint": Field("the primary endpoint, whose test is the power", changed_course.endpoint),
        "day": Field("day of the primary endpoint; a visit of that day must measure it", changed_course.day, order=4),
        "test": Field("the test of the primary endpoint", changed_course.test, order=4),
        "follow_up": Field("days of follow-up, not longer than the protocol's", changed_course.follow_up, order=3),
        "calendar": Field(
            "days between visits: of the protocol's own visits the nearest stay, and those an endpoint needs",
            changed_course.calendar,
            order=4,
        ),
        "years_since_diagnosis": Field(
            "years since the diagnosis when a woman comes: 0-1 is less than one, 5-15 is from 5 to 15; or 'all'",
            changed_course.years_since_diagnosis,
        ),
        "eligibility": Field("'all' lines, or without some: -E6, -E6-E13", changed_course.eligibility),
    }
)
"""Fields by their plain names."""


def field_named(name: str, protocol: Protocol) -> Field:
    """A field by its plain name, or any path; an `InputError` with a near name where there is neither."""
    if name in FIELDS:
        return FIELDS[name]
    first = name.replace("[", ".").split(".")[0]
    if "." in name or first in type(protocol).model_fields:
        return Field(name, lambda _, value: (f"{name}={value}",))
    near = difflib.get_close_matches(name, [*FIELDS, *type(protocol).model_fields], n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise InputError(
        f"--vary {name}: there is no such field.{hint} Fields: {', '.join(FIELDS)}; or a path as --set takes it, such "
        "as arms.high.dose_cells."
    )
