"""One woman against one protocol, with everything that speaks against her, what is open, and what would decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from antral.patient import Patient, Unread
from antral.protocol import KINDS, Criterion, Screened, Study, Verdict, screen
from antral.screening.asked import asked, asked_of
from antral.screening.candidates import Candidates
from antral.screening.later import open_until
from antral.screening.plain import joined, missing, reason, written
from antral.screening.scrub import Wording
from antral.screening.wanted import Wanted, expected_burden, for_persons, wanted

_TELLING: Final = re.compile(r".*\d.*(?<!: present)(?<!: absent)")
"""Data without a number, such as `medicines`, and findings say nothing beside the reason."""


@dataclass(frozen=True)
class Line:
    """One line of the record and what is said of it."""

    id: str
    section: str
    text: str
    """Verbatim."""
    asked: str
    """What is asked, with its limit; of a line that keeps her out, the parts that do."""
    grade: str
    verdict: Verdict
    wording: Wording

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        turns = self.verdict.changes_on
        return {
            "line": self.id,
            "section": self.section,
            "text": self.text,
            "asked": self.asked,
            "grade": self.grade.replace("_", " "),
            "reason": self.wording.text(reason(self.verdict.reason)),
            "data": [self.wording.text(written(one)) for one in self.verdict.data_used if _TELLING.fullmatch(one)],
            "missing": missing(self.verdict.missing_data),
            "time_alone_turns_it_on": self.wording.day(turns),
        }


@dataclass(frozen=True)
class Explained:
    """The verdict on one woman, with its grounds."""

    patient: str
    """Her pseudonym, or her number."""
    protocol: str
    outcome: str
    keeps_out: tuple[Line, ...]
    """Every line that keeps her out."""
    open: tuple[Line, ...]
    """Lines that data would decide."""
    for_persons: tuple[Line, ...]
    """Lines that a person has to judge."""
    lets_in: tuple[Line, ...]
    to_decide: tuple[Wanted, ...]
    """What would decide, in the order in which to ask; empty unless she is undetermined."""
    open_until: date | None
    """The last day on which no line keeps her out if nothing new happens; None where time alone shuts nothing."""
    unread: tuple[Unread, ...]
    """Entries of her record that could not be read and count as not recorded; none in a report to be shared."""
    wording: Wording

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as `antral screen --json` prints them."""
        return {
            "patient": self.patient,
            "protocol": self.protocol,
            "on": self.wording.screened,
            "outcome": self.outcome,
            "keeps_out": [line.to_dict() for line in self.keeps_out],
            "open": [line.to_dict() for line in self.open],
            "for_persons": [line.to_dict() for line in self.for_persons],
            "lets_in": [line.to_dict() for line in self.lets_in],
            "to_decide": [one.to_dict() for one in self.to_decide],
            "expected_burden": round(expected_burden(self.to_decide), 2),
            "open_until": self.wording.day(self.open_until),
            "entries_not_understood": [{"where": one.where, "why": one.why} for one in self.unread],
        }


def explain(
    protocol: Study, patient: Patient, *, on: date, candidates: Candidates, wording: Wording | None = None
) -> Explained:
    """Screen one woman on a day, and say why.

    Parameters
    ----------
    candidates
        Virtual women from whom chances are read.
    """
    words = wording or Wording(on)
    screening = screen(protocol, patient, on=on)
    lines = [line for line in screening.lines if line.criterion.duplicate_of is None]
    still_open = [line for line in lines if line.admits is None]
    parted = {line.criterion.id: _by_part(line.criterion, patient, on) for line in still_open}
    judged = [line for line in still_open if _is_judged(line.criterion, parted[line.criterion.id])]
    data = [line for line in still_open if line not in judged]
    questions: tuple[Wanted, ...] = ()
    if screening.outcome == "undetermined":
        asked_of = [(line.criterion, parted[line.criterion.id]) for line in still_open]
        questions = wanted(asked_of, candidates.like(patient, on))

    def told(chosen: Sequence[Screened]) -> tuple[Line, ...]:
        return tuple(_line(line, words) for line in chosen)

    return Explained(
        patient=patient.id,
        protocol=protocol.id,
        outcome=screening.outcome,
        keeps_out=tuple(_out(line, patient, words) for line in lines if line.admits is False),
        open=told(data),
        for_persons=told(judged),
        lets_in=told([line for line in lines if line.admits]),
        to_decide=questions,
        open_until=open_until(patient, screening, on),
        unread=() if words.redacted else patient.unread,
        wording=words,
    )


def _by_part(line: Criterion, patient: Patient, on: date) -> list[Verdict]:
    return [part.settled(KINDS[part.kind].evaluate(patient, part.rule, on)) for part in line.parts]


def _is_judged(line: Criterion, verdicts: Sequence[Verdict]) -> bool:
    """Whether nothing but a person's judgement is missing."""
    parts = zip(line.parts, verdicts, strict=True)
    return all(for_persons(part, line) for part, verdict in parts if verdict.status == "unknown")


def _line(line: Screened, wording: Wording) -> Line:
    one = line.criterion
    return Line(one.id, one.section, one.words, asked_of(one), one.grade, line.verdict, wording)


def _out(line: Screened, patient: Patient, wording: Wording) -> Line:
    """A line that keeps her out: of its parts, those that do."""
    told, status = _line(line, wording), line.verdict.status
    found = zip(line.criterion.parts, _by_part(line.criterion, patient, wording.on), strict=True)
    deciding = [(part, verdict) for part, verdict in found if verdict.status is status]
    data = tuple(dict.fromkeys(item for _, verdict in deciding for item in verdict.data_used))
    asks = joined([asked(part) for part, _ in deciding], "and" if line.criterion.all else "or")
    return replace(told, asked=asks, verdict=replace(line.verdict, data_used=data))
