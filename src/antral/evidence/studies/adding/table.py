"""A table of a user's, with the place of every cell for messages."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from antral.core import InputError, RecordError
from antral.records import read_text


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    file: Path
    number: int
    """As an editor counts lines, the head is 1; a row that breaks over lines has the number of its last."""
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The text of one cell, without blanks at its ends; empty where the column is missing."""
        return self.cells.get(column, "").strip()

    def number_in(self, column: str) -> float | None:
        """A number; none where the cell is empty."""
        text = self.get(column)
        try:
            return float(text) if text else None
        except ValueError:
            raise self.wrong(column, "a number was wanted") from None

    def whole_in(self, column: str) -> int | None:
        """A whole number; none where the cell is empty."""
        value = self.number_in(column)
        if value is None:
            return None
        if value != round(value):
            raise self.wrong(column, "a whole number was wanted")
        return int(value)

    def truth_in(self, column: str) -> bool | None:
        """`true` or `false`; none where the cell is empty."""
        text = self.get(column).lower()
        if text not in ("", "true", "false"):
            raise self.wrong(column, "true or false was wanted")
        return None if not text else text == "true"

    def wrong(self, column: str, why: str) -> RecordError:
        """What to raise of one cell."""
        return RecordError(f"{self.file.name}, row {self.number}, column {column}: {why}; {self.get(column)!r} came.")


def table(file: Path, wanted: tuple[str, ...]) -> list[Row]:
    """The rows of a comma-separated file; a missing column is an `InputError` that names it."""
    lines = read_text(file).splitlines(keepends=True)
    reader = csv.DictReader(lines)
    missing = [name for name in wanted if name not in (reader.fieldnames or [])]
    if missing:
        raise InputError(f"{file.name}: there is no column {', '.join(missing)}; wanted are {', '.join(wanted)}.")
    return list(_rows(file, reader))


def _rows(file: Path, reader: "csv.DictReader[str]") -> Iterator[Row]:
    for cells in reader:
        if None in cells or None in cells.values():
            raise RecordError(
                f"{file.name}, row {reader.line_num}: the row has another number of cells than the head; "
                "a comma inside a cell needs quotes around it."
            )
        yield Row(file, reader.line_num, dict(cells))
