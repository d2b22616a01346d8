"""Readers of exports: PubMed NBIB and XML, RIS, BibTeX. The format is told by what the file holds.

They are our own: the formats are small, and only so can an error name file, record and line, and can records be read
that libraries refuse (RIS without `ER`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from antral.evidence.literature.readers.bibtex import read_bibtex
from antral.evidence.literature.readers.nbib import read_nbib
from antral.evidence.literature.readers.pubmed_xml import read_pubmed_xml
from antral.evidence.literature.readers.ris import read_ris
from antral.evidence.literature.readers.text import Text, content_of, decoded
from antral.evidence.literature.reference import Reference

READERS: Final = MappingProxyType[str, Callable[[Text], list[Reference]]](
    {"nbib": read_nbib, "pubmed_xml": read_pubmed_xml, "ris": read_ris, "bibtex": read_bibtex}
)
_SIGNS: Final = (
    ("pubmed_xml", re.compile(r"\A\s*<[?!A-Za-z]")),
    ("nbib", re.compile(r"^PMID- ", re.MULTILINE)),
    ("ris", re.compile(r"^\ufeff?TY {1,2}-", re.MULTILINE)),
    ("bibtex", re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)),
)


@dataclass(frozen=True)
class Export:
    """What one file held."""

    format: str
    encoding: str
    references: tuple[Reference, ...]


def read_export(file: Path) -> Export:
    """The references of an export; an `InputError` names file, record and line."""
    text = decoded(content_of(file), file.name)
    name = next((name for name, sign in _SIGNS if sign.search(text.content)), None)
    if name is None:
        raise text.wrong(
            "no PubMed (NBIB, XML), RIS or BibTeX export: no line begins as theirs do. Export the search again in one "
            "of these formats."
        )
    found = tuple(one.model_copy(update={"file": file.name}) for one in READERS[name](text))
    if not found:
        raise text.wrong("it holds no reference.")
    return Export(name, text.encoding, found)


__all__ = ["READERS", "Export", "read_export"]
