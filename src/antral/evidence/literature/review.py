"""The file of a review: its question, its searches, what they found, and every decision.

What follows from these (which references are one report, where each stands, the flow) is worked out anew each time.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, model_validator

from antral.core import InputError
from antral.evidence.literature.duplicates import Pair, Sorted, sort_out
from antral.evidence.literature.reference import Reference
from antral.evidence.literature.report import Report, put_together
from antral.records import Strict

Kind = Literal["database", "register", "other"]
Stage = Literal["title", "full"]
Verdict = Literal["include", "exclude", "not_retrieved"]


class ImportedFile(Strict):
    """One export that was read."""

    name: str
    sha256: str
    format: str
    encoding: str
    references: int = Field(ge=1)


class Search(Strict):
    """One search of one source, as it was typed."""

    id: str
    database: str
    kind: Kind = "database"
    """`other`: websites, organisations, lists of references."""
    on: date | None = None
    """Day of the search; none where not stated."""
    query: str = ""
    """Its text, verbatim; empty where not stated."""
    hits: int | None = Field(default=None, ge=0)
    """What the source counted; none where not stated."""
    files: tuple[ImportedFile, ...] = ()


class Decision(Strict):
    """What one person, or two who talked it over, decided of one report."""

    reference: str
    stage: Stage
    verdict: Verdict
    reason: str = ""
    by: str
    on: date | None = None
    consensus: bool = False
    """Reached together: it stands above the decisions of single reviewers."""

    @model_validator(mode="after")
    def _fits_its_stage(self) -> "Decision":
        if self.stage == "title" and self.verdict == "not_retrieved":
            raise ValueError("only a full text can be not retrieved")
        if self.stage == "full" and self.verdict == "exclude" and not self.reason.strip():
            raise ValueError("a full text is excluded for a reason; state it")
        if not self.by.strip():
            raise ValueError("whoever decides is named, by initials")
        return self


class Settled(Strict):
    """What a person said of a doubtful pair."""

    pair: tuple[str, str]
    same: bool
    by: str
    on: date | None = None


class Review(Strict):
    """A search for studies, from its question to its decisions."""

    question: str
    note: str = ""
    reviewers: int = Field(default=1, ge=1, le=5)
    """How many have to decide on each report at each stage."""
    searches: Literal["not_recorded"] | tuple[Search, ...] = ()
    """`not_recorded`: how the references were found is not known."""
    references: tuple[Reference, ...] = ()
    settled: tuple[Settled, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> "Review":
        ids = [one.id for one in self.recorded_searches]
        names = {one.name for one in self.references}
        places = Counter((one.search, one.file, one.number) for one in self.references if one.search)
        said = [
            (sorted(name for name, many in Counter(ids).items() if many > 1), "searches stated twice"),
            (sorted({one.search for one in self.references if one.search} - set(ids)), "searches that are not there"),
            (sorted({one.reference for one in self.decisions} - names), "decisions on references that are not there"),
            (sorted({name for one in self.settled for name in one.pair} - names), "pairs of references not there"),
            (sorted(str(place) for place, many in places.items() if many > 1), "references stated twice"),
        ]
        for wrong, what in said:
            if wrong:
                raise ValueError(f"{what}: {', '.join(str(one) for one in wrong)}")
        return self

    def changed(self, **fields: Any) -> "Review":
        """The review with other values of these fields, checked again."""
        kept = {name: getattr(self, name) for name in type(self).model_fields}
        return Review.model_validate(kept | fields)

    @property
    def recorded_searches(self) -> tuple[Search, ...]:
        """The searches; none where they are not recorded."""
        return () if self.searches == "not_recorded" else self.searches

    @cached_property
    def sorting(self) -> Sorted:
        """Which references are one report."""
        settled: dict[tuple[str, str], bool] = {}
        for one in self.settled:
            first, second = sorted(one.pair)
            settled[first, second] = one.same
        return sort_out(self.references, settled)

    @cached_property
    def reports(self) -> dict[str, Report]:
        """Every report by its name."""
        by_name: defaultdict[str, list[Reference]] = defaultdict(list)
        for one in self.references:
            by_name[one.name].append(one)
        found = [put_together([one for name in group for one in by_name[name]]) for group in self.sorting.groups]
        return {one.name: one for one in found}

    @property
    def doubtful(self) -> tuple[Pair, ...]:
        """Pairs that may be one report, for a person to judge."""
        return self.sorting.doubtful

    @cached_property
    def report_of(self) -> dict[str, str]:
        """The report of each name of a reference."""
        return {name: report.name for report in self.reports.values() for name in report.names}

    def report(self, name: str) -> Report:
        """The report that a name stands for; the name may be cut short, as long as it fits one alone."""
        if name in self.report_of:
            return self.reports[self.report_of[name]]
        fitting = {report for known, report in self.report_of.items() if known.startswith(name)}
        if len(fitting) == 1:
            return self.reports[fitting.pop()]
        why = f"it fits {', '.join(sorted(fitting))}" if fitting else "none begins so"
        raise InputError(f"no reference is named {name!r}: {why}. `antral evidence literature status` lists the names.")

    def decisions_on(self, report: Report, stage: Stage) -> list[Decision]:
        """All decisions on a report at one stage, the first first."""
        places = sorted(at for name in report.names for at in self._decided.get((name, stage), ()))
        return [self.decisions[at] for at in places]

    @cached_property
    def _decided(self) -> Mapping[tuple[str, Stage], list[int]]:
        """Places of the decisions on each reference at each stage."""
        found: defaultdict[tuple[str, Stage], list[int]] = defaultdict(list)
        for at, one in enumerate(self.decisions):
            found[one.reference, one.stage].append(at)
        return found
