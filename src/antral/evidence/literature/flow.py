"""The numbers of the PRISMA 2020 flow (Page 2021, BMJ 372:n71), from the record of a review and nothing else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from antral.core import InputError
from antral.evidence.literature.report import Report
from antral.evidence.literature.review import Review, Search
from antral.evidence.literature.screening import standing
from antral.evidence.studies import Study, studies


@dataclass(frozen=True)
class Column:
    """One way by which reports came: databases and registers, or other methods. None is not known."""

    identified: tuple[tuple[str, int], ...] | None
    """References of each source."""
    duplicates: int | None
    screened: int | None
    excluded: int | None
    waiting: int | None
    """Of those screened: not decided yet, or reviewers disagree."""
    sought: int | None
    not_retrieved: int | None
    waiting_full: int | None
    assessed: int | None
    reasons: tuple[tuple[str, int], ...] | None
    """Full texts excluded, by reason; the commonest first."""


@dataclass(frozen=True)
class Flow:
    """Everything that the figure shows."""

    question: str
    databases: Column
    registers: tuple[str, ...]
    """Which of its sources are registers of trials."""
    other: Column | None
    """None where no other method was used."""
    reports: int
    studies: int | None
    """None while included reports are not linked to a study."""
    unlinked: int
    roles: tuple[tuple[str, int], ...]
    """Included studies on record by their role there."""
    searches: tuple[Search, ...]
    notes: tuple[str, ...]

    @property
    def finished(self) -> bool:
        """Whether nothing waits."""
        columns = [self.databases, *([self.other] if self.other else [])]
        return not any(one.waiting or one.waiting_full for one in columns)


def flow(review: Review, shelf: Mapping[str, Study] | None = None) -> Flow:
    """The numbers; an `InputError` says what does not add up. `shelf`: the studies on record, by name."""
    on_record = studies() if shelf is None else shelf
    wrong = _wrong(review)
    if wrong:
        raise InputError("The flow does not add up and is not drawn. " + " ".join(wrong))
    kinds = {one.id: one.kind for one in review.recorded_searches}
    included = [one for one in review.reports.values() if standing(review, one, "full").verdict == "include"]
    linked = sorted({one.study for one in included if one.study})
    unlinked = sum(one.study is None for one in included)
    recorded = review.searches != "not_recorded"
    ways: dict[bool, list[Report]] = {True: [], False: []}
    for report in review.reports.values():
        found_by = {kinds.get(one.search or "") for one in report.references}
        ways[found_by == {"other"}].append(report)
    has_other = "other" in kinds.values()
    roles = Counter(on_record[name].role for name in linked if name in on_record)
    return Flow(
        question=review.question,
        databases=_column(review, ways[False], other=False) if recorded else _unknown(),
        registers=tuple(one.database for one in review.recorded_searches if one.kind == "register"),
        other=_column(review, ways[True], other=True) if has_other else None,
        reports=len(included),
        studies=None if unlinked else len(linked),
        unlinked=unlinked,
        roles=tuple(sorted(roles.items())),
        searches=review.recorded_searches,
        notes=tuple(_notes(review, recorded)),
    )


def _unknown() -> Column:
    return Column(None, None, None, None, None, None, None, None, None, None)


def _column(review: Review, reports: Sequence[Report], *, other: bool) -> Column:
    searches = [one for one in review.recorded_searches if (one.kind == "other") == other]
    sources: Counter[str] = Counter()
    for one in searches:
        sources[one.database] += sum(file.references for file in one.files)
    titles = Counter(standing(review, one, "title").verdict for one in reports)
    sought = [one for one in reports if standing(review, one, "title").verdict == "include"]
    full = [standing(review, one, "full") for one in sought]
    texts = Counter(one.verdict for one in full)
    return Column(
        identified=tuple(sources.items()),
        duplicates=sources.total() - len(reports),
        screened=len(reports),
        excluded=titles["exclude"],
        waiting=titles[None],
        sought=len(sought),
        not_retrieved=texts["not_retrieved"],
        waiting_full=texts[None],
        assessed=texts["include"] + texts["exclude"],
        reasons=_by_reason(one.reason for one in full if one.verdict == "exclude"),
    )


def _plain(reason: str) -> str:
    return " ".join(reason.split()).rstrip(".")


def _by_reason(reasons: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """How often each reason was given; capitals, spaces and a full stop make no other one, the commonest is shown."""
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for reason in reasons:
        spelled[_plain(reason).casefold()][_plain(reason)] += 1
    found = [(min(forms, key=lambda form: (-forms[form], form)), forms.total()) for forms in spelled.values()]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))


def _wrong(review: Review) -> list[str]:
    """What contradicts itself."""
    said = []
    if review.searches == "not_recorded":
        if any(one.search for one in review.references):
            said.append("The searches are said to be not recorded, but references name a search.")
        return said
    if not review.searches:
        said.append("No search is in the record; import an export first.")
    listed = Counter((one.search, one.file) for one in review.references)
    for search in review.searches:
        read = sum(one.references for one in search.files)
        for file in search.files:
            there = listed.pop((search.id, file.name), 0)
            if there != file.references:
                said.append(
                    f"Search {search.id}: {file.name} held {file.references} references, {there} are in the record."
                )
        if search.hits is not None and search.hits != read:
            said.append(
                f"Search {search.id}: {search.database} counted {search.hits} hits, {read} references were imported. "
                f"Export all of them, or: antral evidence literature correct FILE {search.id} --hits {read}."
            )
    if listed:
        said.append(f"{listed.total()} references name no search or no file of it.")
    for report in review.reports.values():
        title, full = standing(review, report, "title"), standing(review, report, "full")
        if full.verdict is not None and title.verdict != "include":
            now = "awaits a decision" if title.verdict is None else "is excluded"
            said.append(f"{report.name}: its full text was decided on, but by title and abstract it {now}.")
    return said


def _notes(review: Review, recorded: bool) -> list[str]:
    said = [review.note] if review.note else []
    if not recorded:
        said.append(
            "How these references were found is not recorded: the numbers before inclusion are unknown, not zero. This "
            "is no systematic review, and is not to be cited as one."
        )
    if review.doubtful:
        many = len(review.doubtful)
        pairs = f"{many} pairs may be duplicates and wait" if many > 1 else "One pair may be duplicates and waits"
        said.append(f"{pairs} for a person; counted apart until then.")
    apart = sum(_excluded_apart(review, report) for report in review.reports.values())
    if apart:
        texts = f"{apart} full texts were" if apart > 1 else "One full text was"
        said.append(
            f"{texts} excluded by reviewers for different reasons; that of whoever decided first is counted, until a "
            "consensus states one."
        )
    gaps = []
    for one in review.recorded_searches:
        stated = {"date": one.on, "text": one.query, "number of hits": one.hits}
        missing = [name for name, value in stated.items() if value in (None, "")]
        if missing:
            gaps.append(f"{one.id} ({', '.join(missing)})")
    if gaps:
        said.append(f"Not stated of searches: {'; '.join(gaps)}.")
    return said


def _excluded_apart(review: Review, report: Report) -> bool:
    """Whether reviewers excluded a full text, each for another reason, and no consensus states one."""
    decisions = review.decisions_on(report, "full")
    last = {one.by: one for one in decisions}
    reasons = {_plain(one.reason).casefold() for one in last.values()}
    return (
        not any(one.consensus for one in decisions)
        and {one.verdict for one in last.values()} == {"exclude"}
        and len(reasons) > 1
    )
