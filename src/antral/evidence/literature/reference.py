"""One reference, as a database gave it."""

import hashlib
from functools import cached_property

from pydantic import Field

from antral.evidence.literature.normal import bare_doi, bare_title, plain, surname
from antral.records import Strict


class Reference(Strict):
    """One record of an export; what the export left out is empty or none."""

    title: str = ""
    authors: tuple[str, ...] = ()
    """`Mashayekhi M` or `Mashayekhi, Mehri`, as the export writes them; a group by its name."""
    year: int | None = Field(default=None, ge=1500, le=2200)
    journal: str = ""
    doi: str | None = None
    """As printed; `bare_doi` makes two of them comparable."""
    pmid: str | None = None
    abstract: str = ""
    database: str = ""
    """Where the export says that it comes from; empty where it does not say."""
    ids: dict[str, str] = Field(default_factory=dict)
    """Other identifiers, verbatim: PMCID, accession numbers, keys."""
    search: str | None = None
    """The search that found it; none where that is not recorded."""
    file: str = ""
    number: int | None = Field(default=None, ge=1)
    """Its place in that file, counted from 1."""
    line: int | None = Field(default=None, ge=1)
    study: str | None = None
    """The study record it reports."""

    @cached_property
    def name(self) -> str:
        """First author, year and six letters that stand for title, DOI and PMID: the same in every file.

        Without DOI and PMID the journal tells apart what was presented at two congresses under one title.
        """
        who = surname(self.authors[0]) if self.authors else ""
        year = "" if self.year is None else str(self.year)
        what: tuple[str, ...] = (bare_title(self.title), bare_doi(self.doi) or "", self.pmid or "")
        if any(what) and not any(what[1:]):
            what = (*what, plain(self.journal)) if self.journal else what
        if not any(what):
            what = (self.journal, self.abstract, repr(sorted(self.ids.items())))
        made = hashlib.sha256("\x1f".join((who, year, *what)).encode()).hexdigest()[:6]
        return f"{who.replace(' ', '') or 'unknown'}{year}-{made}"
