"""Where a protocol loses women: line by line, alone and in sequence, and what relaxing each line would admit."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from antral.protocol import MET, NOT_MET, UNKNOWN, Criterion, Study
from antral.screening.asked import asked_of
from antral.screening.judged import Answer, Judged, admitted, judge, outcome_of
from antral.screening.relaxed import neighbours


@dataclass(frozen=True)
class Loss:
    """What one line costs."""

    line: str
    section: str
    text: str
    asked: str
    rests_on: str
    """`records`; of virtual women whether it was simulated, drawn with a prevalence on record or an assumed one, ..."""
    keeps_out: int
    """Women whom the line keeps out, whatever the others say."""
    unknown: int
    """Women of whom the line says nothing yet."""
    kept_out_here: int
    """Women whom the line keeps out and no earlier line does."""
    left: int
    """Women whom neither it nor an earlier line keeps out."""
    only_here: int
    """Women whom this line alone keeps out: so many more would be eligible or undetermined without it."""
    eligible_without: int
    """Women more who would be eligible without the line."""


@dataclass(frozen=True)
class Relaxation:
    """Another limit, in every line that states the same one."""

    lines: tuple[str, ...]
    now: str
    instead: str
    eligible: int
    """Women more (or fewer) who are eligible."""
    possible: int
    """Women more (or fewer) who are eligible or undetermined."""


@dataclass(frozen=True)
class Attrition:
    """The flow of women through a protocol."""

    counts: dict[str, int]
    losses: tuple[Loss, ...]
    """In the order of the protocol."""
    relaxations: tuple[Relaxation, ...]

    @property
    def costliest(self) -> Loss | None:
        """The line without which most women more would be eligible or undetermined; None where none keeps out."""
        found = max(self.losses, key=lambda one: (one.only_here, one.keeps_out), default=None)
        return found if found is not None and found.keeps_out else None

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as `antral attrition --json` prints them."""
        costliest = self.costliest
        return {
            "counts": self.counts,
            "costliest_line": None if costliest is None else costliest.line,
            "lines": [asdict(one) for one in self.losses],
            "other_limits": [asdict(one) for one in self.relaxations],
        }


def _records(line: Criterion) -> str:
    return "records"


def attrition(protocol: Study, answers: Sequence[Answer], rests_on: Callable[[Criterion], str] = _records) -> Attrition:
    """The flow of women, batch after batch, through a protocol.

    Parameters
    ----------
    rests_on
        What the verdicts of a line rest on; `grounds` for virtual women.
    """
    judged = [judge(protocol, answer) for answer in answers]
    first = judged[0]
    counts = {key: sum(one.counts()[key] for one in judged) for key in first.counts()}
    rows = np.sum([_losses(one) for one in judged], axis=0)
    losses = tuple(
        Loss(line.id, line.section, line.words, asked_of(line), rests_on(line), *row)
        for line, row in zip(first.lines, rows.tolist(), strict=True)
    )
    return Attrition(counts, losses, _relaxations(protocol, answers, judged))


def _losses(judged: Judged) -> Any:
    """The numbers of `Loss` for each line. `[line, number]`"""
    out, unknown = judged.admits == NOT_MET, judged.admits == UNKNOWN
    many = out.sum(axis=0)
    open_lines = unknown.sum(axis=0)
    still = np.ones(len(judged), np.bool_)
    rows = []
    for line in range(len(judged.lines)):
        here = out[line] & still
        still &= ~out[line]
        only = out[line] & (many == 1)
        rows.append(
            [
                int(out[line].sum()),
                int(unknown[line].sum()),
                int(here.sum()),
                int(still.sum()),
                int(only.sum()),
                int((only & (open_lines == 0)).sum() + (unknown[line] & (open_lines == 1) & (many == 0)).sum()),
            ]
        )
    return np.array(rows)


def _relaxations(protocol: Study, answers: Sequence[Answer], judged: Sequence[Judged]) -> tuple[Relaxation, ...]:
    places = {line.id: at for at, line in enumerate(protocol.eligibility.criteria)}
    changed: dict[tuple[str, str, str], dict[tuple[int, int], Any]] = {}
    for at, line in enumerate(judged[0].lines):
        for place, part in enumerate(line.parts):
            for now, instead, rule in neighbours(part):
                changed.setdefault((part.kind, now, instead), {})[at, place] = rule
    found = []
    for (_, now, instead), rules in changed.items():
        more = np.zeros(2, np.int64)
        touched = sorted({at for at, _ in rules})
        for answer, before in zip(answers, judged, strict=True):
            rows = list(before.admits)
            for at in touched:
                line = before.lines[at]
                rows[at] = admitted(
                    line,
                    [
                        answer(places[line.id], place, part, rules.get((at, place), part.rule))
                        for place, part in enumerate(line.parts)
                    ],
                )
            more += _possible(outcome_of(rows)) - _possible(before.outcome)
        names = tuple(judged[0].lines[at].id for at in touched)
        found.append(Relaxation(names, now, instead, int(more[0]), int(more[1])))
    return tuple(found)


def _possible(outcome: Any) -> Any:
    return np.array([(outcome == MET).sum(), (outcome != NOT_MET).sum()])
