"""A question that the published record may answer: which outcome, of which women, within which time."""

from functools import cache
from typing import Final, Literal

from pydantic import Field, model_validator

from antral.core import InputError, Tag
from antral.evidence.studies import Design, Indication, Role
from antral.records import Strict, names, path, read_named

WITHOUT: Final[dict[Design, str]] = {"case_report": "a single case: it is published because of its result"}
"""Designs that no share or change is pooled from, and why."""

NATURAL: Final[tuple[Role, ...]] = ("comparator_natural",)
"""Roles of the course without treatment; hormones, placebo beside hormones and other treatments are none."""


class Assumed(Strict):
    """A number that no study gives."""

    value: float
    tag: Tag
    reason: str


class Question(Strict):
    """What is asked of the studies."""

    id: str
    title: str
    """As a heading names it."""
    what: str
    """What a woman has who counts, for sentences: `menses or ovarian function resumed`."""
    why: str
    outcomes: tuple[str, ...] = Field(min_length=1)
    """Counted as one, the first preferred where a study gives several."""
    kind: Literal["share", "change"]
    """Of women with an event, or from before treatment to after it."""
    unit: str = "women"
    """Of a change."""
    better: Literal[-1, 1]
    """Sign of what a woman would wish for."""
    months: tuple[float, float] | None = None
    """Window since treatment, both ends in it; none is any time."""
    roles: tuple[Role, ...] = ("cell_therapy",)
    indications: tuple[Indication, ...] = ("POI",)
    one_event: str = ""
    """Why outcomes of several names may be set against each other as one event; empty where they may not."""
    not_used: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Numbers that are what the question asks for by name only: study, key, and why."""
    correlation: Assumed | None = None
    """Between before and after in one woman; a change from two means needs it."""
    cannot_say: tuple[str, ...]

    @model_validator(mode="after")
    def _whole(self) -> "Question":
        if self.months is not None and not 0.0 <= self.months[0] <= self.months[1]:
            raise ValueError("months: the lower end first, none below 0")
        if self.kind == "change" and self.correlation is None:
            raise ValueError("a change needs `correlation`, between before and after in one woman")
        return self


def question_names() -> list[str]:
    """The names of the questions on record."""
    return names("questions")


@cache
def question(name: str) -> Question:
    """One question by name; an `InputError` lists those on record."""
    if name not in question_names():
        raise InputError(f"there is no question {name!r} on record; there are: {', '.join(question_names())}.")
    return read_named(Question, path("questions", f"{name}.yaml"))


def questions() -> dict[str, Question]:
    """Every question on record, by name."""
    return {name: question(name) for name in question_names()}
