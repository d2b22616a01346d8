"""What may happen to a participant on the way: leaving, missed visits and tablets, hormones, a pregnancy."""

from math import isclose
from typing import Literal, Self

from pydantic import Field, model_validator

from antral.protocol.base import Sourced

Cause = Literal["withdrew_consent", "lost_to_follow_up", "adverse_event", "lack_of_effect"]
"""Why a woman leaves a trial."""


def _unknown() -> dict[Cause, float]:
    return {"withdrew_consent": 1.0}


class Dropout(Sourced):
    """How often women leave the trial, and why."""

    yearly_probability: float = Field(ge=0, lt=1)
    causes: dict[Cause, float] = Field(default_factory=_unknown)
    """Share of each cause among those who leave; they add up to 1. Who would leave for an adverse event leaves with her
    next one, so fewer leave where few have any."""
    causes_reason: str | None = None
    """Why these shares; no source splits drop-out by cause."""

    @model_validator(mode="after")
    def _causes_add_up(self) -> Self:
        if any(share < 0 for share in self.causes.values()):
            raise ValueError("causes: a share is negative; each lies from 0 to 1")
        total = sum(self.causes.values())
        if not isclose(total, 1.0, abs_tol=1e-6):
            raise ValueError(f"causes: the shares add up to {total:g}; 1 was wanted")
        if len(self.causes) > 1 and not self.causes_reason:
            raise ValueError("causes: shares of several causes need 'causes_reason'")
        return self


class MissedVisits(Sourced):
    """How often a planned visit does not take place although the woman is still in the trial."""

    probability: float = Field(ge=0, lt=1)


class Adherence(Sourced):
    """How often a tablet of the hormone calendar is taken."""

    probability_taken: float = Field(ge=0, le=1)


class RescueHormones(Sourced):
    """Hormones that a woman without hormones, or her doctor, starts during the trial."""

    regimen: str
    """Name of its file in `records/hormone_therapies`."""
    yearly_probability: float = Field(ge=0, lt=1)


class FertilityTreatment(Sourced):
    """Fertility treatment, such as with donated eggs, that a woman starts during the trial."""

    yearly_probability: float = Field(ge=0, lt=1)


class Conception(Sourced):
    """How many of the women try to conceive; without this part of a protocol nobody does."""

    trying_share: float = Field(ge=0, le=1)
