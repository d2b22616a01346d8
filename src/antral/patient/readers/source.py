"""Files as text: UTF-8 with or without its mark, UTF-16 with its mark; everything else is refused."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from antral.core import InputError

MOST_BYTES: Final = 512 * 2**20
"""A file that is read as a whole is refused above this size."""
LONGEST_LINE: Final = 64 * 2**20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Source(NamedTuple):
    """A file, and what messages call it: its name, or its place in a folder, as files may be named after women."""

    file: Path
    label: str

    def fault(self, what: str, *, line: int | None = None) -> InputError:
        """An error that says where."""
        place = f"{self.label}, line {line}" if line is not None else self.label
        return InputError(f"{place}: {what}")


def text_of(source: Source) -> str:
    """The whole text of a file; an `InputError` that names the file where it is none."""
    encoding = _encoding(source)
    if source.file.stat().st_size > MOST_BYTES:
        raise source.fault(f"larger than {MOST_BYTES >> 20} MB; write NDJSON, one Bundle a line.")
    try:
        text = source.file.read_bytes().decode(encoding)
    except UnicodeError as error:
        raise _not_text(source, error) from None
    except OSError as error:
        raise source.fault(f"cannot be read ({error.strerror}).") from None
    if "\x00" in text:
        raise source.fault("not a text file (it holds null bytes); write it as UTF-8.")
    if not text.strip():
        raise source.fault("the file is empty.")
    return text


def lines_of(source: Source) -> Iterator[tuple[int, str]]:
    """The lines of a file with their numbers, one at a time; empty ones are left out."""
    encoding = _encoding(source)
    try:
        with source.file.open("r", encoding=encoding, newline="\n") as stream:
            place = 0
            while line := stream.readline(LONGEST_LINE):
                place += 1
                if len(line) >= LONGEST_LINE:
                    raise source.fault(f"longer than {LONGEST_LINE >> 20} MB.", line=place)
                if "\x00" in line:
                    raise source.fault("not a text file (it holds null bytes); write it as UTF-8.")
                if line.strip():
                    yield place, line
    except UnicodeError as error:
        raise _not_text(source, error) from None
    except OSError as error:
        raise source.fault(f"cannot be read ({error.strerror}).") from None


def _encoding(source: Source) -> str:
    if not source.file.exists():
        raise InputError(f"{source.file}: there is no such file. Check the path.")
    try:
        with source.file.open("rb") as stream:
            start = stream.read(4)
    except OSError as error:
        raise source.fault(f"cannot be read ({error.strerror}).") from None
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), "utf-8")


def _not_text(source: Source, error: UnicodeError) -> InputError:
    at = f" (byte {error.start + 1})" if isinstance(error, UnicodeDecodeError) else ""
    return source.fault(f"not UTF-8{at}; save the file as UTF-8, since other encodings garble letters silently.")
