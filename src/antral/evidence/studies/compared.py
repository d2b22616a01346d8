"""Which arm of a controlled study the others are compared with: part of its record."""

from pydantic import Field

from antral.records import Strict


class Compared(Strict):
    """The arm that stands for no treatment."""

    control: str
    """Its name."""
    because: str = Field(min_length=3)
    treatments: dict[str, str] = Field(default_factory=dict)
    """Arms as a network of studies names them; the label of the arm where there is none. Arms of two studies with one
    name are taken for the same treatment."""
