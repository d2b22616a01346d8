"""When participants are seen, and what is measured."""

from typing import Literal

from pydantic import Field

from antral.protocol.base import Sourced
from antral.protocol.quantity import Days
from antral.records import Strict

Measure = Literal["FSH", "LH", "E2", "P4", "AMH", "INHB", "AFC", "FOLL"]
"""What a visit may measure: hormones in blood; by ultrasound the antral follicles and the largest one's diameter."""


class Visit(Strict):
    """One planned visit."""

    name: str
    day: Days
    """Days since randomisation; screening visits have negative days."""
    window_days: Days = Field(default=0.0, ge=0)
    """How far the visit may lie to either side of its day."""
    hour: float = Field(ge=0, lt=24)
    """Hour of the day of the blood sample."""
    measures: tuple[Measure, ...]

    @property
    def label(self) -> str:
        """The name as people say it: `week 4`."""
        return self.name.replace("_", " ")

    @property
    def is_screening(self) -> bool:
        """Whether the visit lies before randomisation."""
        return self.day < 0


class Diary(Sourced):
    """How bleeding is recorded between visits."""

    kept: bool
    """Whether participants keep a bleeding diary from the first screening visit to the end."""
    recall_days: Days = Field(ge=0)
    """How far back, before the first screening visit, she reports her bleeds from memory or her calendar."""
