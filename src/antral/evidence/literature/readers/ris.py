"""RIS as databases and reference managers really write it.

What is understood beside the letter of the format: records without `ER`, one space before the hyphen, lines that go on
without a tag, text before the first record, and a DOI or PMID in the fields where Scopus, Embase, Web of Science,
Zotero and EndNote put them.
"""

import re
from collections.abc import Iterator
from typing import Final

from antral.evidence.literature.normal import bare_doi, bare_pmid
from antral.evidence.literature.readers.fields import Fields, year_in
from antral.evidence.literature.readers.text import Text
from antral.evidence.literature.reference import Reference

_TAG = re.compile(r"([A-Z][A-Z0-9])( {1,2})-(?: ?(.*)|)")
_ONE_SPACE = re.compile(r"T[YI123]|ER|ID|A[UBN12]|N[12]|PY|Y1|D[AOBP]|UR|J[OFA]|KW|S[NP]|EP|VL|IS|LA|M[13]")
"""Tags that are also believed with one space before their hyphen; elsewhere it is a word of a text that goes on."""
_KEPT: Final = {
    "AN": "accession number",
    "U2": "Embase accession",
    "C2": "C2",
    "C7": "article number",
    "ID": "key",
    "M3": "M3",
    "TY": "type",
}
_PMID = re.compile(r"(?:PMID|PubMed ID|Medline ID)\s*[:=]?\s*(\d{4,8})\b", re.IGNORECASE)
_PUBMED_URL = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/(?:\?term=)?)(\d{4,8})\b")
_CENTRAL = re.compile(r"PUBMED (\d{4,8})\b", re.IGNORECASE)
"""What Cochrane's library writes into C3."""


def read_ris(text: Text) -> list[Reference]:
    """The references of a RIS file."""
    return [_reference(one) for one in _records(text)]


def _records(text: Text) -> Iterator[Fields]:
    """A record begins with `TY`; it ends with `ER`, or where the next begins."""
    record: Fields | None = None
    number = 0
    for at, raw in enumerate(text.lines(), start=1):
        line = raw.rstrip().lstrip("\ufeff")  # exports that were put together have the mark in their middle
        tag = _TAG.fullmatch(line)
        if tag is None or (tag.group(2) == " " and not _ONE_SPACE.fullmatch(tag.group(1))):
            if record is not None and line:
                record.go_on(line)
            continue
        name, value = tag.group(1), tag.group(3) or ""
        if name in ("TY", "ER"):
            if record is not None:
                yield record
            record = None
        if name == "TY":
            number += 1
            record = Fields(text, number, at)
        if name != "ER":
            if record is None:
                raise text.wrong(
                    f"the field {name} stands outside a record; 'TY  - ' begins one.", number=number + 1, line=at
                )
            record.add(name, value)
    if record is not None:
        yield record


def _reference(record: Fields) -> Reference:
    database = record.first("DB", "DP")
    notes = [*record.all("N1"), *record.all("M1"), *record.all("M2")]
    return Reference(
        title=record.first("TI", "T1", "CT", "BT"),
        authors=tuple(record.all("AU") or record.all("A1")),
        year=year_in(record.first("PY"), record.first("Y1"), record.first("DA")),
        journal=record.first("JF", "JO", "T2", "JA", "J2", "T3"),
        doi=_doi(record, notes),
        pmid=_pmid(record, database, notes),
        abstract=record.first("AB", "N2"),
        database=database,
        ids={title: "; ".join(record.all(tag)) for tag, title in _KEPT.items() if record.all(tag)},
        **record.place(),
    )


def _doi(record: Fields, notes: list[str]) -> str | None:
    """The field for it; else a link to doi.org, or the fields in which older programs put it."""
    stated = record.first("DO", "DI")
    if stated:
        return stated
    links = [one for one in record.all("UR", "L2", "L3", "LK") if "doi.org/" in one.lower()]
    others = [one for one in record.all("M3", "AN") if bare_doi(one)]
    said = [one for one in notes if re.search(r"\bdoi\b", one, re.IGNORECASE) and bare_doi(one)]
    return next((bare_doi(one) for one in [*links, *others, *said]), None)


def _pmid(record: Fields, database: str, notes: list[str]) -> str | None:
    """From PubMed's accession number, Embase's field C5, Cochrane's C3, a note that says PMID, or a link to PubMed."""
    where = database.casefold()
    tags = ("AN", "ID") if "pubmed" in where or "medline" in where else ("C5",) if "embase" in where else ()
    stated = [found for tag in tags for one in record.all(tag) if (found := bare_pmid(one))]
    said = _PMID.findall("\n".join([*notes, *record.all("AN", "C2")]))
    central = _CENTRAL.findall("\n".join(record.all("C3")))
    linked = _PUBMED_URL.findall("\n".join(record.all("UR", "L2", "LK", "ID")))
    return next(iter([*stated, *central, *said, *linked]), None)
