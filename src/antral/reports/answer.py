"""What can this trial show? Half a page in plain words, made from the numbers of a run and from nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from antral.protocol import Protocol
from antral.reports import paragraphs
from antral.reports.key_numbers import KeyNumber, key_numbers
from antral.reports.paragraphs import Paragraph
from antral.reports.planned import asks_for_safety
from antral.reports.reading import Findings, read
from antral.reports.verdict import headline
from antral.reports.wording import none_or_all

QUESTION = "What can this trial show?"
_ENOUGH_TRIALS = 100


@dataclass(frozen=True)
class Answer:
    """The first thing a reader sees: a verdict, its few numbers, and a paragraph for each part of the question."""

    question: str
    headline: str
    numbers: tuple[KeyNumber, ...]
    paragraphs: tuple[Paragraph, ...]
    note: str
    """How to read the numbers."""


def answer(results: Mapping[str, Any], protocol: Protocol) -> Answer:
    """The answer for a reader who knows the disease and not the statistics.

    Parameters
    ----------
    results
        The object that `--json` prints.
    """
    findings = read(results)
    harm = paragraphs.safety(findings, protocol)
    harm_first = asks_for_safety(protocol)
    parts = [
        harm if harm_first else None,
        paragraphs.without_effect(findings, protocol),
        paragraphs.under_hormones(findings, protocol),
        paragraphs.with_effect(findings, protocol),
        paragraphs.smallest_effect(findings, protocol),
        paragraphs.women_needed(findings, protocol),
        None if harm_first else harm,
        paragraphs.over_years(findings, protocol),
        paragraphs.what_would_help(findings, protocol),
        paragraphs.limits(findings, protocol),
    ]
    return Answer(
        question=QUESTION,
        headline=headline(findings, protocol),
        numbers=key_numbers(findings, protocol),
        paragraphs=tuple(part for part in parts if part is not None),
        note=_note(findings),
    )


def _note(findings: Findings) -> str:
    scenarios = len(findings.shown)
    return (
        f"From {findings.trials:,} simulated trials of {findings.participants} women for each of {scenarios} "
        f"assumptions about the cells; ± is the Monte-Carlo standard error of a simulated share. "
        f"{none_or_all(findings.trials)} {_few(findings.trials)}"
        "Simulated women, not patients: nothing here is evidence that the cells work, or that they do not."
    )


def _few(trials: int) -> str:
    """A warning where the trials are too few to judge by."""
    return "" if trials >= _ENOUGH_TRIALS else "So few trials give a first impression only; take some hundreds. "


def as_text(given: Answer) -> str:
    """The answer as plain text, one paragraph a line."""
    lines = [given.question, "", given.headline, ""]
    for part in given.paragraphs:
        lines += [f"{part.heading}. {part.text}", ""]
    return "\n".join([*lines, given.note])
