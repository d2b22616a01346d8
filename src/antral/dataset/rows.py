"""The rows of a CSV file as text, with line numbers for messages."""

import csv
from dataclasses import dataclass
from pathlib import Path

from antral.core import DataError
from antral.dataset.cdisc import CDISC

_MISSING = frozenset({"", ".", "na", "n/a", "nan", "null", "none"})
_TRUE, _FALSE = frozenset({"true", "t", "yes", "y", "1"}), frozenset({"false", "f", "no", "n", "0"})


@dataclass(frozen=True)
class Rows:
    """One CSV file: its columns as text, None where empty."""

    file: Path
    columns: dict[str, list[str | None]]
    lines: list[int]
    """Line of the file on which each row ends, counted from 1."""

    def text(self, name: str) -> list[str | None] | None:
        """One column, or None where the file has no such column."""
        return self.columns.get(name)

    def error(self, row: int, column: str, wanted: str) -> DataError:
        """The error for one cell."""
        came = self.columns[column][row]
        return DataError(f"{self.file}, line {self.lines[row]}, column {column}: {came!r} came; {wanted} was wanted.")

    def numbers(self, name: str) -> list[float | None] | None:
        """One column as numbers."""
        column = self.text(name)
        return None if column is None else [self.number(row, name, text) for row, text in enumerate(column)]

    def number(self, row: int, name: str, text: str | None) -> float | None:
        """One cell as a number; the text may be part of the cell."""
        if text is None:
            return None
        try:
            return float(text)
        except ValueError:
            hint = " (decimal point, no thousands mark)" if "," in text else ""
            raise self.error(row, name, f"a number{hint}, or an empty cell where there is none,") from None

    def flags(self, name: str) -> list[bool | None] | None:
        """One column as yes or no."""
        column = self.text(name)
        if column is None:
            return None
        result: list[bool | None] = []
        for row, text in enumerate(column):
            word = None if text is None else text.lower()
            if word is not None and word not in _TRUE | _FALSE:
                raise self.error(row, name, "true or false")
            result.append(None if word is None else word in _TRUE)
        return result


def read_rows(file: Path) -> Rows:
    """A CSV file with a header; separated by comma, semicolon (then with decimal comma) or tab."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{file} is not a CSV file in UTF-8 (byte {error.start}). Save it as CSV UTF-8.") from error
    except OSError as error:
        raise DataError(f"{file} cannot be read: {error.strerror}.") from error
    if "\x00" in text:
        raise DataError(f"{file} is not a text file (it holds null bytes). Save it as CSV UTF-8.")
    if not text.strip():
        raise DataError(f"{file} is empty; a header and rows were wanted.")
    first = text.splitlines()[0]
    separator = max(",;\t", key=first.count)
    return _parse(file, text, separator)


def _parse(file: Path, text: str, separator: str) -> Rows:
    """Rows of equal length under lower-case names."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    ours = {theirs.lower(): name for name, theirs in CDISC.items()}
    cells: list[list[str]] = []
    lines: list[int] = []
    try:
        header = [name.strip().lower() for name in next(reader)]
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                end = " The file may be cut off." if len(row) < len(header) else ""
                raise DataError(
                    f"{file}, line {reader.line_num}: {len(header)} fields were wanted ({', '.join(header)}), "
                    f"{len(row)} came.{end}"
                )
            cells.append(row)
            lines.append(reader.line_num)
    except csv.Error as error:
        raise DataError(f"{file}, line {reader.line_num}: not valid CSV ({error}). The file may be cut off.") from error
    names = [ours.get(name, name) for name in header]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise DataError(f"{file}: the header names {', '.join(sorted(twice))} twice. Rename one column.")
    decimal_comma = separator == ";"
    columns = {
        name: [_cell(row[position], decimal_comma) for row in cells] for position, name in enumerate(names) if name
    }
    return Rows(file=file, columns=columns, lines=lines)


def _cell(text: str, decimal_comma: bool) -> str | None:
    """A cell without spaces around it; None where it says that nothing is there."""
    stripped = text.strip()
    if stripped.lower() in _MISSING:
        return None
    if decimal_comma and stripped.lstrip("<+- ").replace(",", "", 1).isdigit():
        return stripped.replace(",", ".")
    return stripped
