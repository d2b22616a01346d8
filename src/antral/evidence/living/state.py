"""What the evidence said when it was last looked at: results, each with the fingerprints of all it depends on."""

import json
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from antral.core import InputError
from antral.records import Strict, load_json, path

FILE: Final = "state.json"


class Value(Strict):
    """One number of a result."""

    value: float | None
    """None where there is none, such as a pooled share of no study."""
    mcse: float | None = None
    """Monte-Carlo standard error, where it was simulated."""


class Item(Strict):
    """One result: a pooled answer, a challenged study, the power of a trial, the effect."""

    depends: dict[str, str]
    """Fingerprint of each thing that it depends on, by what a reader would call it."""
    values: dict[str, Value]


class State(Strict):
    """All results, when and by what they were made."""

    made: str
    version: str
    trials: int
    """Simulated for each result that is simulated."""
    seed: int
    items: dict[str, Item]
    """By part and name, such as `pooled/menses_resumed`."""

    def document(self) -> str:
        """The JSON of its file: a line for each number, so that a change is seen in a difference of files."""
        return json.dumps(self.model_dump(mode="json"), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_state(folder: Path) -> State | None:
    """The state in a folder; None where there is none; an `InputError` where it is no state."""
    file = folder / FILE
    if not file.exists():
        return None
    try:
        return State.model_validate(load_json(file))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise InputError(
            f"{file}, {where}: {first['msg']}. Remove the file, and the next update writes it anew."
        ) from error


def shipped_folder() -> Path:
    """Where the shipped state lies."""
    return path("living")
