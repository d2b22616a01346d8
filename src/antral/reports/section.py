"""One part of a text that is shown on a terminal or a page: a title, a table, and sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, Group, RenderResult


_NAME: Final = 24
"""Letters of the longest word that is never broken."""
_GAP: Final = 2
"""Letters between columns."""


@dataclass(frozen=True)
class Section:
    """A titled table with sentences below it; without `columns` each row is a name and its value."""

    title: str
    columns: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    paragraphs: Sequence[str] = ()


def render(sections: Sequence[Section]) -> "Group":
    """The sections as one object that rich prints."""
    from rich.console import Group, RenderableType
    from rich.padding import Padding
    from rich.text import Text

    parts: list[RenderableType] = []
    for section in sections:
        parts.append(Padding(Text(section.title, style="bold"), (1, 0, 0, 0)))
        if section.rows:
            parts.append(Padding(_Rows(section), (0, 0, 0, 2)))
        parts.extend(Padding(Text(sentence), (0, 0, 0, 2)) for sentence in section.paragraphs)
    return Group(*parts)


class _Rows:
    """The rows of a section as a table in which no name breaks, or one row below another where there is no room."""

    def __init__(self, section: Section) -> None:
        self.section = section

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        from rich.table import Table
        from rich.text import Text

        section = self.section
        heads = section.columns or ("",) * len(section.rows[0])
        widths = _widths([heads, *section.rows], options.max_width)
        if widths is None:
            for row in section.rows:
                name, *rest = row
                yield Text(name, style="bold")
                told = ", ".join(f"{head}: {cell}" for head, cell in zip(heads[1:], rest, strict=True) if cell)
                yield Text(f"  {told}")
            return
        table = Table(box=None, show_header=bool(section.columns), padding=(0, _GAP, 0, 0), header_style="dim")
        for name, width in zip(heads, widths, strict=True):
            table.add_column(name, overflow="fold", vertical="top", width=width)
        for row in section.rows:
            table.add_row(*(Text(cell) for cell in row))
        yield table


def _widths(rows: Sequence[tuple[str, ...]], room: int) -> list[int] | None:
    """Letters of each column: its longest cell, less where there is no room; none where a name would break."""
    columns = list(zip(*rows, strict=True))
    whole = [max(len(line) for cell in cells for line in (cell.splitlines() or [""])) for cells in columns]
    words = [max(len(word) for cell in cells for word in (cell.split() or [""])) for cells in columns]
    least = [min(word, _NAME) for word in words]
    room -= _GAP * len(columns)
    if sum(least) > room:
        return None
    fitting = least
    for limit in range(1, max(whole) + 1):
        tried = [min(most, max(few, limit)) for most, few in zip(whole, least, strict=True)]
        if sum(tried) > room:
            break
        fitting = tried
    return fitting
