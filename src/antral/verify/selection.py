"""Women chosen as a source chose them: part of the record of a row."""

from typing import Any

from pydantic import Field, field_validator

from antral.core import Tag
from antral.protocol import KINDS
from antral.records import Strict

_KIND = "diagnosis_poi"


class Selection(Strict):
    """Whom a source describes, so that the model's women can be chosen in the same way."""

    who: str = Field(min_length=3)
    """In words."""
    drawn: str
    """Mix or population the women are drawn from."""
    at_diagnosis: bool = False
    """Whether the source met them when they were diagnosed; else at any moment of their care, whatever they were like
    by then."""
    rule: dict[str, Any]
    """By which they were diagnosed: parameters of the kind of criterion `diagnosis_poi`, held against what a clinic
    would measure."""
    tag: Tag
    """Of the selection: whether it was read in the source."""
    source: str = Field(min_length=3)

    @field_validator("rule")
    @classmethod
    def _is_a_rule(cls, rule: dict[str, Any]) -> dict[str, Any]:
        KINDS[_KIND].parameters.model_validate(rule)
        return rule

    @property
    def criterion(self) -> Any:
        """The rule, ready to be evaluated."""
        return KINDS[_KIND].parameters.model_validate(self.rule)

    def __str__(self) -> str:
        when = "at diagnosis" if self.at_diagnosis else "at any moment of their care"
        return f"{self.who}; drawn from {self.drawn}, met {when} ({self.tag}: {self.source})"
