"""PubMed's own tagged format (NBIB, MEDLINE): `TI  - ` and lines that go on after six spaces.

Tags: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

import re
from collections.abc import Iterator

from antral.evidence.literature.normal import bare_pmid
from antral.evidence.literature.readers.fields import Fields, year_in
from antral.evidence.literature.readers.text import Text
from antral.evidence.literature.reference import Reference

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
_IDENTIFIER = re.compile(r"(.*?)\s*\[(doi|pii|isbn|bookaccession)\]", re.IGNORECASE)


def read_nbib(text: Text) -> list[Reference]:
    """The references of a PubMed export."""
    return [_reference(one) for one in _records(text)]


def _records(text: Text) -> Iterator[Fields]:
    """A record begins with its PMID and ends where the next begins."""
    record: Fields | None = None
    for at, line in enumerate(text.lines(), start=1):
        if not line.strip():
            continue
        tag = _TAG.fullmatch(line)
        if tag is None:
            if record is None or not line.startswith(" "):
                number = 1 if record is None else record.number
                raise text.wrong(
                    f"a tag such as 'TI  - ' or a line that goes on after six spaces was wanted, {line[:40]!r} came.",
                    number=number,
                    line=at,
                )
            record.go_on(line)
            continue
        name, value = tag.groups()
        if name == "PMID" or record is None:
            if record is not None:
                yield record
            record = Fields(text, 1 if record is None else record.number + 1, at)
        record.add(name, value)
    if record is not None:
        yield record


def _reference(record: Fields) -> Reference:
    printed = record.first("PMID")
    pmid = bare_pmid(printed)
    if printed and pmid is None:
        raise record.wrong(f"a PMID is a number of up to eight digits; {printed!r} came.")
    dois = [
        found.group(1)
        for value in [*record.all("LID"), *record.all("AID")]
        if (found := _IDENTIFIER.fullmatch(value)) and found.group(2).lower() == "doi"
    ]
    title = record.first("TI", "BTI")
    if not title or title.casefold().strip("[]. ") == "not available":
        title = record.first("TT") or title
    kept = {"PMCID": record.first("PMC"), "publication type": "; ".join(record.all("PT"))}
    return Reference(
        title=title,
        authors=(*record.all("AU"), *record.all("CN")),
        year=year_in(record.first("DP"), record.first("DEP"), record.first("EDAT")),
        journal=record.first("JT", "TA"),
        doi=dois[0] if dois else None,
        pmid=pmid,
        abstract=record.first("AB"),
        database="PubMed",
        ids={name: value for name, value in kept.items() if value},
        **record.place(),
    )
