"""An eligibility text cut into pieces: every character that is not blank lies in exactly one of them."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final, Literal

from antral.protocol.from_registry.headings import Section, heading, unclear

Role = Literal["line", "heading", "marker", "separator"]


@dataclass(frozen=True)
class Piece:
    """A stretch of the text and what it is; `text[start:end]` is verbatim."""

    role: Role
    start: int
    end: int


@dataclass
class Item:
    """One criterion while the text is read: where it lies, how it was marked, and the items below it."""

    start: int
    end: int
    marker: str
    """`number`, `letter`, `bullet`, or nothing."""
    number: int | None
    indent: int
    section: Section
    under: str | None
    """The heading without a section above it, such as `Age:`."""
    block: int
    """Items of one block stand under the same heading."""
    children: list["Item"] = field(default_factory=list)


_LINE: Final = re.compile(r"[^\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
_BULLET: Final = (
    r"\\?[-*+](?=[\s\u200b])|\\?[-–—](?=[A-Za-z(<>≥≤])|[•·‣◦▪▫●○■□►▶➢➤✓✔✗※∙⁃§·]|[–—](?=\s)|\*(?=[A-Z])|o(?=\s{2,}\S)"
)
_NUMBER: Final = (
    r"\(?(?P<number>\d{1,2})(?:\.\d{1,2})*\s?(?:\\?[.)、．:）]|\.\))(?=\s|[^\d\s.,])|[（(](?P<wide>\d{1,2})[）)]"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2})+)(?=\s+[A-Z])|[①-⑳]"
)
_LETTER: Final = (
    r"\(?[A-Za-z][.)](?=\s)|\([a-z]\)|\(?[ivxIVX]{1,5}[.)、](?=\s)|[Ⅰ-ⅿ][.)、]?|[IE]C?\d{1,2}[.):]"
    r"(?=\s)|[一二三四五六七八九十]{1,2}、"
)
MARKER: Final = re.compile(rf"(?:(?P<bullet>{_BULLET})|(?:{_NUMBER})|(?P<letter>{_LETTER}))[\s\u200b\u00a0]*")
_RULE: Final = re.compile(r"[^\w<>≥≤]+")
_LONG_LINE: Final = 60
_ENDS: Final = ".;:。；：!?"
_UNFINISHED: Final = re.compile(r"\b(?:and|or|of|the|with|to|by|in|an?|than|between|at|for|from)$", re.IGNORECASE)
_WORD: Final = re.compile(r"\w")


def blank(character: str) -> bool:
    """Whether a character shows nothing: spaces, line ends, zero-width and direction marks, control characters."""
    return character.isspace() or unicodedata.category(character) in ("Cf", "Cc", "Zs", "Zl", "Zp")


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without blanks at its ends."""
    while start < end and blank(text[start]):
        start += 1
    while end > start and blank(text[end - 1]):
        end -= 1
    return start, end


class Reader:
    """Goes through the physical lines once and keeps headings, markers and items."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[Piece] = []
        self.items: list[Item] = []
        self.section: Section = "inclusion"
        self.sections_named: list[Section] = []
        self.under: str | None = None
        self.block = 0
        self._open = False
        self._last_line = ""
        self._starts = [
            0,
            *(found.end() for found in re.finditer(r"\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]", text)),
        ]

    def read(self) -> None:
        """Read all of the text."""
        previous_end = 0
        for found in _LINE.finditer(self.text):
            gap = self.text[previous_end : found.start()]
            if gap.count("\n") + gap.count("\r") - gap.count("\r\n") + gap.count("\u2029") > 1:
                self._open = False
            previous_end = found.end()
            start, end = stripped(self.text, found.start(), found.end())
            if start == end:
                self._open = False
                continue
            self._line(start, end)

    def _column(self, position: int) -> int:
        line = self._starts[bisect_right(self._starts, position) - 1]
        return len(self.text[line:position].expandtabs(4))

    def _line(self, start: int, end: int) -> None:
        """One physical line; behind a heading it goes on as if the line began there."""
        while start < end:
            start, _ = stripped(self.text, self._taken(start, end), end)

    def _taken(self, start: int, end: int) -> int:
        """Take what the line begins with, and say where that ends."""
        indent = self._column(start)
        if _RULE.fullmatch(self.text, start, end) and not _WORD.search(self.text, start, end):
            self.pieces.append(Piece("separator", start, end))
            return end
        title = heading(self.text[start:end], marked=False) if not self._continues(start, end, indent) else None
        if title is not None:
            self._heading(start, start + title.length, title.section)
            return start + title.length
        marker = MARKER.match(self.text, start, end)
        begin, stop = stripped(self.text, marker.end(), end) if marker is not None else (end, end)
        if marker is None or begin == stop:
            self._words(start, end, indent)
            return end
        title = heading(self.text[begin:stop], marked=True)
        self.pieces.append(Piece("marker", *stripped(self.text, start, marker.end())))
        if title is not None and title.section is not None:
            self._heading(begin, begin + title.length, title.section)
            return begin + title.length
        digits = marker["number"] or marker["wide"]
        kind = "bullet" if marker["bullet"] else "letter" if marker["letter"] else "number"
        self._begin(begin, stop, kind, int(digits) if digits else None, indent)
        return end

    def _heading(self, start: int, end: int, section: Section | None) -> None:
        start, end = stripped(self.text, start, end)
        self.pieces.append(Piece("heading", start, end))
        self._open = False
        self.block += 1
        if section is None and unclear(self.under, self.section):
            return  # `Age:` below `Not allowed:` does not settle what is asked
        if section is None:
            self.under = " ".join(self.text[start:end].split())
        else:
            self.section, self.under = section, None
            self.sections_named.append(section)

    def _begin(self, start: int, end: int, marker: str, number: int | None, indent: int) -> None:
        self.items.append(Item(start, end, marker, number, indent, self.section, self.under, self.block))
        self._open = True
        self._last_line = self.text[start:end]

    def _words(self, start: int, end: int, indent: int) -> None:
        """A line without a marker: more of the item before it, or an item of its own."""
        if self._continues(start, end, indent):
            self.items[-1].end = end
            self._last_line = self.text[start:end]
        else:
            self._begin(start, end, "", None, indent)

    def _continues(self, start: int, end: int, indent: int) -> bool:
        if not self._open or not self.items or (self.pieces[-1:] and self.pieces[-1].start > self.items[-1].start):
            return False
        last, first = self.items[-1], self.text[start]
        marker = MARKER.match(self.text, start, end)
        if marker is not None and self._plausible(marker):
            return False
        if last.marker and indent > last.indent:
            return True
        ended = self._last_line[-1:] in _ENDS
        if _UNFINISHED.search(self._last_line):
            return True
        if first.islower() or first in "(,":
            return not (ended and self._last_line[-1:] != ":" and len(self._last_line) < _LONG_LINE)
        return not ended and len(self._last_line) >= _LONG_LINE

    def _plausible(self, marker: re.Match[str]) -> bool:
        """Whether a number at the start of a line counts items; `18) years` in a wrapped line does not."""
        digits = marker["number"] or marker["wide"]
        if digits is None or self._last_line[-1:] in _ENDS:
            return True
        return int(digits) == 1 or any(item.number == int(digits) - 1 for item in self.items[-40:])
