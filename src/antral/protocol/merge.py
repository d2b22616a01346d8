"""Laying one plain mapping over another, and the names by which entries of a list are known."""

from collections.abc import Mapping
from typing import Any

NAMES = ("id", "name", "field", "between", "term", "text")
"""Keys by which an entry of a list is known."""


def merge(base: Any, own: Any) -> Any:
    """`own` laid over `base`: mappings by key, lists of named entries by name, all else replaced; null removes."""
    if isinstance(base, Mapping) and isinstance(own, Mapping):
        merged = {**base, **{key: merge(base.get(key), value) for key, value in own.items()}}
        return {key: value for key, value in merged.items() if not (key in own and own[key] is None)}
    if isinstance(base, list) and isinstance(own, list) and own and (key := _name_key([*base, *own])):
        laid = {entry[key]: entry for entry in base}
        for entry in own:
            laid[entry[key]] = merge(laid.get(entry[key]), entry)
        return list(laid.values())
    return own


def _name_key(entries: list[Any]) -> str | None:
    if not all(isinstance(entry, Mapping) for entry in entries):
        return None
    return next((key for key in NAMES if all(key in entry for entry in entries)), None)


def name_of(entry: Any) -> str | None:
    """The name of one entry of a list, where it has one."""
    if not isinstance(entry, Mapping):
        return None
    return next((str(entry[key]) for key in NAMES if key in entry), None)
