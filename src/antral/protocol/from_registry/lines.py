"""The eligibility text of a record, cut into criteria: verbatim, in order, nothing lost."""

import re
from dataclasses import dataclass
from typing import Final

from antral.core import ProtocolError
from antral.protocol.from_registry.headings import Section, unclear
from antral.protocol.from_registry.inline import cut_inside
from antral.protocol.from_registry.late import late_headings
from antral.protocol.from_registry.pieces import Item, Piece, Reader

MOST_CHARACTERS: Final = 200_000
"""Ten times what the registry accepts."""


@dataclass(frozen=True)
class Line:
    """One criterion as it is written; `text == whole[offset : offset + len(text)]`."""

    text: str
    offset: int
    section: Section
    under: str | None = None
    """The heading above it that names neither inclusion nor exclusion, or what leads to it: `any of the following:`."""
    below: tuple["Line", ...] = ()
    """Items nested in it, where they cannot stand alone; their text is part of its text."""


@dataclass(frozen=True)
class Split:
    """A text with its lines and with all else that is in it."""

    lines: tuple[Line, ...]
    rest: tuple[Piece, ...]
    """Headings, bullets, numbers and rules."""
    named: tuple[Section, ...]
    """The sections that have a heading."""


_LEADS: Final = re.compile(r"[:：]\s*$")
_GENERIC: Final = re.compile(
    r"(?:(?:the )?(?:patients?|subjects?|participants?|women|volunteers?|persons?|individuals?|they) )?"
    r"(?:(?:who |that |will |must |should |can |are |is |be |not |have |has |with |meets? |fulfil+s? |satisf(?:y|ies) |"
    r"presents? |eligible |excluded |included |if |they |in case of )*)"
    r"(?:(?P<all>all)|(?P<any>any|at least one|one or more|one|1|either))?(?: one)?(?: of)?(?: the)?"
    r"(?: following)?(?: (?:criteria|conditions?|reasons?))?(?: (?:must be |are |is |be )?(?:met|"
    r"present|fulfil+ed|true|satisfied))?",
    re.IGNORECASE,
)


def split(text: str) -> Split:
    """Cut a text; whatever it looks like, every character that is not blank is in a line or in the rest."""
    if len(text) > MOST_CHARACTERS:
        raise ProtocolError(
            f"the eligibility text has {len(text):,} characters; a registry accepts 20,000, and up to "
            f"{MOST_CHARACTERS:,} are read here. Is the right field in this place?"
        )
    reader = Reader(text)
    reader.read()
    late_headings(reader)
    cut_inside(reader)
    lines: list[Line] = []
    rest = list(reader.pieces)
    for item in _nested(reader.items):
        lines.extend(_lines(text, item, rest))
    inside = [(line.offset, line.offset + len(line.text)) for line in lines]
    return Split(tuple(lines), _outside(rest, inside), tuple(dict.fromkeys(reader.sections_named)))


def _outside(pieces: list[Piece], inside: list[tuple[int, int]]) -> tuple[Piece, ...]:
    """The pieces that lie in no line, in order."""
    kept, spans, position = [], sorted(inside), 0
    for piece in sorted(pieces, key=lambda one: one.start):
        while position < len(spans) and spans[position][1] <= piece.start:
            position += 1
        if position == len(spans) or spans[position][0] > piece.start:
            kept.append(piece)
    return tuple(kept)


def _nested(items: list[Item]) -> list[Item]:
    """Items with those of deeper indent, or of another marker after a colon, below them."""
    top: list[Item] = []
    for item in items:
        parent = top[-1] if top else None
        if parent is None or parent.section != item.section or parent.block != item.block or not item.marker:
            top.append(item)
        elif (item.indent > parent.indent + 1 and parent.marker) or _follows_colon(parent, item):
            parent.children.append(item)
        else:
            top.append(item)
    return top


def _follows_colon(parent: Item, item: Item) -> bool:
    """A letter below a number, or a bullet below one, where indents do not show it."""
    order = {"number": 0, "bullet": 1, "letter": 1, "": 0}
    if parent.children:
        return item.marker == parent.children[0].marker and item.marker != parent.marker
    return order[item.marker] > order[parent.marker] and item.marker == "letter"


def _lines(text: str, item: Item, rest: list[Piece]) -> list[Line]:
    own = text[item.start : item.end]
    if not item.children:
        return [Line(own, item.start, item.section, item.under)]
    children = [Line(text[c.start : c.end], c.start, c.section, item.under) for c in item.children]
    lead = " ".join(own.split()).rstrip(" :：")
    found = _GENERIC.fullmatch(lead)
    if _LEADS.search(own) and found is not None and _alike(found, item.section):
        rest.append(Piece("heading", item.start, item.end))
        under = item.under if unclear(item.under, item.section) else " ".join(own.split())
        return [Line(c.text, c.offset, c.section, under) for c in children]
    end = children[-1].offset + len(children[-1].text)
    return [Line(text[item.start : end], item.start, item.section, item.under, tuple(children))]


def _alike(found: re.Match[str], section: Section) -> bool:
    """Whether items under a lead count one by one: all of them for inclusion, any of them for exclusion."""
    if section == "inclusion":
        return not found["any"]
    return not found["all"]
