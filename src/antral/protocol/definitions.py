"""Named rule packs: what a word in a criterion, such as `ESHRE`, is taken to mean."""

from functools import lru_cache
from typing import Any

from pydantic import Field

from antral.core import RecordError
from antral.protocol.base import Sourced
from antral.records import names, path, read_model


class Definition(Sourced):
    """Parameters of one criterion kind, with their source."""

    kind: str
    title: str
    note: str | None = None
    parameters: dict[str, Any] = Field(min_length=1)


def definition_names() -> list[str]:
    """The names of the definitions on file."""
    return names("definitions")


@lru_cache(maxsize=128)
def definition(name: str) -> Definition:
    """One definition by name; a `RecordError` lists those on file."""
    if name not in definition_names():
        raise RecordError(f"there is no definition {name!r}. On file: {', '.join(definition_names())}.")
    file = path("definitions", f"{name}.yaml")
    return read_model(Definition, file)
