"""The certainty of an answer, computed from its judgements."""

from dataclasses import dataclass
from typing import Final, Literal

from antral.evidence.certainty.imprecision import Imprecision
from antral.evidence.certainty.judgement import CONVENTIONS, Judgements

Level = Literal["high", "moderate", "low", "very low", "not judged"]
LEVELS: Final[tuple[Level, ...]] = ("very low", "low", "moderate", "high")
MEANING: Final[dict[Level, str]] = {
    "high": "very confident that the true effect lies close to the estimate",
    "moderate": "the true effect is likely close to the estimate, but may be substantially different",
    "low": "the true effect may be substantially different from the estimate",
    "very low": "very little confidence in the estimate",
    "not judged": "a domain was not judged, so that no level can be given",
}
"""Balshem 2011, J Clin Epidemiol 64:401."""
_TAKES: Final = {"not_serious": 0, "serious": 1, "very_serious": 2, "extremely_serious": 3}
_GIVES: Final = {"none": 0, "one": 1, "two": 2}


@dataclass(frozen=True)
class Step:
    """What one domain takes away or adds."""

    domain: str
    levels: int | None
    """Negative where it takes away; none where it was not judged."""
    reason: str
    tag: str


@dataclass(frozen=True)
class Certainty:
    """How far an answer can be trusted, by GRADE."""

    question: str
    level: Level
    meaning: str
    start: str
    convention: str
    steps: tuple[Step, ...]
    needed: int | None
    """Women in each arm of a trial that could see the smallest difference worth having; none where none is set."""


def certainty(judged: Judgements, imprecise: Imprecision) -> Certainty:
    """The level after all domains: the start less what they take, plus upgrades where nothing was taken.

    Sources: Guyatt 2008, BMJ 336:924; Guyatt 2011, J Clin Epidemiol 64:1311 (upgrades).
    """
    steps = [Step(name, _down(one.rating), one.reason, one.tag) for name, one in judged.domains.items()]
    steps.insert(3, Step("imprecision", -imprecise.levels, imprecise.reason, "computed"))
    taken = any(step.levels is None or step.levels < 0 for step in steps)
    for name, one in judged.upgrades.items():
        levels = _GIVES.get(one.rating)
        if levels and taken:
            steps.append(Step(name, 0, f"{one.reason} (not counted: other domains take levels away)", one.tag))
        else:
            steps.append(Step(name, levels, one.reason, one.tag))
    level = _level(judged.start, steps)
    convention = "; ".join(part for part in (CONVENTIONS[judged.convention], judged.because) if part)
    return Certainty(judged.question, level, MEANING[level], judged.start, convention, tuple(steps), imprecise.needed)


def _down(rating: str) -> int | None:
    taken = _TAKES.get(rating)
    return None if taken is None else -taken


def _level(start: Level, steps: list[Step]) -> Level:
    changes = [step.levels for step in steps]
    if any(change is None for change in changes):
        return "not judged"
    place = LEVELS.index(start) + sum(change for change in changes if change is not None)
    return LEVELS[min(max(place, 0), len(LEVELS) - 1)]
