"""The search for studies: reviews kept in a file, from exports to the flow of PRISMA 2020."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from antral.core import InputError
from antral.evidence import literature


def start_review(file: Path | str, question: str, *, reviewers: int = 1) -> literature.Review:
    """Begin the file of a review with its question; `reviewers` have to decide on each report."""
    return literature.start_review(Path(file), question, reviewers=reviewers)


@dataclass(frozen=True)
class Imported:
    """What one export brought."""

    file: str
    search: str
    read: int
    """References read; none where the same file was imported before."""
    new_reports: int
    """Reports that were not there before."""


def import_references(
    review: Path | str,
    exports: Sequence[Path | str],
    *,
    search: str | None = None,
    database: str | None = None,
    kind: literature.Kind | None = None,
    on: date | None = None,
    query: str | None = None,
    hits: int | None = None,
) -> list[Imported]:
    """Add exports (PubMed NBIB or XML, RIS, BibTeX) to a review, all or, where one cannot be read, none of them.

    Parameters
    ----------
    search
        The name of the search that found them; without it, one is made of database and day.
    query
        The search as it was typed, verbatim.
    hits
        What the database counted; the flow is refused where another number was imported.
    """
    place = Path(review)
    found = literature.read_review(place)
    told, before_all = [], found
    for export in exports:
        before = len(found.reports)
        found, taken, read = literature.take_in(
            found, Path(export), search=search, database=database, kind=kind, on=on, query=query, hits=hits
        )
        told.append(Imported(Path(export).name, taken.id, read, len(found.reports) - before))
    if found != before_all:
        literature.write_review(found, place)
    return told


def decide_references(
    review: Path | str,
    names: Sequence[str],
    *,
    stage: literature.Stage,
    verdict: literature.Verdict,
    by: str,
    reason: str = "",
    on: date | None = None,
    consensus: bool = False,
) -> literature.Review:
    """Keep a decision on references, by title and abstract or by full text; earlier ones stay in the record."""
    found = literature.decide(
        literature.read_review(Path(review)),
        tuple(names),
        stage=stage,
        verdict=verdict,
        by=by,
        on=on or date.today(),
        reason=reason,
        consensus=consensus,
    )
    literature.write_review(found, Path(review))
    return found


def write_screening_sheet(
    review: Path | str, file: Path | str, *, stage: literature.Stage, by: str, conflicts: bool = False
) -> int:
    """Write what waits for a reviewer as a sheet (.csv, .tsv) to fill in; gives how many reports; where none, no file.

    `conflicts`: what reviewers disagree on, with what each said; filled in, it is a consensus.
    """
    found = literature.read_review(Path(review))
    return literature.write_sheet(found, Path(file), stage=stage, by=by, conflicts=conflicts)


def take_decisions(
    review: Path | str,
    sheet: Path | str,
    *,
    stage: literature.Stage | None = None,
    verdict: literature.Verdict | None = None,
    by: str | None = None,
    consensus: bool = False,
    on: date | None = None,
    check: bool = False,
) -> literature.Taken:
    """Read decisions back from a sheet, or from an export of Rayyan or Covidence; all its rows can be read, or none is.

    Parameters
    ----------
    stage, verdict, by, consensus
        What is so of the whole sheet, where its cells do not say it.
    check
        Say what would come of it, and write nothing.
    """
    place = Path(review)
    found = literature.read_review(place)
    given = literature.Given(stage, verdict, by, consensus)
    taken = literature.take_decisions(found, Path(sheet), given, on or date.today())
    if not check and taken.review is not found:
        literature.write_review(taken.review, place)
    return taken


def settle_pair(
    review: Path | str, one: str, other: str, *, same: bool, by: str, on: date | None = None
) -> literature.Review:
    """Keep what a person says of two references that may be one report."""
    found = literature.settle(literature.read_review(Path(review)), one, other, same=same, by=by, on=on or date.today())
    literature.write_review(found, Path(review))
    return found


def correct_search(
    review: Path | str,
    search: str,
    *,
    database: str | None = None,
    kind: literature.Kind | None = None,
    on: date | None = None,
    query: str | None = None,
    hits: int | None = None,
) -> literature.Review:
    """State otherwise what was stated of a search, such as what the database counted."""
    said = {"database": database, "kind": kind, "on": on, "query": query, "hits": hits}
    stated = {field: value for field, value in said.items() if value is not None}
    found = literature.correct(literature.read_review(Path(review)), search, **stated)
    literature.write_review(found, Path(review))
    return found


def link_reference(review: Path | str, name: str, study: str, records: Path | str | None = None) -> literature.Review:
    """Say which study an included report belongs to; it is on record, shipped or in a folder of the user's."""
    from antral.evidence import study as on_record

    on_record(study, None if records is None else Path(records))
    found = literature.link(literature.read_review(Path(review)), name, study)
    literature.write_review(found, Path(review))
    return found


@dataclass(frozen=True)
class ReviewStatus:
    """Where a review stands."""

    question: str
    references: int
    reports: int
    doubtful: tuple[literature.Pair, ...]
    waiting: dict[str, tuple[literature.Report, ...]]
    """Reports that wait for a decision, by stage."""
    disagreements: dict[str, tuple[literature.Report, ...]]
    said: dict[str, dict[str, dict[str, literature.Verdict]]]
    """Of each report that reviewers disagree on, by stage and name: the last verdict of each."""
    agreements: tuple[literature.Agreement, ...]
    decided: dict[str, dict[str, int]]
    """How many reports have each verdict, by stage."""
    unlinked: tuple[literature.Report, ...]
    """Included reports of which no study is named."""

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers and text; reports by name."""
        return {
            "question": self.question,
            "references": self.references,
            "reports": self.reports,
            "doubtful": [dataclasses.asdict(one) for one in self.doubtful],
            "waiting": {stage: [one.name for one in reports] for stage, reports in self.waiting.items()},
            "disagreements": {stage: [one.name for one in reports] for stage, reports in self.disagreements.items()},
            "said": self.said,
            "agreements": [dataclasses.asdict(one) for one in self.agreements],
            "decided": self.decided,
            "unlinked": [one.name for one in self.unlinked],
        }


def review_status(review: Path | str) -> ReviewStatus:
    """What is done and what waits: pairs to judge, reports to decide on, disagreements with Cohen's kappa."""
    found = read_review(review)
    stages: tuple[literature.Stage, literature.Stage] = ("title", "full")
    stands = {
        (stage, name): literature.standing(found, one, stage) for stage in stages for name, one in found.reports.items()
    }
    reached = {
        "title": tuple(found.reports.values()) if found.searches != "not_recorded" else (),
        "full": tuple(one for name, one in found.reports.items() if stands["title", name].verdict == "include"),
    }

    def those(stage: literature.Stage, disagreeing: bool) -> tuple[literature.Report, ...]:
        here = [(one, stands[stage, one.name]) for one in reached[stage]]
        return tuple(one for one, at in here if at.verdict is None and at.disagreement == disagreeing)

    return ReviewStatus(
        question=found.question,
        references=len(found.references),
        reports=len(found.reports),
        doubtful=found.doubtful,
        waiting={stage: those(stage, False) for stage in stages},
        disagreements={stage: those(stage, True) for stage in stages},
        said={stage: {one.name: dict(stands[stage, one.name].said) for one in those(stage, True)} for stage in stages},
        agreements=tuple(literature.agreements(found)),
        decided={
            stage: dict(Counter(verdict for one in reached[stage] if (verdict := stands[stage, one.name].verdict)))
            for stage in stages
        },
        unlinked=tuple(
            one
            for name, one in found.reports.items()
            if stands["full", name].verdict == "include" and one.study is None
        ),
    )


def review_flow(review: Path | str, records: Path | str | None = None) -> literature.Flow:
    """The numbers of the PRISMA 2020 flow, from the record alone; refused where they do not add up.

    `records`: a folder of the user's own studies, to which reports may be linked.
    """
    from antral.evidence import studies

    return literature.flow(read_review(review), studies(extra=None if records is None else Path(records)))


def read_review(review: Path | str) -> literature.Review:
    """A review by its file, or by its name where it is shipped."""
    try:
        return literature.read_review(review)
    except InputError as error:
        from antral.records import names

        if isinstance(review, str) and not Path(review).exists():
            raise InputError(f"{error} Shipped are: {', '.join(names('literature'))}.") from error
        raise
