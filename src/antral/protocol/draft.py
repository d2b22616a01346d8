"""What a registry's record gives of a trial that nobody has completed yet."""

from typing import Literal

from pydantic import Field

from antral.protocol.study import Study
from antral.records import Strict


class RegisteredIntervention(Strict):
    """One intervention, as registered."""

    type: str | None = None
    name: str
    description: str | None = None
    dose_text: str | None = None
    """The words that seem to state a dose, verbatim."""
    dose_cells: int | None = Field(default=None, gt=0)
    """The dose, where the words allow one reading only."""


class RegisteredArm(Strict):
    """One arm, as registered."""

    label: str
    type: str | None = None
    description: str | None = None
    interventions: tuple[str, ...] = ()
    dose_text: str | None = None
    dose_cells: int | None = Field(default=None, gt=0)


class RegisteredOutcome(Strict):
    """One outcome, as registered."""

    role: Literal["primary", "secondary", "other"]
    measure: str
    time_frame: str | None = None
    days: tuple[float, ...] = ()
    """Days of measurement, where the time frame states them."""
    description: str | None = None


class Registered(Strict):
    """What the record says of the design, verbatim."""

    study_type: str | None = None
    allocation: str | None = None
    model: str | None = None
    purpose: str | None = None
    masking: str | None = None
    who_masked: tuple[str, ...] = ()
    enrolment: int | None = None
    enrolment_type: str | None = None
    healthy_volunteers: bool | None = None
    arms: tuple[RegisteredArm, ...] = ()
    interventions: tuple[RegisteredIntervention, ...] = ()
    outcomes: tuple[RegisteredOutcome, ...] = ()


class Missing(Strict):
    """Something a simulation needs and the record does not say."""

    field: str
    """Where a protocol holds it."""
    question: str


class Draft(Study):
    """A trial read from a registry: its lines can be screened, and what a simulation still needs is listed."""

    draft: Literal[True]
    registered: Registered = Field(default_factory=Registered)
    missing: tuple[Missing, ...] = ()
    unread: tuple[str, ...] = ()
    """Fields of the record that were not in the expected form, and were left out."""
