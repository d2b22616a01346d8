"""What a reader gathers of one woman before she is a `Patient`: facts that were understood, and what was not."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from antral.patient.diary import Bleed, BleedingDiary
from antral.patient.finding import NOT_LISTED, Finding, Participation, Pregnancy, Procedure, Relative, Statement, Unread
from antral.patient.genetics import FMR1, Karyotype
from antral.patient.measurement import Measurement
from antral.patient.medication import UNLISTED, Medication
from antral.patient.patient import Patient
from antral.patient.readers import names
from antral.patient.readers.values import NotReadError

AGE_ONCE: Final = "give birth_date, or age_years with age_recorded (the day on which she had that age); not both"


@dataclass
class Facts:
    """Facts of one woman in the order of the file."""

    fields: dict[str, Any] = field(default_factory=dict)
    """Plain fields of `Patient`."""
    measurements: list[Measurement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    medications: list[Medication] | None = None
    procedures: list[Procedure] | None = None
    family_history: list[Relative] | None = None
    pregnancies: list[Pregnancy] | None = None
    trials: list[Participation] | None = None
    bleeds: list[Bleed] = field(default_factory=list)
    covered: tuple[dt.date, dt.date] | None = None
    """First and last day of her diary."""
    statements: dict[str, Statement] = field(default_factory=dict)
    reports: dict[str, list[Karyotype | FMR1]] = field(default_factory=dict)
    """Karyotypes and tests of FMR1; the latest one counts."""
    unread: list[Unread] = field(default_factory=list)
    complete: set[str] = field(default_factory=set)
    """Lists of which the source says that nothing is missing."""
    doubtful: set[str] = field(default_factory=set)
    """Lists of which an entry was not read: what is not in them may yet have been."""
    others: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Codes that antral does not use, by place and code."""

    def note(self, where: str, why: str, about: str | None = None) -> None:
        """Keep what was not understood, where it stands, and the analyte that it is about."""
        self.unread.append(Unread(where=where, why=why, about=about))

    def other(self, where: str, code: str) -> None:
        """Count a code that means nothing to antral."""
        self.others[where, code] += 1

    @contextmanager
    def attempt(self, where: str, at: str = "", about: str | None = None) -> Iterator[None]:
        """Read a part of a record; what cannot be understood is noted, and the rest goes on."""
        try:
            yield
        except NotReadError as error:
            self.note(", ".join(one for one in (where, error.at or at) if one), error.why, about)
        except ValidationError as error:
            self.note(", ".join(one for one in (where, at) if one), contradiction(error), about)

    def set(self, name: str, value: Any) -> None:
        """A plain field; a second, different answer is not taken."""
        if self.fields.setdefault(name, value) != value:
            raise NotReadError(f"a second answer to {name}, unlike the first")

    def state(self, name: str, said: Statement, where: str) -> None:
        """A statement; a finding that is stated is a finding. One that no shipped protocol asks for is told."""
        known = names.tables()
        if names.folded(name) not in known["statements"] and names.folded(name) in known["findings"]:
            self.findings.append(Finding(name=names.finding(name), present=said.value, recorded=said.date))
            return
        try:
            self.statements[names.statement(name)] = said
        except NotReadError as error:
            own = names.own_item(name)
            if own:
                self.statements[name] = said
            self.note(where, f"{error.why}{'; it counts only where a protocol of your own asks for it' if own else ''}")

    def report(self, name: str, report: Karyotype | FMR1) -> None:
        """A report of a gene or the chromosomes."""
        self.reports.setdefault(name, []).append(report)

    def woman(self, pseudonym: str) -> Patient:
        """The woman as she is known."""
        with self.attempt("diary"):
            self._diary()
        unread = [*self.unread]
        for (where, code), times in self.others.items():
            unread.append(
                Unread(where=where, why=f"antral does not use {code}{f' ({times} times)' if times > 1 else ''}")
            )
        self._open_doubtful(unread)
        content: dict[str, Any] = {**self.fields, "id": pseudonym, "measurements": self.measurements}
        for name in ("medications", "procedures", "family_history", "pregnancies", "trials"):
            content[name] = None if (found := getattr(self, name)) is None else tuple(found)
        for name, reports in self.reports.items():
            content[name] = max(reports, key=lambda one: (one.date is not None, one.date or dt.date.min))
            if len(reports) > 1:
                unread.append(Unread(where=name, why="several reports; the latest is taken"))
        content |= {"findings": self.findings, "statements": self.statements}
        for _ in range(len(content)):
            try:
                return Patient(**content, unread=tuple(unread))
            except ValidationError as error:
                place = error.errors(include_input=False, include_url=False)[0]["loc"]
                if not place:  # her age, said twice or half
                    unread.append(Unread(where="age", why=AGE_ONCE))
                    for one in ("birth_date", "age_years", "age_recorded"):
                        content.pop(one, None)
                    continue
                name = str(place[0])
                if name not in self.fields:
                    raise
                unread.append(Unread(where=name, why=contradiction(error)))
                del content[name]
        raise AssertionError("a woman without facts is a woman")

    def _diary(self) -> None:
        """Put her diary together."""
        bleeds = tuple(sorted(self.bleeds, key=lambda one: one.date))
        if self.covered is not None:
            self.fields["diary"] = BleedingDiary(from_date=self.covered[0], to_date=self.covered[1], bleeds=bleeds)
        elif bleeds:
            raise NotReadError("bleeds without a row 'diary' that says from when to when she kept count")

    def _open_doubtful(self, unread: list[Unread]) -> None:
        """See to it that a list with an entry that was not read does not say that nothing else is in it."""
        if "medications" in self.doubtful:
            self.medications = [*(self.medications or []), UNLISTED]
        if "procedures" in self.doubtful:
            self.findings += [Finding(name=one.name, onset=one.date) for one in self.procedures or ()]
        if "family_history" in self.doubtful:
            self.family_history = [*(self.family_history or []), Relative(finding=NOT_LISTED)]
        for name in sorted(self.doubtful - {"medications", "family_history"}):
            setattr(self, name, None)
            if name != "procedures":
                unread.append(Unread(where=name, why="an entry was not read, so the list is not used"))


def contradiction(error: ValidationError) -> str:
    """Why a model refused a part of a record, with the field and without the words of the record."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(one) for one in first["loc"])
    why = refusal(first["type"], first.get("ctx"))
    return f"{place}: {why}" if place else why


_WANTED: Final = {
    "value_error": "dates or values that contradict each other",
    "string_pattern_mismatch": "letters, digits and signs that are not allowed here",
    "missing": "missing",
    "extra_forbidden": "an unknown field",
}
_KINDS: Final = {
    "date": "a date (YYYY-MM-DD)",
    "bool": "yes or no (true or false)",
    "float": "a number",
    "int": "a number",
}
_LIMITS: Final = {"gt": "above", "ge": "of at least", "lt": "below", "le": "of at most"}


def refusal(kind: str, context: Mapping[str, Any] | None = None) -> str:
    """What a kind of error of the model means to whoever wrote the file, and what is wanted instead.

    Parameters
    ----------
    context
        What the model says of the kind; only its own limits and words are shown.
    """
    told = context or {}
    if kind in _WANTED:
        return _WANTED[kind]
    if kind == "literal_error":
        return f"a value out of its range; wanted is {told['expected']}"
    limits = [f"{word} {told[limit]:g}" for limit, word in _LIMITS.items() if isinstance(told.get(limit), int | float)]
    if limits:
        return f"a value out of its range; wanted is a number {' and '.join(limits)}"
    wanted = _KINDS.get(kind.split("_", maxsplit=1)[0])
    return f"{wanted} was wanted" if wanted else "a value out of its range"
