"""Every number of the records as rows of a table: value, unit, range, tag, spread between women, source."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from antral.records import load_yaml, path

QUANTITY: Final = ("number", "value", "range", "tag", "what it is", "source")
STATEMENT: Final = ("entry", "what is stated", "tag", "source")
_ABOUT: Final = ("tag", "source", "meaning")


@cache
def _record(folder: str, name: str) -> dict[str, Any]:
    return load_yaml(path(folder, f"{name}.yaml"))


def quantities(folder: str, name: str) -> list[tuple[str, ...]]:
    """Every entry of a record that is one number with its unit and tag, however deep it lies."""
    return [_quantity(key, one) for key, one in _entries(_record(folder, name), "") if _is_one(one)]


def statements(folder: str, name: str) -> list[tuple[str, ...]]:
    """Every other entry of a record that has a tag: shares, laws of a spread, calendars."""
    record = _record(folder, name)
    found = [(key, one) for key, one in _entries(record, "") if not _is_one(one)]
    whole = [(name, {k: v for k, v in record.items() if not isinstance(v, Mapping)})] if "tag" in record else []
    return [(key, _said(one), str(one.get("tag", "")), str(one.get("source", ""))) for key, one in [*whole, *found]]


def named(folder: str, name: str, key: str) -> Mapping[str, Any] | None:
    """One number of a record by its key."""
    one = _record(folder, name).get(key)
    return one if isinstance(one, Mapping) and _is_one(one) else None


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; nothing in a cell can end it."""
    lines = [f"| {' | '.join(columns)} |", f"| {' | '.join('---' for _ in columns)} |"]
    lines += [
        f"| {' | '.join(' '.join(str(cell).split()).replace('|', chr(92) + '|') for cell in row)} |" for row in rows
    ]
    return "\n".join(lines)


def shown(value: Any) -> str:
    """A number without digits it does not have."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _is_one(entry: Mapping[str, Any]) -> bool:
    return {"value", "unit", "tag"} <= set(entry)


def _entries(record: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every part of a record that says how it is known."""
    for name, one in record.items():
        if isinstance(one, Mapping):
            if "tag" in one:
                yield f"{prefix}{name}", one
            else:
                yield from _entries(one, f"{prefix}{name}.")
            if "tag" in one:
                inner = {key: part for key, part in one.items() if isinstance(part, Mapping)}
                yield from _entries(inner, f"{prefix}{name}.")


def _quantity(key: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    limits = f"{shown(one['low'])} to {shown(one['high'])}" if "low" in one and "high" in one else ""
    spread = f"cv {shown(one['between_women_cv'])}, draw {one['draw']}" if one.get("between_women_cv") else ""
    meaning = str(one.get("meaning", "")) + (f" (between women: {spread})" if spread else "")
    return (f"`{key}`", valued(one), limits, str(one["tag"]), meaning, str(one.get("source", "")))


def valued(one: Mapping[str, Any]) -> str:
    """A value with its unit; a pure number has none."""
    return f"{shown(one['value'])} {one['unit']}".removesuffix(" 1")


def _said(one: Mapping[str, Any]) -> str:
    return "; ".join(f"{key} {_plain(value)}" for key, value in one.items() if key not in _ABOUT and _plain(value))


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(part)}" for key, part in value.items()) if "tag" not in value else ""
    if isinstance(value, list | tuple):
        return " / ".join(_plain(part) for part in value)
    return shown(value)
