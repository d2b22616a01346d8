"""All designs that `--vary` asks for: the product of its fields, without those that cannot be."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

from antral.analysis import plan, tests_of
from antral.core import InputError
from antral.design.compare.analysable import can_be_analysed
from antral.design.compare.fields import Field, field_named
from antral.design.compare.point import LeftOut, Point
from antral.design.compare.values import Written, thinned, written
from antral.protocol import Protocol, load
from antral.trial import check

MOST_POINTS: Final = 500
"""Designs of one comparison; each is analysed in every trial under every scenario."""

_SAME: Final = (
    ("n", "per_arm", "design.participants"),
    ("ratio", "design.allocation.ratio"),
    ("years_since_diagnosis", "candidates.years_since_diagnosis"),
)
"""Fields of which one design can take only one: they set the same thing."""


class Axis(NamedTuple):
    """One field and the values that are tried."""

    field: str
    meaning: str
    values: tuple[str, ...]
    not_tried: tuple[str, ...] = ()
    """Values of a range that are not tried."""
    why: str | None = None


class Grid(NamedTuple):
    """The designs, and what was left out."""

    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    left_out: tuple[LeftOut, ...]
    reference: int
    """Position of the design with which the others are compared: the protocol as it is, or else the first."""
    reference_is_protocol: bool


def grid(name: str | Path, vary: Sequence[str], *, set: Sequence[str] = ()) -> Grid:
    """The designs of a protocol that `--vary` asks for.

    Parameters
    ----------
    name
        Of a shipped protocol, or a path.
    vary
        `FIELD=VALUES`, each field once; none is the protocol as it is.
    set
        Changes that hold in all designs.

    Raises
    ------
    InputError
        Where a field is unknown, no design is possible or there are too many; its message says what to do.
    """
    base = load(name, overrides=list(set))
    wanted = [written(one) for one in vary]
    fields = [field_named(one.field, base) for one in wanted]
    for one in wanted:
        if sum(other.field == one.field for other in wanted) > 1:
            raise InputError(f"--vary {one.field} is given twice; write all its values in one, as in n=12,24,48.")
    _each_its_own([one.field for one in wanted])
    axes = [_axis(one, field, base) for one, field in zip(wanted, fields, strict=True)]
    count = 1
    for axis in axes:
        count *= len(axis.values)
    if count > MOST_POINTS:
        sizes = " × ".join(str(len(axis.values)) for axis in axes)
        asked = f"{sizes} = {count:,}" if len(axes) > 1 else f"{count:,}"
        raise InputError(f"--vary asks for {asked} designs; at most {MOST_POINTS} were wanted. Try fewer values.")
    points: list[Point] = []
    left_out: list[LeftOut] = []
    analysable: list[str] = []
    for values in product(*(axis.values for axis in axes)):
        chosen = {axis.field: value for axis, value in zip(axes, values, strict=True)}
        try:
            point = _point(name, tuple(set), base, chosen, fields)
            can_be_analysed(plan(point.protocol), analysable)
            points.append(point)
        except InputError as error:
            left_out.append(LeftOut(chosen, str(error)))
    if not points:
        which = "the design is not possible" if count == 1 else f"none of the {count} designs is possible; the first"
        raise InputError(f"{which}, because: {left_out[0].reason}")
    own = base.fingerprint
    reference = next((place for place, point in enumerate(points) if point.protocol.fingerprint == own), None)
    return Grid(tuple(axes), tuple(points), tuple(left_out), reference or 0, reference is not None)


def _each_its_own(fields: Sequence[str]) -> None:
    """An `InputError` where two fields set the same thing: the last would undo what the first did."""
    for same in _SAME:
        given = [field for field in fields if field in same]
        if len(given) > 1:
            raise InputError(f"--vary {given[0]} and --vary {given[1]} set the same thing; vary one of them.")


def _axis(one: Written, field: Field, base: Protocol) -> Axis:
    """The values of a field: of an open range those that the field can hold, thinned out."""
    if not one.is_open:
        return Axis(one.field, field.meaning, one.values)
    own = field.own(base) if field.own is not None else None
    held = tuple(value for value in one.values if field.holds is None or field.holds(base, int(value)))
    found = thinned(held or one.values, own)
    not_tried = tuple(value for value in one.values if value not in set(found.kept))
    reasons = []
    if held and len(held) < len(one.values):
        reasons.append(f"only {field.held} are tried")
    if found.dropped:
        reasons.append("of a long range some 20 values are tried; write the others out, or give a step")
    return Axis(one.field, field.meaning, found.kept, not_tried, "; ".join(reasons) or None)


def _point(
    name: str | Path, common: tuple[str, ...], base: Protocol, values: dict[str, str], fields: Sequence[Field]
) -> Point:
    """One design; an `InputError` where it cannot be."""
    changes: tuple[str, ...] = ()
    protocol = base
    by_order = sorted(zip(fields, values.values(), strict=True), key=lambda item: item[0].order)
    for field, value in by_order:
        changes = (*changes, *field.changes(protocol, value))
        protocol = load(name, overrides=[*common, *changes])
    check(protocol)
    if protocol.design.participants < len(protocol.arms):
        raise InputError(f"{protocol.design.participants} women cannot fill {len(protocol.arms)} arms.")
    tests_of(plan(protocol))
    return Point(values, changes, protocol)
