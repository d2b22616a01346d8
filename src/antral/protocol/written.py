"""From what a file says to one plain mapping: a protocol that extends another, and visits written as a rule."""

from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from antral.core import ProtocolError, RecordError
from antral.protocol.catalogue import locate
from antral.protocol.merge import merge
from antral.records import load_yaml


def read_written(file: Path, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The mapping a protocol file stands for, with what it extends merged in and its visits written out."""
    try:
        own = load_yaml(file)
    except RecordError as error:
        raise ProtocolError(str(error)) from error
    return lay_out(own, file, seen)


def lay_out(own: dict[str, Any], file: Path, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The same for a mapping that stands in a file, or in a part of one; a name it extends may be a file beside it."""
    own = dict(own)
    base_name = own.pop("extends", None)
    if base_name is None:
        return expand_visits(own, file.name)
    beside = file.parent / str(base_name)
    base = beside if beside.suffix in (".yaml", ".yml") and beside.exists() else locate(str(base_name))
    if base.resolve() in (file.resolve(), *seen):
        raise ProtocolError(f"{file.name}, extends = {base_name}: a protocol cannot extend itself.")
    merged: dict[str, Any] = merge(read_written(base, (*seen, file.resolve())), expand_visits(own, file.name))
    visits = merged.get("visits")
    if isinstance(visits, list) and all(isinstance(v, dict) and isinstance(v.get("day"), int | float) for v in visits):
        merged["visits"] = sorted(visits, key=lambda visit: float(visit["day"]))
    return merged


def expand_visits(written: dict[str, Any], file: str) -> dict[str, Any]:
    """The protocol with every rule `every_days` replaced by the visits it stands for."""
    visits = written.get("visits")
    if not isinstance(visits, list):
        return written
    expanded: list[Any] = []
    for position, visit in enumerate(visits):
        if not (isinstance(visit, Mapping) and "every_days" in visit):
            expanded.append(visit)
            continue
        rule = {key: visit.get(key) for key in ("every_days", "first_day", "last_day")}
        numbers = all(isinstance(v, int | float) and not isinstance(v, bool) and isfinite(v) for v in rule.values())
        if not numbers or float(rule["every_days"] or 0) <= 0:
            raise ProtocolError(
                f"{file}, visits[{position}]: a repeated visit needs every_days (above 0), first_day and last_day, "
                f"as finite numbers; came {rule}."
            )
        step, day, last = (float(rule[key] or 0) for key in ("every_days", "first_day", "last_day"))
        shared = {key: value for key, value in visit.items() if key not in (*rule, "name")}
        while day <= last:
            name = str(visit.get("name", "week_{week}")).replace("{week}", f"{day / 7:g}")
            expanded.append({"name": name, "day": day, **shared})
            day += step
    return {**written, "visits": expanded}
