"""`protocols`, `show`, `new`, `schema`: what there is, what one says, and how to begin one's own."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from antral.core import RunError
from antral.patient import csv_template
from antral.protocol import Draft, Entry, available, json_schema, load_study, registered, template
from antral.records import path


def protocols() -> list[Entry]:
    """Every protocol and record that is shipped."""
    return available()


def show(protocol: str | Path, *, set: Sequence[str] = ()) -> list[Any]:
    """The synopsis of a protocol, a draft, or a registry record that has neither: a list of sections."""
    from antral.protocol import from_registry
    from antral.reports import draft_synopsis, synopsis

    name = str(protocol).upper()
    if name in registered() and name not in {entry.name for entry in available() if entry.computable or entry.draft}:
        return draft_synopsis(from_registry.read_record(path("registry", f"{name}.json")))
    study = load_study(protocol, overrides=list(set))
    return draft_synopsis(study) if isinstance(study, Draft) else synopsis(study)


def new(path: str | Path) -> Path:
    """Write a commented template of a protocol, or of a table of women (`.csv`); nothing is ever overwritten."""
    return _write(Path(path), csv_template() if Path(path).suffix.lower() == ".csv" else template())


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
