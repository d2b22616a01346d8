"""Finding and reading the fact files that are shipped with antral, and those a user gives."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from antral.core import RecordError
from antral.records.shipped import parse, parse_large

_ROOT = Path(__file__).parent
_LARGE = 100_000
"""Letters above which a user's file is read by the fast parser, as long as nothing is wrong with it."""


def path(*parts: str) -> Path:
    """The path of a shipped record, such as `path("parameters", "reserve.yaml")`."""
    return _ROOT.joinpath(*parts)


def names(folder: str, suffix: str = ".yaml") -> list[str]:
    """The names, without suffix and sorted, of the records in one folder."""
    return sorted(file.name.removesuffix(suffix) for file in _ROOT.joinpath(folder).glob(f"*{suffix}"))


def read_text(file: Path) -> str:
    """The text of a file, or a `RecordError` that says why it is none."""
    if not file.exists():
        raise RecordError(f"{file}: there is no such file. Check the path.")
    if file.is_dir():
        raise RecordError(f"{file} is a folder; a file was wanted.")
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(f"{file} is not a text file (byte {error.start} is not UTF-8).") from error
    except OSError as error:
        raise RecordError(f"{file} cannot be read: {error.strerror}.") from error
    if "\x00" in text:
        raise RecordError(f"{file} is not a text file (it holds null bytes).")
    return text


def load_yaml(file: Path) -> dict[str, Any]:
    """The mapping a YAML 1.2 file holds, or a `RecordError` with file and line."""
    text = read_text(file)
    content = parse(text) if file.is_relative_to(_ROOT) else _parsed(file, text)
    if content is None:
        raise RecordError(f"{file} is empty; a YAML mapping was wanted.")
    if not isinstance(content, dict):
        raise RecordError(f"{file}: a YAML mapping (key: value) was wanted, a {type(content).__name__} came.")
    return content


def _parsed(file: Path, text: str) -> Any:
    """What the text of a user's YAML file holds."""
    if len(text) > _LARGE:
        with suppress(ValueError):  # the other parser says what is wrong, and where
            return parse_large(text)
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise RecordError(f"{file}{where}: not valid YAML ({error.problem}).") from error
    except YAMLError as error:
        raise RecordError(f"{file}: not valid YAML ({' '.join(str(error).split())}).") from error


def load_json(file: Path) -> dict[str, Any]:
    """The object a JSON file holds, or a `RecordError` with file and line."""
    try:
        content = json.loads(read_text(file))
    except json.JSONDecodeError as error:
        raise RecordError(f"{file}, line {error.lineno}: not valid JSON ({error.msg}).") from error
    if not isinstance(content, dict):
        raise RecordError(f"{file}: a JSON object was wanted, a {type(content).__name__} came.")
    return content
