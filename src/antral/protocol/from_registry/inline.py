"""Criteria that share a paragraph: bullets glued together, numbers in running text, semicolons, sentences."""

import re
from collections.abc import Iterable
from typing import Final

from antral.protocol.from_registry.pieces import Item, Piece, Reader, stripped

_GLUED: Final = re.compile(r"(?<=\s)[•·●▪◦■□►▶➢✓✔※∙]\s*(?=\S)|[•●▪■►➢✓✔]\s*(?=\S)")
_DASHED: Final = re.compile(r"(?:(?<=[a-z0-9.;)%])|(?<=[a-z0-9.;)%]\s))\\?[-*–]\s+(?=[A-Z≥≤<>])")
_HALF_WORD: Final = re.compile(r"\b(?:non|pre|post|anti|self|co|re|sub|multi|mid|short|long|low|high)$", re.IGNORECASE)
_NUMBERED: Final = re.compile(
    r"(?:(?<=[\s;,.:；。，、])|(?<=^))[（(]?(?P<number>\d{1,2})(?:\\?[.)、．）])\s*(?=[^\d\s.,;%)])"
)
_SEMICOLON: Final = re.compile(r"[;；。]\s*(?=\S)")
_SENTENCE: Final = re.compile(r"(?:(?<=\w\w)|(?<=[\d)%]))\.\s+(?=[A-Z≥≤<>])")
_SHORT: Final = re.compile(r"\b(?:e\.g|i\.e|vs|dr|no|approx|ca|cf|etc|al|st|fig|incl)$", re.IGNORECASE)


def cut_inside(reader: Reader) -> None:
    """Cut every item where another one begins within its paragraph."""
    alone = _alone_in_their_block(reader.items)
    following = {id(one): other.number for one, other in zip(reader.items, reader.items[1:], strict=False)}
    found: list[Item] = []
    for item in reader.items:
        text = reader.text[item.start : item.end]
        cuts = _bullets(text, item) or _numbers(text, item, following.get(id(item)))
        if not cuts and id(item) in alone and not item.marker:
            cuts = _sentences(text)
        found.extend(_parts(reader, item, cuts))
    reader.items = found


def _alone_in_their_block(items: list[Item]) -> set[int]:
    seen: dict[int, list[int]] = {}
    for item in items:
        seen.setdefault(item.block, []).append(id(item))
    return {ids[0] for ids in seen.values() if len(ids) == 1}


def _bullets(text: str, item: Item) -> list[tuple[int, int]]:
    cuts = [found.span() for found in _GLUED.finditer(text) if found.start() > 0]
    dashed = [found.span() for found in _DASHED.finditer(text) if not _HALF_WORD.search(text[: found.start()].rstrip())]
    if item.marker == "bullet" or len(dashed) > 1:
        cuts += dashed
    return sorted(set(cuts))


def _numbers(text: str, item: Item, following: int | None) -> list[tuple[int, int]]:
    """Numbers that go on counting, `1. ... 2. ... 3. ...`."""
    wanted = (item.number or 0) + 1
    cuts = []
    for found in _NUMBERED.finditer(text):
        if int(found["number"]) == wanted and wanted != following:
            cuts.append(found.span())
            wanted += 1
    enough = 1 if item.number is not None else 2
    return cuts if len(cuts) >= enough else []


def _sentences(text: str) -> list[tuple[int, int]]:
    """Where a paragraph that is a whole list is cut: at semicolons, or else between sentences."""
    cuts = [
        (found.end(), found.end()) for found in _SEMICOLON.finditer(text) if not _within_brackets(text, found.start())
    ]
    if cuts:
        return cuts
    return [
        (found.end(), found.end())
        for found in _SENTENCE.finditer(text)
        if not _SHORT.search(text[max(0, found.start() - 8) : found.start()])
    ]


def _within_brackets(text: str, position: int) -> bool:
    before = text[max(0, position - 400) : position]
    return before.count("(") > before.count(")")


def _parts(reader: Reader, item: Item, cuts: Iterable[tuple[int, int]]) -> list[Item]:
    """The items that an item is cut into; what lies in a cut is a marker."""
    parts: list[Item] = []
    start, marker, number = item.start, item.marker, item.number
    for begin, end in cuts:
        _keep(parts, reader, item, start, item.start + begin, marker, number)
        sign = stripped(reader.text, item.start + begin, item.start + end)
        if sign[0] < sign[1]:
            reader.pieces.append(Piece("marker", *sign))
            digits = re.search(r"\d+", reader.text[slice(*sign)])
            marker, number = ("number", int(digits.group())) if digits else ("bullet", None)
        start = item.start + end
    _keep(parts, reader, item, start, item.end, marker, number)
    return parts


def _keep(parts: list[Item], reader: Reader, item: Item, start: int, end: int, marker: str, number: int | None) -> None:
    begin, stop = stripped(reader.text, start, end)
    if begin < stop:
        parts.append(Item(begin, stop, marker, number, item.indent, item.section, item.under, item.block))
