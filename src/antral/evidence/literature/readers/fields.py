"""The fields of one record while it is read."""

import re
from datetime import date

from antral.core import InputError
from antral.evidence.literature.readers.text import Text

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_RUN = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)\d{4}(?!\d)")
"""A day written without signs, such as 20210106."""


class Fields:
    """Tags of one record with their values, in the order of the file."""

    def __init__(self, text: Text, number: int, line: int) -> None:
        self.text, self.number, self.line = text, number, line
        self._values: list[tuple[str, str]] = []

    def add(self, tag: str, value: str) -> None:
        """One more field; a tag may come again."""
        self._values.append((tag, value.strip()))

    def go_on(self, line: str) -> None:
        """The last field goes on."""
        tag, value = self._values[-1]
        self._values[-1] = (tag, f"{value} {line.strip()}".strip())

    def all(self, *tags: str) -> list[str]:
        """Every value of these tags, in the order of the file; empty ones are left out."""
        return [value for tag, value in self._values if tag in tags and value]

    def first(self, *tags: str) -> str:
        """The first value of the first of these tags that has one; empty where none has."""
        return next((found[0] for tag in tags if (found := self.all(tag))), "")

    def place(self) -> dict[str, int]:
        """Where it stands, as a `Reference` keeps it."""
        return {"number": self.number, "line": self.line}

    def wrong(self, what: str) -> InputError:
        """An error of this record."""
        return self.text.wrong(what, number=self.number, line=self.line)


def year_in(*texts: str) -> int | None:
    """The year of the first text that holds one, not later than next year's end; none where none does."""
    for text in texts:
        for found in [*_YEAR.findall(text), *_RUN.findall(text)]:
            if int(found) <= date.today().year + 1:
                return int(found)
    return None
