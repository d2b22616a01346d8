"""BibTeX: nested braces, joined strings, `@string`, comments, LaTeX in the fields."""

import re
from collections.abc import Iterator
from typing import Final

from antral.evidence.literature.normal import bare_pmid
from antral.evidence.literature.readers.fields import Fields, year_in
from antral.evidence.literature.readers.latex import plain_letters
from antral.evidence.literature.readers.text import Text
from antral.evidence.literature.reference import Reference

_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*([{(])")
_NAME = re.compile(r"\s*([^\s=,{}()\"#%]+)\s*=\s*")
_KEY = re.compile(r"[^,{}()]*")
_JOIN = re.compile(r"\s*#")
_BARE = re.compile(r"[^\s,{}()\"#]+")
_PMID = re.compile(r"\bPMID:?\s*(\d{4,8})\b")
"""What Zotero writes into a note."""
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOSES: Final = {"{": "}", "(": ")"}


def read_bibtex(text: Text) -> list[Reference]:
    """The references of a BibTeX or BibLaTeX file."""
    return [_reference(one) for one in _Scanner(text).entries()]


class _Scanner:
    """Goes through the letters of a file once."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.letters = "\n".join(text.lines())
        self.strings = {month: month for month in _MONTHS}
        self.number = 0

    def entries(self) -> Iterator[Fields]:
        """Every entry; what stands between entries is a comment, as BibTeX has it."""
        at = 0
        while (found := _ENTRY.search(self.letters, at)) is not None:
            kind, opening = found.group(1).lower(), found.group(2)
            at = found.end()
            if kind in ("comment", "preamble"):
                at = self._past(at, opening)
            elif kind == "string":
                at = self._fields(at, _CLOSES[opening], self.strings)
            else:
                self.number += 1
                entry = Fields(self.text, self.number, self._line(found.start()))
                key = _KEY.match(self.letters, at)
                end = at if key is None else key.end()
                entry.add("key", self.letters[at:end])
                at = end
                if self.letters[at : at + 1] == ",":
                    at += 1
                values: dict[str, str] = {}
                at = self._fields(at, _CLOSES[opening], values)
                for name, value in values.items():
                    entry.add(name, value)
                yield entry

    def _line(self, at: int) -> int:
        return self.letters.count("\n", 0, at) + 1

    def _past(self, at: int, opening: str) -> int:
        """The place after the bracket that closes this one."""
        closing, depth = _CLOSES[opening], 1
        for place in range(at, len(self.letters)):
            letter = self.letters[place]
            depth += (letter == opening) - (letter == closing)
            if depth == 0:
                return place + 1
        raise self.text.wrong(f"a bracket {opening!r} is never closed.", number=self.number + 1, line=self._line(at))

    def _fields(self, at: int, closing: str, into: dict[str, str]) -> int:
        """Reads `name = value` up to the closing bracket; names are kept in small letters."""
        while True:
            while self.letters[at : at + 1].isspace() or self.letters[at : at + 1] == ",":
                at += 1
            if self.letters[at : at + 1] == closing:
                return at + 1
            name = _NAME.match(self.letters, at)
            if name is None:
                raise self._wrong(at, f"'name = value' or {closing!r} was wanted")
            value, at = self._value(name.end())
            into.setdefault(name.group(1).lower(), value)

    def _value(self, at: int) -> tuple[str, int]:
        """One value: parts in braces, in quotes, numbers or names of strings, joined by `#`."""
        parts = []
        while True:
            while self.letters[at : at + 1].isspace():
                at += 1
            letter = self.letters[at : at + 1]
            if letter == "{":
                end = self._closed(at + 1, "}")
                parts.append(self.letters[at + 1 : end - 1])
                at = end
            elif letter == '"':
                end = self._closed(at + 1, '"')
                parts.append(self.letters[at + 1 : end - 1])
                at = end
            elif (bare := _BARE.match(self.letters, at)) is not None:
                parts.append(self.strings.get(bare.group().lower(), bare.group()))
                at = bare.end()
            else:
                raise self._wrong(at, "a value in braces or quotes, a number or the name of a string was wanted")
            rest = _JOIN.match(self.letters, at)
            if rest is None:
                return "".join(parts), at
            at = rest.end()

    def _closed(self, at: int, closing: str) -> int:
        """The place after the sign that closes a value; braces within it are counted, escaped ones are not."""
        depth, place = 0, at
        while place < len(self.letters):
            letter = self.letters[place]
            if letter == "\\":
                place += 2
                continue
            if letter == closing and depth == 0:
                return place + 1
            depth += (letter == "{") - (letter == "}")
            place += 1
        raise self._wrong(at - 1, f"a value that is closed by {closing!r} was wanted; the file ends before it")

    def _wrong(self, at: int, what: str) -> Exception:
        came = self.letters[at : at + 20].split("\n")[0]
        return self.text.wrong(f"{what}; {came!r} came.", number=max(1, self.number), line=self._line(at))


def _reference(entry: Fields) -> Reference:
    def plain(*names: str) -> str:
        return plain_letters(entry.first(*names))

    kept = {"key": plain("key"), "eprint": plain("eprint"), "PMCID": plain("pmcid")}
    archive = plain("eprinttype", "archiveprefix").casefold()
    return Reference(
        title=plain("title") + (f": {plain('subtitle')}" if entry.first("subtitle") else ""),
        authors=_authors(entry.first("author")),
        year=year_in(entry.first("year"), entry.first("date")),
        journal=plain("journal", "journaltitle", "booktitle"),
        doi=plain("doi") or None,
        pmid=bare_pmid(plain("pmid"))
        or (bare_pmid(plain("eprint")) if archive in ("pubmed", "pmid") else None)
        or (noted.group(1) if (noted := _PMID.search(plain("note", "annote"))) else None),
        abstract=plain("abstract"),
        database=plain("source", "database"),
        ids={name: value for name, value in kept.items() if value},
        **entry.place(),
    )


def _authors(text: str) -> tuple[str, ...]:
    """Names apart at `and`, where it does not stand in braces; `Anna B. de Vries` becomes `de Vries, Anna B.`."""
    found, depth, last = [], 0, 0
    flat = " ".join(text.split())
    for at, letter in enumerate(flat):
        depth += (letter == "{") - (letter == "}")
        if depth == 0 and flat[at : at + 5].lower() == " and ":
            found.append(flat[last:at])
            last = at + 5
    found.append(flat[last:])
    return tuple(_author(one.strip()) for one in found if one.strip() and one.strip().lower() != "others")


def _author(name: str) -> str:
    if name.startswith("{") and name.endswith("}"):
        return plain_letters(name)
    if "," in name:
        parts = [plain_letters(part) for part in name.split(",")]
        return f"{parts[0]}, {parts[-1]}"
    words = plain_letters(name).split()
    if len(words) < 2:
        return " ".join(words)
    first = next((at for at, word in enumerate(words[:-1]) if at and word[:1].islower()), len(words) - 1)
    return f"{' '.join(words[first:])}, {' '.join(words[:first])}"
