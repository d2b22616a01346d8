"""Writing a number into its record: the place of the number and its source change, every other letter stays."""

import re
from pathlib import Path
from typing import Any, Final

from antral.core import RecordError, write_aside
from antral.records.files import path, read_text
from antral.records.vector import find, number

_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")
_TAG: Final = re.compile(r"[a-z]+")
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')


def rewrite(name: str, value: float, source: str) -> Path:
    """Put a fitted value on record under its name, tagged `fitted`; its source is followed by `source`.

    A value outside the range on record, or a record whose layout is not understood, is a `RecordError`, and the file
    stays as it is.
    """
    known = number(name)
    if not known.low <= value <= known.high:
        raise RecordError(f"{name} = {value:g}: a number from {known.low:g} to {known.high:g} was wanted.")
    file = path(f"{known.record}.yaml")
    text = rewritten(read_text(file), name.partition(".")[2], value, source, str(file))
    write_aside(file, text.encode())
    return file


def rewritten(text: str, way: str, value: float, source: str, where: str) -> str:
    """The text of a record with the number at the end of a way, its tag and its source replaced."""
    from ruamel.yaml import YAML

    found = find(YAML().load(text), way)
    if found is None:
        raise RecordError(f"{where} has no number {way!r}.")
    entry: Any = found[0]  # knows where it was read
    key = found[1]
    lines = text.splitlines(keepends=True)
    places: list[tuple[Any, re.Pattern[str], str]] = [(entry.lc.value(key), _NUMBER, f"{value:.4g}")]
    if "tag" in entry:
        places.append((entry.lc.value("tag"), _TAG, "fitted"))
    if "source" in entry and source not in entry["source"]:
        places.append((entry.lc.value("source"), _QUOTED, f'"{entry["source"]}; {source}"'))
    for (line, column), form, new in sorted(places, key=lambda one: one[0], reverse=True):
        old = form.match(lines[line], column)
        if old is None:
            raise RecordError(f"{where}, line {line + 1}: {way!r} is not written as was expected; change it by hand.")
        lines[line] = lines[line][:column] + new + lines[line][old.end() :]
    return "".join(lines)
