"""A sheet as text: its columns by their meaning, its rows numbered as a spreadsheet shows them."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from antral.core import InputError
from antral.evidence.literature.normal import plain
from antral.evidence.literature.readers.text import content_of, decoded

_HEADINGS: Final = {
    "id": ("id", "record id", "reference"),
    "pmid": ("pmid", "pubmed id"),
    "doi": ("doi",),
    "title": ("title", "article title"),
    "year": ("year", "published year", "publication year"),
    "decision": ("decision", "verdict", "screening decision", "vote"),
    "stage": ("stage", "screening stage"),
    "reason": ("reason", "exclusion reason", "reason for exclusion", "reasons"),
    "reviewer": ("reviewer", "by", "screener", "reviewer name"),
    "consensus": ("consensus",),
    "notes": ("notes",),
    "covidence": ("covidence",),
}
"""Headings in plain letters, by what they mean; others are passed over."""
_MEANING: Final = {heading: meaning for meaning, headings in _HEADINGS.items() for heading in headings}
_BOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How zip files and new workbooks begin, and old workbooks."""
FORMULA: Final = ("=", "+", "-", "@")
"""Cells that begin so would be formulas to a spreadsheet; they are written behind an apostrophe."""


@dataclass(frozen=True)
class Row:
    """One row below the heading."""

    number: int
    """As a spreadsheet counts; the heading is row 1."""
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The text of a cell without blanks around it; empty where the sheet has no such column."""
        text = self.cells.get(column, "").strip()
        return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


@dataclass(frozen=True)
class Table:
    """A sheet: its rows that are not empty."""

    name: str
    columns: frozenset[str]
    rows: tuple[Row, ...]


def read_table(file: Path) -> Table:
    """A CSV file with comma, semicolon or tab, however it was saved; an `InputError` names the row."""
    content = content_of(file)
    if content.startswith(_BOOKS):
        raise InputError(
            f"{file.name} is a workbook or a zip file. In Excel, save the sheet as 'CSV UTF-8'; of an export that came "
            "zipped (Rayyan's is), give the articles.csv within."
        )
    text = decoded(content, file.name).content
    tried = {separator: _columns(text, separator) for separator in ",;\t"}
    separator = max(tried, key=lambda one: len(tried[one]))
    columns = tried[separator]
    if not columns:
        raise InputError(
            f"{file.name}: no heading in its first row is understood. There are: "
            f"{', '.join(headings[0] for headings in _HEADINGS.values())}."
        )
    meant = list(columns.values())
    twice = sorted({one for one in meant if meant.count(one) > 1})
    if twice:
        raise InputError(f"{file.name}, row 1: two columns mean {twice[0]!r}; rename or remove one.")
    return Table(file.name, frozenset(meant), tuple(_rows(file.name, text, separator, columns)))


def _columns(text: str, separator: str) -> dict[int, str]:
    """The meaning of each column by its place, were this the separator."""
    try:
        heading = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
    except csv.Error:
        return {}
    meanings = {place: _MEANING.get(plain(cell)) for place, cell in enumerate(heading)}
    return {place: meaning for place, meaning in meanings.items() if meaning}


def _rows(name: str, text: str, separator: str, columns: Mapping[int, str]) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found, number = [], 0
    try:
        wide = 0
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                wide = len(cells)
            elif any(cell.strip() for cell in cells):
                if any(cell.strip() for cell in cells[wide:]):
                    raise InputError(
                        f"{name}, row {number}: {len(cells)} cells, the heading has {wide}. A {separator!r} or a "
                        "quotation mark within a cell needs quotes around the cell."
                    )
                found.append(Row(number, {columns[at]: cell for at, cell in enumerate(cells) if at in columns}))
    except csv.Error as error:
        raise InputError(
            f"{name}, row {number + 1}: a quotation mark is not closed, or stands within a cell without being doubled "
            f"({error})."
        ) from error
    return found
