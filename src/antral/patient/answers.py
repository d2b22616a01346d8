"""Whether a finding is on record: what was said of it, directly or in a report, and which answer holds on a day.

1. Answers come from findings, karyotype, FMR1, procedures and pregnancies, and from what their names imply
   (`records/findings/vocabulary.yaml`).
2. An answer counts on a day if it was recorded, and what it tells of had begun, by then.
3. Where two answers disagree, yes outweighs no, unless the question is about now and the no is dated later.
4. A suspected finding is no answer, and silence is no answer.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple

from antral.patient.finding import SEVERITIES, Finding, Severity
from antral.records import load_yaml, path

Timing = Literal["current", "ever"]

_LONG_AGO: Final = dt.date.min
_UNDATED_YES: Final = dt.date.max


class Vocabulary(NamedTuple):
    """How names of findings hang together."""

    wider: Mapping[str, tuple[str, ...]]
    """All findings that a finding implies."""
    narrower: Mapping[str, tuple[str, ...]]
    """All findings that imply a finding."""
    denied: Mapping[str, tuple[str, ...]]
    """Of these, those that are denied with it: all but what only a test can deny."""
    excludes: Mapping[str, tuple[str, ...]]
    """Findings that cannot be there beside a finding."""
    procedures: frozenset[str]
    """Names that a list of procedures answers."""


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary on file."""
    content = load_yaml(path("findings", "vocabulary.yaml"))
    implies: Mapping[str, list[str]] = content["implies"]

    def all_wider(name: str) -> dict[str, None]:
        found: dict[str, None] = {}
        for one in implies.get(name, ()):
            found |= {one: None} | all_wider(one)
        return found

    wider = {name: tuple(all_wider(name)) for name in implies}
    names = {one for found in wider.values() for one in found}
    narrower = {name: tuple(one for one in wider if name in wider[one]) for name in sorted(names)}
    tested = frozenset(content["tested"])
    denied = {name: tuple(one for one in others if one not in tested) for name, others in narrower.items()}
    excludes = {name: tuple(others) for name, others in content["excludes"].items()}
    return Vocabulary(wider, narrower, denied, excludes, frozenset(content["procedures"]))


def implied(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The answers, and those that follow from them by name; a suspected or unclear one is none."""
    known, found = vocabulary(), []
    for one in findings:
        if one.present is None or one.certainty == "suspected":
            continue
        others = known.wider if one.present else known.denied
        these = [one, *(one.model_copy(update={"name": name}) for name in others.get(one.name, ()))]
        found += these
        for each in these if one.present else ():
            absent = {"present": False, "severity": None}
            found += [each.model_copy(update={"name": name, **absent}) for name in known.excludes.get(each.name, ())]
    return tuple(found)


def answer(
    findings: Iterable[Finding],
    timing: Timing,
    on: dt.date,
    *,
    since: dt.date | None = None,
    at_least: Severity | None = None,
    event: bool = False,
) -> bool | None:
    """What the answers on one finding say on a day; None where they do not decide.

    Parameters
    ----------
    since
        The finding counts if it was there on this day or later.
    at_least
        The finding counts if it was as severe as this. Where severity was recorded once, records without it add
        nothing; a present finding of which no severity is recorded is undecided.
    event
        Whether the finding is something that was done, and over on its day; one without its day leaves `since` open.
    """
    yes, no, unclear = [], [], []
    known = [one for one in findings if _counts(one, on)]
    graded = any(one.present and one.severity is not None for one in known)
    for one in known:
        ended = one.ended or (one.onset if event and since is not None else None)
        over = ended is not None and ended < (on if timing == "current" else since or _LONG_AGO)
        if not one.present or over:
            no.append(max((day for day in (one.recorded, ended) if day is not None), default=_LONG_AGO))
        elif event and since is not None and ended is None:
            unclear.append(_dated(one))
        elif at_least is None or (
            one.severity is not None and SEVERITIES.index(one.severity) >= SEVERITIES.index(at_least)
        ):
            yes.append(_dated(one))
        elif one.severity is not None:
            no.append(_LONG_AGO)
        elif not graded:
            unclear.append(_dated(one))
    for told, meaning in ((yes, True), (unclear, None)):
        if told and (timing == "ever" or not no or max(told) >= max(no)):
            return meaning
    return False if yes or no else None


def _dated(one: Finding) -> dt.date:
    """The day of a positive answer; without one it is not outdated by any other."""
    return max((day for day in (one.recorded, one.onset) if day is not None), default=_UNDATED_YES)


def _counts(one: Finding, on: dt.date) -> bool:
    """Whether an answer was on record by a day, and what it tells of had begun."""
    return all(day is None or day <= on for day in (one.recorded, one.onset))
