"""From a fact file to a checked model; every file that does not fit is refused with the same words."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from antral.core import RecordError
from antral.records.files import load_yaml
from antral.records.vector import in_force, with_values

_Model = TypeVar("_Model", bound=BaseModel)
_MOST = 60
"""Letters of a value that are repeated in a message."""


def read_model(kind: type[_Model], file: Path) -> _Model:
    """What one file states, as `kind`; a `RecordError` names file, field, what was wanted and what came."""
    return _checked(kind, with_values(load_yaml(file), file), file, ())


def read_named(kind: type[_Model], file: Path) -> _Model:
    """What one file states, as `kind`; a `RecordError` also where its `id` is not the file's name."""
    found = read_model(kind, file)
    own = found.model_dump(include={"id"})["id"]
    if own != file.stem:
        raise RecordError(f"{file.parent.name}/{file.name}: its id is {own!r}; give file and id one name.")
    return found


def read_models(kind: type[_Model], file: Path) -> dict[str, _Model]:
    """What one file states, entry by entry, each as `kind`; the error also names the entry."""
    content = with_values(load_yaml(file), file)
    return {str(name): _checked(kind, entry, file, (str(name),)) for name, entry in content.items()}


def _checked(kind: type[_Model], content: Any, file: Path, entry: tuple[str, ...]) -> _Model:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join([*entry, *(str(step) for step in first["loc"])])
        shown = f"{file.parent.name}/{file.name}{' with a vector in force' if in_force() else ''}"
        raise RecordError(f"{', '.join(part for part in (shown, where) if part)}: {_why(first, kind)}") from error


def _why(first: ErrorDetails, kind: type[BaseModel]) -> str:
    """What was wanted and what came."""
    came = first["input"]
    if first["type"] == "missing":
        return "a value is wanted here, none came."
    if first["type"] == "extra_forbidden" and len(first["loc"]) == 1:
        return f"unknown field; known are {', '.join(kind.model_fields)}."
    wanted = first["msg"].removeprefix("Value error, ").replace("Input should", "it should").rstrip(".")
    if isinstance(came, Mapping):
        return f"{wanted}."
    shown = repr(came)
    return f"{wanted}; {shown if len(shown) <= _MOST else shown[:_MOST] + '…'} came."
