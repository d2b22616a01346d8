"""The search for studies: reviews kept in a file, from exports to the flow of PRISMA 2020."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

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
    told = []
    for export in exports:
        before = len(found.reports)
        found, taken, read = literature.take_in(
            found, Path(export), search=search, database=database, kind=kind, on=on, query=query, hits=hits
        )
        told.append(Imported(Path(export).name, taken.id, read, len(found.reports) - before))
    if any(one.read for one in told):
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


def settle_pair(
    review: Path | str, one: str, other: str, *, same: bool, by: str, on: date | None = None
) -> literature.Review:
    """Keep what a person says of two references that may be one report."""
    found = literature.settle(literature.read_review(Path(review)), one, other, same=same, by=by, on=on or date.today())
    literature.write_review(found, Path(review))
    return found


def link_reference(review: Path | str, name: str, study: str) -> literature.Review:
    """Say which study a report belongs to; the study has to be on record."""
    from antral.evidence import study as on_record

    on_record(study)
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
    agreements: tuple[literature.Agreement, ...]


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
        agreements=tuple(literature.agreements(found)),
    )


def review_flow(review: Path | str) -> literature.Flow:
    """The numbers of the PRISMA 2020 flow, from the record alone; refused where they do not add up."""
    return literature.flow(read_review(review))


def read_review(review: Path | str) -> literature.Review:
    """A review by its file, or by its name where it is shipped."""
    try:
        return literature.read_review(review)
    except InputError as error:
        from antral.records import names

        if isinstance(review, str) and not Path(review).exists():
            raise InputError(f"{error} Shipped are: {', '.join(names('literature'))}.") from error
        raise
