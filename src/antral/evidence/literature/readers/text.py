"""From the bytes of an export to lines, whatever program wrote it."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from antral.core import InputError

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True)
class Text:
    """What a file holds, and how its letters were read."""

    name: str
    content: str
    encoding: str

    def lines(self) -> list[str]:
        """Lines without their ends; CRLF, CR and LF all end one."""
        return self.content.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def wrong(self, what: str, *, number: int | None = None, line: int | None = None) -> InputError:
        """The error of this file: its name, the record's number and the line."""
        where = [self.name]
        if number is not None:
            where.append(f"record {number}")
        if line is not None:
            where.append(f"line {line}")
        return InputError(f"{', '.join(where)}: {what}")


def decoded(content: bytes, name: str) -> Text:
    """The letters of a file: by its mark where it has one, else UTF-8, else Windows-1252 or Latin-1."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            try:
                return Text(name, content.decode(encoding), encoding.removesuffix("-sig"))
            except UnicodeDecodeError as error:
                raise InputError(f"{name}: begins as {encoding} and is none (byte {error.start}).") from error
    if b"\x00" in content:
        raise InputError(f"{name} is not a text file (it holds null bytes).")
    for encoding in ("utf-8", "cp1252"):
        try:
            return Text(name, content.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return Text(name, content.decode("latin-1"), "latin-1")


def content_of(file: Path) -> bytes:
    """The bytes of a file, or an `InputError` that says why there are none."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{file}: there is no such file. Check the path.") from None
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from error
