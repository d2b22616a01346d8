"""Adverse events as the simulated trial draws them, and the rule that stops it."""

from math import isclose
from typing import Literal, Self

from pydantic import Field, model_validator

from antral.protocol.base import Sourced

Trigger = Literal["background", "infusion", "hormones"]
"""What brings an event about: nothing that is given, an infusion, or a hormone treatment while it lasts."""

MILDEST, FATAL = 1, 5
"""Grades of severity (Common Terminology Criteria for Adverse Events)."""


class AdverseEvent(Sourced):
    """One kind of adverse event. Severity (grade) and seriousness are drawn apart."""

    term: str = Field(min_length=1)
    """The event in plain words."""
    trigger: Trigger
    per_woman_year: float | None = Field(default=None, ge=0)
    """Events a woman-year: at any time (background), or under hormones (hormones)."""
    probability: float | None = Field(default=None, ge=0, le=1)
    """Chance of the event after an infusion, before the odds ratio."""
    cells_odds_ratio: float = Field(default=1.0, gt=0)
    """Odds of the event after an infusion of cells to the odds without cells."""
    or_source: str | None = None
    grades: dict[int, float] = Field(min_length=1)
    """Share of each grade, 1 mild to 5 fatal; they add up to 1."""
    serious_share: float = Field(default=0.0, ge=0, le=1)
    """Share that is serious: death, danger to life, admission, lasting disability."""
    related_share: float = Field(ge=0, le=1)
    """Share that the investigator takes to be caused by the cells."""
    onset_days: tuple[float, float] = (0.0, 0.0)
    """First and last day after the infusion on which it may begin; ignored for other triggers."""
    duration_days: float = Field(gt=0)
    """Mean."""
    not_recovered_share: float = Field(default=0.0, ge=0, le=1)
    """Share that lasts beyond the end of the trial."""

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        after_infusion = self.trigger == "infusion"
        wanted, other = ("probability", "per_woman_year") if after_infusion else ("per_woman_year", "probability")
        if getattr(self, wanted) is None or getattr(self, other) is not None:
            raise ValueError(f"an event with 'trigger: {self.trigger}' needs {wanted}, and no {other}")
        if self.cells_odds_ratio != 1.0 and not (after_infusion and self.or_source):
            raise ValueError(
                "cells_odds_ratio belongs to events with 'trigger: infusion', and needs its or_source; leave it out "
                "where nothing is known"
            )
        if any(not MILDEST <= grade <= FATAL for grade in self.grades) or any(s < 0 for s in self.grades.values()):
            raise ValueError(f"grades run from {MILDEST} (mild) to {FATAL} (fatal), each with a share of at least 0")
        total = sum(self.grades.values())
        if not isclose(total, 1.0, abs_tol=1e-6):
            raise ValueError(f"grades: the shares add up to {total:g}; 1 was wanted")
        if not 0 <= self.onset_days[0] <= self.onset_days[1]:
            raise ValueError("onset_days are the first and the last day after an infusion, in order, not negative")
        return self

    @property
    def probability_after_cells(self) -> float:
        """Chance of the event after an infusion of cells, the odds ratio included; 0 for other triggers."""
        if not self.probability:
            return 0.0
        odds = self.cells_odds_ratio * self.probability
        return odds / (1.0 - self.probability + odds)


class Monitoring(Sourced):
    """The rule that stops the trial for harm.

    After every `look_every` infused women it is asked how probable it is, given what was seen, that more than
    `acceptable_share` of women have a serious event within `window_days` of an infusion; above `certainty` it stops.
    """

    window_days: float = Field(gt=0)
    acceptable_share: float = Field(gt=0, lt=1)
    certainty: float = Field(gt=0.5, lt=1)
    prior_events: float = Field(gt=0)
    """What is believed beforehand, as so many events ..."""
    prior_women: float = Field(gt=0)
    """... in so many women: a beta distribution of prior_events and prior_women - prior_events."""
    look_every: int = Field(ge=1)

    @model_validator(mode="after")
    def _prior_is_one(self) -> Self:
        if self.prior_events >= self.prior_women:
            raise ValueError("prior_events must be fewer than prior_women")
        return self
