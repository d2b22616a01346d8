"""Which reported numbers answer a question, each woman once, and what was left out, with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from antral.evidence.questions.change import Change, change_of
from antral.evidence.questions.control import control_of
from antral.evidence.questions.question import WITHOUT, Question
from antral.evidence.studies import Indication, Outcome, Role, Study

_WOMEN = ("patients", "women", "participants")
"""Units in which a count is a number of women."""


@dataclass(frozen=True)
class Count:
    """Women of one study who had the event, of those who were looked at."""

    study: str
    title: str
    arms: tuple[str, ...]
    keys: tuple[str, ...]
    months: float | None
    events: int
    n: int
    note: str = ""


@dataclass(frozen=True)
class Sign:
    """A direction without a number: -1, 0 or 1, at the arm's latest time."""

    study: str
    title: str
    arm: str
    key: str
    months: float | None
    sign: int
    n: int | None
    control: bool
    """Whether it is of an arm that others are compared with."""
    against: str | None
    """The arm that it compares with; none where it is the value before treatment."""


@dataclass(frozen=True)
class LeftOut:
    """A reported number that was not used."""

    study: str
    title: str
    key: str
    reason: str


@dataclass(frozen=True)
class Selection:
    """What answers a question."""

    counts: tuple[Count, ...]
    changes: tuple[Change, ...]
    signs: tuple[Sign, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def numbers(self) -> tuple[Count | Change, ...]:
        """The counts and changes."""
        return (*self.counts, *self.changes)

    @property
    def women(self) -> int:
        """Women behind the numbers."""
        return sum(one.n for one in self.numbers)

    @property
    def studies(self) -> int:
        """Studies behind the numbers."""
        return len({one.study for one in self.numbers})


def select(
    asked: Question,
    among: Mapping[str, Study],
    *,
    roles: Sequence[Role],
    indications: Sequence[Indication],
    months: tuple[float, float] | None,
) -> Selection:
    """The numbers of these studies that answer the question.

    Notes
    -----
    An arm that pools others is used instead of them, in a window that it lies outside of, too: a part that was reported
    at a time of its own was picked. Of several times of one arm the latest within the window counts; a time that is not
    stated lies in no window, and without one counts only where no other is stated. A number whose unit is not women is
    never a count; a percentage is one where a single count gives it.
    """
    found = [
        _of_study(asked, study, months)
        for study in among.values()
        if study.role in roles and study.population.indication in indications
    ]
    return Selection(
        tuple(one for part in found for one in part.counts),
        tuple(one for part in found for one in part.changes),
        tuple(one for part in found for one in part.signs),
        tuple(one for part in found for one in part.left_out),
    )


def select_arms(asked: Question, study: Study, months: tuple[float, float] | None) -> tuple[Count, ...]:
    """The counts of every arm of one study, treated or not."""
    parts = _parts(asked, study)
    rows = [
        one
        for one in study.outcomes
        if one.outcome in asked.outcomes
        and one.arm not in parts
        and not (_unused(asked, study, one) or _outside(one, months) or no_count(one))
    ]
    chosen, _ = _one_an_arm(asked, study, rows)
    return tuple(_count(study, one) for one in chosen.values())


def answering(study: Study, arm: str) -> str:
    """Why the women of an arm are not those whose treatment the study's role names; empty where they are."""
    control, given = control_of(study), study.arms[arm]
    if study.role == "comparator_placebo":
        return "" if control in (None, arm) else "the treated arm of a study that is used for its placebo"
    if arm == control:
        return "the arm that others are compared with"
    if study.role == "cell_derived":
        return "" if given.has_cells or given.source == "mobilised" else "no cells were given in this arm"
    if study.role in ("cell_therapy", "registry_only") and not given.has_cells:
        return "no cells were given in this arm"
    return ""


def _of_study(asked: Question, study: Study, months: tuple[float, float] | None) -> Selection:
    relevant = [one for one in study.outcomes if one.outcome in asked.outcomes]
    signs: list[Sign] = []
    left: list[LeftOut] = []
    kept: list[Outcome] = []
    for one in relevant:
        elsewhere = answering(study, one.arm)
        outside = _unused(asked, study, one) or _outside(one, months)
        if one.statistic == "direction" and not outside:
            signs.append(_sign(study, one))
        elif reason := elsewhere or outside:
            left.append(_left(study, one, reason))
        else:
            kept.append(one)
    signs, more = _latest_signs(study, signs)
    left += more
    if asked.kind == "change":
        changes, unused = _changes(asked, study, kept)
        return Selection((), changes, tuple(signs), (*left, *unused))
    counts, unused = _counts(asked, study, kept)
    return Selection(counts, (), tuple(signs), (*left, *unused))


def _outside(one: Outcome, months: tuple[float, float] | None) -> str:
    if months is None or (one.months is not None and months[0] <= one.months <= months[1]):
        return ""
    window = f"{months[0]:g} to {months[1]:g} months"
    if one.months is None:
        return f"its time is not stated, so that it may lie outside the window of {window}"
    return f"at {one.months:g} months, outside the window of {window}"


def _unused(asked: Question, study: Study, one: Outcome) -> str:
    return asked.not_used.get(study.id, {}).get(one.key, "")


def _parts(asked: Question, study: Study) -> dict[str, str]:
    """Arms whose women another arm holds, with its number that answers the question at any time."""
    found: dict[str, str] = {}
    for one in study.outcomes:
        if one.outcome in asked.outcomes and not (_unused(asked, study, one) or no_count(one)):
            found |= dict.fromkeys(study.arms[one.arm].aggregate_of, one.key)
    return found


def _sign(study: Study, one: Outcome) -> Sign:
    control = bool(answering(study, one.arm))
    return Sign(study.id, study.title, one.arm, one.key, one.months, int(one.value), one.n, control, one.against)


def _latest_signs(study: Study, signs: Sequence[Sign]) -> tuple[list[Sign], list[LeftOut]]:
    """One sign an arm."""
    latest: dict[str, Sign] = {}
    for one in sorted(signs, key=lambda sign: (sign.months is None, -(sign.months or 0.0))):
        latest.setdefault(one.arm, one)
    left = [
        LeftOut(study.id, study.title, one.key, f"another time of the same women: {latest[one.arm].key} is used")
        for one in signs
        if latest[one.arm] is not one
    ]
    return [one for one in signs if latest[one.arm] is one], left


def _left(study: Study, one: Outcome, reason: str) -> LeftOut:
    return LeftOut(study.id, study.title, one.key, reason)


def no_count(one: Outcome) -> str:
    """Why a number is no count of women; empty where it is one."""
    if one.statistic == "percent":
        return "" if _counted_back(one) is not None else f"a percentage ({one.value:g} %) that no single count gives"
    if one.statistic != "count":
        return f"{one.statistic.replace('_', ' ')}, no count"
    if one.unit not in _WOMEN:
        return f"counts {one.unit.replace('_', ' ')}, not women"
    return "how many women were looked at is not stated" if one.n is None else ""


def _counted_back(one: Outcome) -> int | None:
    """The only count of women that rounds to a printed percentage; none where there is none or more than one."""
    if one.n is None:
        return None
    half = 0.5 * 10.0 ** -len(f"{one.value:g}".partition(".")[2])
    fitting = [count for count in range(one.n + 1) if abs(100.0 * count / one.n - one.value) < half]
    return fitting[0] if len(fitting) == 1 else None


def _counts(asked: Question, study: Study, rows: Sequence[Outcome]) -> tuple[tuple[Count, ...], tuple[LeftOut, ...]]:
    left = [_left(study, one, reason) for one in rows if (reason := _design(study) or no_count(one))]
    parts = _parts(asked, study)
    usable = [one for one in rows if not (_design(study) or no_count(one))]
    left += [_left(study, one, f"its women are among those of {parts[one.arm]}") for one in usable if one.arm in parts]
    chosen, more = _one_an_arm(asked, study, [one for one in usable if one.arm not in parts])
    left += more
    return tuple(_count(study, one) for one in chosen.values()), tuple(left)


def _design(study: Study) -> str:
    return WITHOUT.get(study.design, "")


def _one_an_arm(asked: Question, study: Study, rows: Sequence[Outcome]) -> tuple[dict[str, Outcome], list[LeftOut]]:
    """One number an arm: the preferred outcome at its latest stated time."""
    chosen: dict[str, Outcome] = {}
    for one in sorted(rows, key=lambda row: _rank(asked, row)):
        chosen.setdefault(one.arm, one)
    left = [
        _left(study, one, f"the same women are counted by {chosen[one.arm].key}")
        for one in rows
        if chosen[one.arm] is not one
    ]
    return chosen, left


def _rank(asked: Question, row: Outcome) -> tuple[int, bool, float]:
    return asked.outcomes.index(row.outcome), row.months is None, -(row.months or 0.0)


def _count(study: Study, one: Outcome) -> Count:
    notes = ["time not stated"] if one.months is None else []
    back = _counted_back(one) if one.statistic == "percent" else None
    events = int(one.value) if back is None else back
    if back is not None:
        notes.append(f"counted back from {one.value:g} %")
    note = "; ".join(notes)
    return Count(study.id, study.title, (one.arm,), (one.key,), one.months, events, int(one.n or 0), note)


def together(counts: Sequence[Count]) -> tuple[Count, ...]:
    """One count a study: arms with different women are added."""
    found: dict[str, Count] = {}
    for one in counts:
        before = found.get(one.study)
        found[one.study] = one if before is None else _added(before, one)
    return tuple(found.values())


def _added(first: Count, second: Count) -> Count:
    return replace(
        first,
        arms=first.arms + second.arms,
        keys=first.keys + second.keys,
        months=first.months if first.months == second.months else None,
        events=first.events + second.events,
        n=first.n + second.n,
        note="; ".join(dict.fromkeys(note for note in (first.note, second.note) if note)),
    )


def _changes(asked: Question, study: Study, rows: Sequence[Outcome]) -> tuple[tuple[Change, ...], tuple[LeftOut, ...]]:
    """One change an arm, at its latest time."""
    found, left = [], []
    for arm in dict.fromkeys(one.arm for one in rows):
        of_arm = [one for one in rows if one.arm == arm]
        change, reasons = change_of(asked, study, of_arm)
        if _design(study):
            change, reasons = None, {one.key: _design(study) for one in of_arm}
        if change is not None:
            found.append(change)
        left += [_left(study, one, reasons[one.key]) for one in of_arm if one.key in reasons]
    return tuple(found), tuple(left)
