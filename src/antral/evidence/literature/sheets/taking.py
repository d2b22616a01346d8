"""Decisions of a sheet into the record: nothing is overwritten, and every row has its fate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from antral.core import InputError
from antral.evidence.literature.report import Report
from antral.evidence.literature.review import Decision, Review, Stage
from antral.evidence.literature.screening import standing
from antral.evidence.literature.sheets.layouts import Given, Said, read_rows
from antral.evidence.literature.sheets.matching import Finder, NoReportError
from antral.evidence.literature.sheets.table import read_table

_TOLD: Final = 20
"""Wrong rows that an error lists."""


@dataclass(frozen=True)
class Change:
    """A reviewer who decided otherwise before; both decisions stay in the record, the last counts."""

    row: int
    report: str
    before: Decision
    after: Decision


@dataclass(frozen=True)
class NotFound:
    """A row that means no report, or more than one."""

    row: int
    title: str
    why: str


@dataclass(frozen=True)
class Undecided:
    """A row whose word decides nothing."""

    row: int
    report: str
    by: str
    word: str
    stays: Decision | None
    """What the reviewer decided before; it goes on counting."""


@dataclass(frozen=True)
class Taken:
    """What became of the rows of a sheet."""

    review: Review
    """With the decisions added."""
    rows: int
    added: tuple[Decision, ...]
    """New ones; changes are listed apart."""
    changed: tuple[Change, ...]
    same: int
    """Decisions that the record holds already."""
    repeated: tuple[tuple[int, int], ...]
    """Rows that say again what an earlier row said of the same report, with that row."""
    blank: tuple[int, ...]
    undecided: tuple[Undecided, ...]
    not_found: tuple[NotFound, ...]


def take_decisions(review: Review, file: Path, given: Given, on: date) -> Taken:
    """Add the decisions of a sheet.

    A row that cannot be understood refuses the whole sheet: the `InputError` lists all such rows, and nothing is added.
    A row that is understood but means no report of the review is listed, and the others are added.
    """
    table = read_table(file)
    read = read_rows(table, given)
    wrong = list(read.wrong)
    finder = Finder(review)
    found: list[tuple[Said, Report]] = []
    lost: dict[int, NotFound] = {}
    for one in read.said:
        try:
            found.append((one, finder.report(one.row)))
        except NoReportError as error:
            lost[one.row.number] = NotFound(one.row.number, one.row["title"], str(error))
    found, repeated = _once(found, wrong)
    taking = _Taking(on, wrong)
    for stage in ("title", "full"):
        review = taking.stage(review, stage, [pair for pair in found if pair[0].stage == stage])
    if wrong:
        told = "\n".join(f"  row {number}: {why}" for number, why in sorted(wrong)[:_TOLD])
        more = f"\n  and {len(wrong) - _TOLD} more" if len(wrong) > _TOLD else ""
        raise InputError(f"{table.name}: nothing was read, for these rows are wrong:\n{told}{more}")
    return Taken(
        review=review,
        rows=len(table.rows),
        added=tuple(taking.added),
        changed=tuple(taking.changed),
        same=taking.same,
        repeated=tuple(repeated),
        blank=read.blank,
        undecided=tuple(taking.undecided),
        not_found=tuple(lost.values()),
    )


def _once(
    found: list[tuple[Said, Report]], wrong: list[tuple[int, str]]
) -> tuple[list[tuple[Said, Report]], list[tuple[int, int]]]:
    """Each decision of a person on a report once; rows that contradict each other are wrong."""
    first: dict[tuple[str, str, str, bool], tuple[Said, Report]] = {}
    repeated = []
    for one, report in found:
        earlier = first.setdefault((report.name, one.stage, one.by, one.consensus), (one, report))[0]
        if earlier is one:
            continue
        if (earlier.verdict, earlier.reason) == (one.verdict, one.reason):
            repeated.append((one.row.number, earlier.row.number))
        else:
            wrong.append(
                (
                    one.row.number,
                    f"it decides otherwise on {report.name} than row {earlier.row.number} does, by {one.by}.",
                )
            )
    return list(first.values()), repeated


class _Taking:
    """Goes through the decisions of one stage after the other."""

    def __init__(self, on: date, wrong: list[tuple[int, str]]) -> None:
        self.on, self.wrong = on, wrong
        self.added: list[Decision] = []
        self.changed: list[Change] = []
        self.undecided: list[Undecided] = []
        self.same = 0

    def stage(self, review: Review, stage: Stage, found: list[tuple[Said, Report]]) -> Review:
        """The review with the decisions of one stage."""
        new = []
        for one, report in found:
            before = _before(review, report, one)
            if one.verdict is None:
                self.undecided.append(Undecided(one.row.number, report.name, one.by, one.word, before))
                continue
            if stage == "full" and standing(review, report, "title").verdict != "include":
                self.wrong.append((one.row.number, f"{report.name}: by title and abstract it is not included (yet)."))
                continue
            if before is not None and before.verdict == one.verdict and one.reason in ("", before.reason):
                self.same += 1
                continue
            try:
                made = Decision(
                    reference=report.name,
                    stage=stage,
                    verdict=one.verdict,
                    reason=one.reason,
                    by=one.by,
                    on=self.on,
                    consensus=one.consensus,
                )
            except ValidationError as error:
                said = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
                self.wrong.append((one.row.number, f"{report.name}: {said}."))
                continue
            new.append(made)
            if before is None:
                self.added.append(made)
            else:
                self.changed.append(Change(one.row.number, report.name, before, made))
        return review.changed(decisions=(*review.decisions, *new)) if new else review


def _before(review: Review, report: Report, one: Said) -> Decision | None:
    """The last decision of the same person, or the last consensus."""
    decisions = review.decisions_on(report, one.stage)
    last: Mapping[bool, list[Decision]] = {
        True: [each for each in decisions if each.consensus],
        False: [each for each in decisions if not each.consensus and each.by == one.by],
    }
    return last[one.consensus][-1] if last[one.consensus] else None
