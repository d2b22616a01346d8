"""A sheet for a reviewer to fill in."""

import csv
import io
from pathlib import Path
from typing import Final

from antral.core import InputError, write_aside
from antral.evidence.literature.report import Report
from antral.evidence.literature.review import Review, Stage
from antral.evidence.literature.screening import standing
from antral.evidence.literature.sheets.table import FORMULA

_COLUMNS: Final = ("id", "decision", "reason", "stage", "reviewer")
_OF_REPORT: Final = ("title", "authors", "year", "journal", "pmid", "doi", "abstract")
_SEPARATORS: Final = {".csv": ",", ".tsv": "\t"}


def write_sheet(review: Review, file: Path, *, stage: Stage, by: str, conflicts: bool = False) -> int:
    """Write the reports that wait for a reviewer, with cells to fill; gives how many, and writes none of none.

    Parameters
    ----------
    by
        The reviewer. What others said is not shown to her, except of conflicts.
    conflicts
        Instead, the reports that reviewers disagree on, with what each said; filled in, they are a consensus.
    """
    if file.suffix not in _SEPARATORS:
        raise InputError(f"{file.name}: a name that ends in .csv or .tsv was wanted.")
    if file.exists():
        raise InputError(f"{file} is there already, and may be filled in; give another name.")
    if not by.strip():
        raise InputError("whoever decides is named, by initials.")
    chosen = _conflicts(review, stage) if conflicts else _waiting(review, stage, by)
    if not chosen:
        return 0
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=_SEPARATORS[file.suffix])
    said = ("consensus", "said") if conflicts else ()
    writer.writerow((*_COLUMNS, *said, *_OF_REPORT))
    for report in chosen:
        opinions = ("yes", _said(review, report, stage)) if conflicts else ()
        authors = "; ".join(report.authors)
        year = "" if report.year is None else str(report.year)
        about = (report.title, authors, year, report.journal, report.pmid or "", report.doi or "", report.abstract)
        writer.writerow([_safe(cell) for cell in (report.name, "", "", stage, by, *opinions, *about)])
    write_aside(file, text.getvalue().encode("utf-8-sig"))
    return len(chosen)


def _reached(review: Review, stage: Stage) -> list[Report]:
    """Reports that have come to a stage, by first author and year."""
    found = [
        one
        for one in review.reports.values()
        if stage == "title" or standing(review, one, "title").verdict == "include"
    ]
    return sorted(found, key=lambda one: one.name)


def _waiting(review: Review, stage: Stage, by: str) -> list[Report]:
    stands = [(one, standing(review, one, stage)) for one in _reached(review, stage)]
    return [one for one, at in stands if at.verdict is None and by not in at.said and len(at.said) < review.reviewers]


def _conflicts(review: Review, stage: Stage) -> list[Report]:
    return [one for one in _reached(review, stage) if standing(review, one, stage).disagreement]


def _said(review: Review, report: Report, stage: Stage) -> str:
    last = {one.by: one for one in review.decisions_on(report, stage) if not one.consensus}
    return "; ".join(
        f"{who}: {one.verdict.replace('_', ' ')}{f' ({one.reason})' if one.reason else ''}"
        for who, one in sorted(last.items())
    )


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
