"""Screening one woman against a protocol."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from antral.patient import Patient
from antral.protocol.criteria import KINDS, Status, Verdict
from antral.protocol.eligibility import Criterion
from antral.protocol.study import Study

Outcome = Literal["eligible", "ineligible", "undetermined"]


@dataclass(frozen=True)
class Screened:
    """One line with its verdict."""

    criterion: Criterion
    verdict: Verdict

    @property
    def admits(self) -> bool | None:
        """Whether the line lets her in; None where it is unknown."""
        if self.verdict.status is Status.UNKNOWN:
            return None
        return (self.verdict.status is Status.MET) == (self.criterion.section == "inclusion")


@dataclass(frozen=True)
class Screening:
    """One woman against all lines of one protocol."""

    outcome: Outcome
    lines: tuple[Screened, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why she is not eligible, or not yet: every line that keeps her out, else every line left open."""
        wanted = False if self.outcome == "ineligible" else None
        return tuple(
            f"{line.criterion.id} ({line.criterion.section}, {line.verdict.status}): {line.verdict.reason}"
            for line in _counted(self.lines)
            if line.admits is wanted
        )

    @property
    def missing_data(self) -> tuple[str, ...]:
        """What must be known before she can be judged; empty once she is ineligible."""
        if self.outcome != "undetermined":
            return ()
        missing = [item for line in _counted(self.lines) if line.admits is None for item in line.verdict.missing_data]
        return tuple(dict.fromkeys(missing))


def _counted(lines: tuple[Screened, ...]) -> list[Screened]:
    """The lines that repeat no other one."""
    return [line for line in lines if line.criterion.duplicate_of is None]


def screen(protocol: Study, patient: Patient, *, on: date) -> Screening:
    """Whether one woman is eligible, ineligible or undetermined on a day, with the verdict and reason of every line."""
    lines = tuple(Screened(line, evaluate(patient, line, on)) for line in protocol.eligibility.criteria)
    admitted = [line.admits for line in _counted(lines)]
    outcome: Outcome = "eligible"
    if False in admitted:
        outcome = "ineligible"
    elif None in admitted:
        outcome = "undetermined"
    return Screening(outcome, lines)


def evaluate(patient: Patient, line: Criterion, on: date) -> Verdict:
    """One line for one woman on a day: its parts by Kleene's rules, silence taken as the line says."""
    return line.combined([part.settled(KINDS[part.kind].evaluate(patient, part.rule, on)) for part in line.parts])
