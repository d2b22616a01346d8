"""One part of a text that is shown on a terminal or a page: a title, a table, and sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Group


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
    from rich.table import Table
    from rich.text import Text

    parts: list[RenderableType] = []
    for section in sections:
        parts.append(Padding(Text(section.title, style="bold"), (1, 0, 0, 0)))
        if section.rows:
            table = Table(box=None, show_header=bool(section.columns), padding=(0, 2, 0, 0), header_style="dim")
            for name in section.columns or ("", ""):
                table.add_column(name, overflow="fold", vertical="top")
            for row in section.rows:
                table.add_row(*(Text(cell) for cell in row))
            parts.append(Padding(table, (0, 0, 0, 2)))
        parts.extend(Padding(Text(sentence), (0, 0, 0, 2)) for sentence in section.paragraphs)
    return Group(*parts)
