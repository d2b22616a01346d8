"""PubMed's XML (`PubmedArticleSet`), read safely.

The parser is expat, from the standard library, driven here by hand: a file that declares any entity is refused (so none
can grow, nor name a file), an outside document type is named by PubMed's files and never fetched, and elements may lie
only so deep.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from antral.core import InputError
from antral.evidence.literature.normal import bare_pmid
from antral.evidence.literature.readers.fields import year_in
from antral.evidence.literature.readers.text import Text
from antral.evidence.literature.reference import Reference

_DEEPEST: Final = 60
_ARTICLES: Final = ("PubmedArticle", "PubmedBookArticle")


def read_pubmed_xml(text: Text) -> list[Reference]:
    """The references of a PubMed XML export."""
    return [_reference(text, element, number, line) for number, (element, line) in enumerate(_articles(text), start=1)]


class _Reading:
    """What the parser has met; each article becomes a small tree, and nothing else is kept."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.parser = expat.ParserCreate()
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._unknown
        self.found: list[tuple[Element, int]] = []
        self.depth = 0
        self.root = ""
        self._builder: TreeBuilder | None = None
        self._since = 0

    def wrong(self, what: str) -> InputError:
        """An error at the place where the parser is."""
        number = None if self._builder is None else len(self.found) + 1
        return self.text.wrong(what, number=number, line=self.parser.CurrentLineNumber)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.root = self.root or name
        if self.depth > _DEEPEST:
            raise self.wrong(f"elements lie more than {_DEEPEST} deep; no PubMed record does.")
        if self._builder is None and name in _ARTICLES:
            self._builder, self._since = TreeBuilder(), self.parser.CurrentLineNumber
        if self._builder is not None:
            self._builder.start(name, attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self._builder is not None:
            self._builder.end(name)
            if name in _ARTICLES:
                self.found.append((self._builder.close(), self._since))
                self._builder = None

    def _data(self, data: str) -> None:
        if self._builder is not None:
            self._builder.data(data)

    def _entity(self, name: str, *_: object) -> None:
        raise self.wrong(f"the entity {name!r} is declared; exports of PubMed declare none, and none is read.")

    def _unknown(self, name: str, is_parameter: bool) -> None:
        raise self.wrong(f"the entity {name!r} is not known.")


def _articles(text: Text) -> Iterator[tuple[Element, int]]:
    reading = _Reading(text)
    content = re.sub(r"^\s*<\?xml[^>]*\?>", _without_encoding, text.content, count=1)
    try:
        reading.parser.Parse(content.encode(), True)
    except expat.ExpatError as error:
        number = len(reading.found) + 1
        why = expat.errors.messages.get(error.code, "")
        raise text.wrong(
            f"not well-formed XML ({why or expat.ErrorString(error.code)}).", number=number, line=error.lineno
        ) from error
    if not reading.found:
        raise text.wrong(f"no PubMed article is in it; its outermost element is {reading.root!r}.")
    yield from reading.found


def _without_encoding(declaration: re.Match[str]) -> str:
    """The lines of the declaration alone: the letters are decoded already."""
    return "\n" * declaration.group().count("\n")


def _text(element: Element | None) -> str:
    """All letters within an element, those in italics and indices too."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _reference(text: Text, article: Element, number: int, line: int) -> Reference:
    book = article.find("BookDocument")
    citation = article.find("MedlineCitation") if book is None else book
    if citation is None:
        raise text.wrong("it has no MedlineCitation and no BookDocument.", number=number, line=line)
    body = citation if book is not None else citation.find("Article")
    if body is None:
        raise text.wrong("its MedlineCitation has no Article.", number=number, line=line)
    pmid = bare_pmid(_text(citation.find("PMID")))
    if pmid is None:
        raise text.wrong("it has no PMID.", number=number, line=line)
    # what the article cites has such lists too, deeper down: only these two places speak of itself
    listed = [
        *article.findall("PubmedData/ArticleIdList/ArticleId"),
        *article.findall("BookDocument/ArticleIdList/ArticleId"),
    ]
    ids = {one.get("IdType", ""): _text(one) for one in listed if _text(one)}
    located = [_text(one) for one in body.findall("ELocationID") if one.get("EIdType") == "doi"]
    title = _text(body.find("ArticleTitle")) or _text(body.find("Book/BookTitle"))
    if not title or title.casefold().strip("[]. ") == "not available":
        title = _text(body.find("VernacularTitle")) or title
    return Reference(
        title=title,
        authors=tuple(filter(None, (_author(one) for one in body.findall("AuthorList/Author")))),
        year=_year(body),
        journal=_text(body.find("Journal/Title")) or _text(body.find("Journal/ISOAbbreviation")),
        doi=ids.get("doi") or next(iter(located), None),
        pmid=pmid,
        abstract=" ".join(_labelled(one) for one in body.findall("Abstract/AbstractText")),
        database="PubMed",
        ids={"PMCID": ids["pmc"]} if "pmc" in ids else {},
        number=number,
        line=line,
    )


def _author(element: Element) -> str:
    family, initials = _text(element.find("LastName")), _text(element.find("Initials"))
    return f"{family} {initials}".strip() or _text(element.find("CollectiveName"))


def _year(body: Element) -> int | None:
    dates = ("Journal/JournalIssue/PubDate", "ArticleDate", "Book/PubDate", "ContributionDate")
    found = [_text(body.find(f"{place}/Year")) or _text(body.find(f"{place}/MedlineDate")) for place in dates]
    return year_in(*found)


def _labelled(part: Element) -> str:
    label = part.get("Label")
    return f"{label}: {_text(part)}" if label else _text(part)
