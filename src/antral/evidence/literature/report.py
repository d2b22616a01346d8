"""One report: what several databases gave of it, put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from antral.evidence.literature.normal import bare_doi
from antral.evidence.literature.reference import Reference


@dataclass(frozen=True)
class Report:
    """The fullest account of a report, and all references it comes from."""

    name: str
    """The first name of its references in the alphabet; each of the others stands for it, too."""
    title: str
    authors: tuple[str, ...]
    year: int | None
    journal: str
    doi: str | None
    pmid: str | None
    abstract: str
    study: str | None
    references: tuple[Reference, ...]
    """As they were read, with search, file and place."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that stands for it."""
        return tuple(sorted({one.name for one in self.references}))

    @property
    def cited(self) -> str:
        """First author, year and title, as a list names it."""
        first = self.authors[0] if self.authors else "(no author)"
        year = "" if self.year is None else f" {self.year}"
        return f"{first}{year}. {self.title or '(no title)'}"

    def differing(self) -> dict[str, tuple[str, ...]]:
        """Fields in which its references differ, with each reading; identifiers by what they mean."""
        found = {}
        for field in ("title", "authors", "year", "journal", "doi", "pmid"):
            read = {_shown(one, field) for one in self.references} - {""}
            if len(read) > 1:
                found[field] = tuple(sorted(read))
        return found


def put_together(references: Sequence[Reference]) -> Report:
    """One report of references that are the same.

    Of each field the longest reading is kept (of equally long ones the first in the alphabet), of years the earliest.
    """
    ordered = tuple(sorted(references, key=lambda one: (one.name, one.search or "", one.file, one.number or 0)))
    years = [one.year for one in ordered if one.year is not None]
    return Report(
        name=min(one.name for one in ordered),
        title=_longest([one.title for one in ordered]),
        authors=_most([one.authors for one in ordered]),
        year=min(years) if years else None,
        journal=_longest([one.journal for one in ordered]),
        doi=_longest([bare_doi(one.doi) or "" for one in ordered]) or None,
        pmid=_longest([one.pmid or "" for one in ordered]) or None,
        abstract=_longest([one.abstract for one in ordered]),
        study=_longest([one.study or "" for one in ordered]) or None,
        references=ordered,
    )


def _longest(texts: Sequence[str]) -> str:
    return min(texts, key=lambda text: (-len(text), text))


def _most(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return min(lists, key=lambda names: (-len(names), -len("".join(names)), names))


def _shown(one: Reference, field: str) -> str:
    value: Any = bare_doi(one.doi) if field == "doi" else getattr(one, field)
    return "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
