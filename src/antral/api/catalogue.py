"""`protocols`, `show`, `new`, `schema`: what there is, what one says, and how to begin one's own."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from antral.core import RunError
from antral.protocol import Entry, available, json_schema, load, registered, template


def protocols() -> list[Entry]:
    """Every protocol and record that is shipped."""
    return available()


def show(protocol: str | Path, *, set: Sequence[str] = ()) -> list[Any]:
    """The synopsis of a protocol, or of a registry record that has no protocol yet: a list of sections."""
    from antral.reports import registry_synopsis, synopsis

    name = str(protocol).upper()
    computable = {entry.name.upper() for entry in available() if entry.computable}
    if name in registered() and name not in computable:
        return registry_synopsis(name)
    return synopsis(load(protocol, overrides=list(set)))


def new(path: str | Path) -> Path:
    """Write a commented template of a protocol; an existing file is never overwritten."""
    return _write(Path(path), template())


def schema(path: str | Path) -> Path:
    """Write the JSON Schema of protocols, for editors."""
    return _write(Path(path), json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n")


def _write(place: Path, text: str) -> Path:
    try:
        with place.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise RunError(f"{place} exists already; choose another name or remove it first.") from error
    except OSError as error:
        raise RunError(f"{place} cannot be written: {error.strerror}. Choose a folder you may write to.") from error
    return place
