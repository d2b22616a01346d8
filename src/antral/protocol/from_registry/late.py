"""Headings that are seen only once the items stand: in the middle of a paragraph, or over several lines."""

import re
from typing import Final

from antral.protocol.from_registry.headings import Section, inline_headings, is_sentence, unclear
from antral.protocol.from_registry.pieces import MARKER, Item, Piece, Reader, stripped

_OVER_LINES: Final = re.compile(
    r"(?:\w+ ){0,3}(?P<which>in|ex)clusion criteri(?:a|on)\b[^:]{0,240}:?|"
    r"[^:]{0,160}\b(?:not be (?:enrolled|eligible|included)|(?P<out>be excluded|ineligible))\b[^:]{0,60}:",
    re.IGNORECASE,
)
_LONGEST_LEAD: Final = 300


def late_headings(reader: Reader) -> None:
    """Make headings of what stands as an item and is none."""
    headings_inside(reader)
    kept: list[Item] = []
    shift: Section | None = None
    lead: str | None = None
    block, count = None, 0
    for item, following in zip(reader.items, [*reader.items[1:], None], strict=False):
        if item.block != block:
            shift, lead, block = None, None, item.block
        words = " ".join(reader.text[item.start : item.end].split())
        found = _OVER_LINES.fullmatch(words)
        if found is not None and following is not None and not (item.marker or is_sentence(words)):
            shift, lead = ("inclusion" if (found["which"] or "").lower() == "in" else "exclusion"), None
            reader.sections_named.append(shift)
        elif not item.marker and words[-1] in ":：" and len(words) < _LONGEST_LEAD and _below(item, following):
            lead = words
        else:
            item.section = shift or item.section
            item.under = item.under if unclear(item.under, item.section) else lead or item.under
            item.block = item.block + count * 1_000 if count else item.block
            kept.append(item)
            continue
        count += 1
        reader.pieces.append(Piece("heading", item.start, item.end))
    reader.items = kept


def _below(item: Item, following: Item | None) -> bool:
    return following is not None and following.block == item.block


def headings_inside(reader: Reader) -> None:
    """Cut items at headings in the middle of a paragraph."""
    cut: list[Item] = []
    shift: Section | None = None
    block = None
    for item in reader.items:
        if block != item.block:
            shift, block = None, item.block
        if shift is not None:
            item.section = shift
        start = item.start
        for begin, end, section in inline_headings(reader.text[item.start : item.end]):
            before = stripped(reader.text, start, item.start + begin)
            if before[0] < before[1]:
                cut.append(Item(*before, item.marker, item.number, item.indent, item.section, item.under, item.block))
            reader.pieces.append(Piece("heading", *stripped(reader.text, item.start + begin, item.start + end)))
            reader.sections_named.append(section)
            item.section = shift = section
            item.marker, item.number, item.under = "", None, None
            item.block += 1_000_000
            start = item.start + end
        begin, stop = stripped(reader.text, start, item.end)
        mark = MARKER.match(reader.text, begin, stop) if begin > item.start else None
        if mark is not None and mark.end() < stop:
            reader.pieces.append(Piece("marker", *stripped(reader.text, begin, mark.end())))
            digits = mark["number"] or mark["wide"]
            item.marker, item.number = ("number", int(digits)) if digits else ("bullet", None)
            begin = mark.end()
        if begin < stop:
            item.start, item.end = begin, stop
            cut.append(item)
    reader.items = cut
