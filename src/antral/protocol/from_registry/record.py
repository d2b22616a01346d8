"""A registry's file to one study, however it was saved; fields of another form than expected are left out and told."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from antral.core import RecordError
from antral.records import names, path

MOST_BYTES: Final = 64_000_000
_NUMBER: Final = re.compile(r"NCT\d{8}")
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Source(NamedTuple):
    """One study as the file holds it."""

    study: dict[str, Any]
    file: str | None


def read_source(source: str | Path | Mapping[str, Any]) -> Source:
    """The study in a file, in a shipped record by its number, or in a mapping; else a `RecordError`."""
    if isinstance(source, Mapping):
        return Source(_one_study(dict(source), "the record"), None)
    shipped = shipped_record(str(source))
    file = shipped if shipped is not None and not Path(source).exists() else Path(source)
    return Source(_one_study(parse(read_bytes(file), file.name), file.name), file.name)


def shipped_record(number: str) -> Path | None:
    """The record of a study that comes with antral, by its number; None where there is none."""
    name = number.strip().upper()
    return path("registry", f"{name}.json") if name in names("registry", ".json") else None


def read_bytes(file: Path) -> bytes:
    """What a file holds, or a `RecordError` that says why it cannot be read."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise RecordError(
                f"{file} is larger than {MOST_BYTES // 1_000_000} MB; a registry's record is far smaller."
            )
        return file.read_bytes()
    except FileNotFoundError as error:
        raise RecordError(f"{file}: there is no such file{_instead(file)}") from error
    except IsADirectoryError as error:
        raise RecordError(f"{file} is a folder; a file was wanted.") from error
    except OSError as error:
        raise RecordError(f"{file} cannot be read: {error.strerror}.") from error


def _instead(file: Path) -> str:
    """What to do about a file that is not there."""
    number = file.name.removesuffix(".json").upper()
    if not _NUMBER.fullmatch(number):
        return ". Check the path."
    if shipped_record(number) is not None:
        return f", but the record of {number} comes with antral: antral import {number}"
    shipped = ", ".join(names("registry", ".json"))
    return f". To get the record: antral fetch {number}. These come with antral, and are imported by number: {shipped}."


def parse(content: bytes, name: str) -> Any:
    """What JSON in UTF-8 or UTF-16 says, or a `RecordError`."""
    encoding = next((code for mark, code in _MARKS if content.startswith(mark)), "utf-8")
    if encoding == "utf-8" and content[1:2] == b"\0":
        encoding = "utf-16-le"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RecordError(f"{name} is not text in UTF-8 or UTF-16 (byte {error.start}).") from error
    if not text.strip():
        raise RecordError(f"{name} is empty; the JSON of a registry's record was wanted.")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        ended = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
        cut = " It seems to be cut off." if ended else ""
        raise RecordError(f"{name}, line {error.lineno}: not valid JSON ({error.msg}).{cut}") from error
    except RecursionError as error:
        raise RecordError(f"{name} is nested too deeply to be a registry's record.") from error
    except ValueError as error:  # a number with thousands of digits
        raise RecordError(f"{name} holds a number that cannot be read.") from error


def _one_study(content: Any, name: str) -> dict[str, Any]:
    if isinstance(content, list):
        content = {"studies": content}
    if not isinstance(content, dict):
        raise RecordError(f"{name}: a JSON object was wanted, a {type(content).__name__} came.")
    if isinstance(content.get("studies"), list):
        studies = content["studies"]
        if len(studies) != 1 or not isinstance(studies[0], dict):
            raise RecordError(
                f"{name} holds {len(studies)} studies; one was wanted. Save each study in a file of its own, "
                "or fetch it by its number: antral fetch NCT..."
            )
        content = studies[0]
    if isinstance(content.get("study"), dict):
        content = content["study"]
    section = content.get("protocolSection", content)
    if not isinstance(section, dict) or not any(str(key).endswith("Module") for key in section):
        raise RecordError(
            f"{name} is no study of ClinicalTrials.gov (API version 2): it has no 'protocolSection' with modules."
        )
    return section


class Fields:
    """Reads fields of a study by path; what has another form than wanted is noted and skipped."""

    def __init__(self, study: Mapping[str, Any]) -> None:
        self.study = study
        self.unread: list[str] = []

    def text(self, *way: str) -> str | None:
        """Text at a path; None where there is none."""
        return self.as_text(self._at(*way), ".".join(way))

    def as_text(self, value: Any, where: str) -> str | None:
        """A value as text."""
        if value is None or isinstance(value, str):
            return clean(value) if value else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f"{value}"
        self._wrong(where, "text", value)
        return None

    def count(self, *way: str) -> int | None:
        """A number of people at a path."""
        value = self._at(*way)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        self._wrong(".".join(way), "a whole number", value)
        return None

    def flag(self, *way: str) -> bool | None:
        """A yes or no at a path."""
        value = self._at(*way)
        if value is None or isinstance(value, bool):
            return value
        words = {"yes": True, "true": True, "no": False, "false": False}
        if isinstance(value, str) and value.lower() in words:
            return words[value.lower()]
        self._wrong(".".join(way), "yes or no", value)
        return None

    def rows(self, *way: str) -> list[dict[str, Any]]:
        """Objects in a list at a path."""
        value = self._at(*way)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(".".join(way), "a list", value)
            return []
        for row in value:
            if not isinstance(row, dict):
                self._wrong(".".join(way), "an object in the list", row)
        return [row for row in value if isinstance(row, dict)]

    def words(self, *way: str) -> tuple[str, ...]:
        """Texts in a list at a path."""
        value = self._at(*way)
        if isinstance(value, str):
            value = [value]
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong(".".join(way), "a list", value)
            return ()
        found = [self.as_text(one, ".".join(way)) for one in value]
        return tuple(one for one in found if one)

    def _at(self, *way: str) -> Any:
        node: Any = self.study
        for n, step in enumerate(way):
            if node is None:
                return None
            if not isinstance(node, dict):
                self._wrong(".".join(way[:n]), "an object", node)
                return None
            node = node.get(step)
        return node

    def _wrong(self, where: str, wanted: str, came: Any) -> None:
        said = f"{where}: {wanted} was wanted, {type(came).__name__} came"
        if said not in self.unread:
            self.unread.append(said)


def clean(text: str) -> str:
    """Text that can be written to a file: halves of characters, which JSON can hold and no file can, are replaced."""
    return text if _writable(text) else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _writable(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)
