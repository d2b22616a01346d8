"""What was found of a woman, or looked for and not found; what was done, and what people state."""

import datetime as dt
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Severity = Literal["mild", "moderate", "severe"]
SEVERITIES: Final = ("mild", "moderate", "severe")
"""In order."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""A name as criteria write it: small letters, digits and underscores."""


class Finding(BaseModel):
    """One disease, infection, gene, allergy, tumour, malformation, ... by name, with its dates."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    present: bool | None = True
    """False: looked for and not found; None: looked for, and nobody can say."""
    onset: dt.date | None = None
    ended: dt.date | None = None
    """Last day of it; None while it lasts, or where nobody recorded that it ended."""
    recorded: dt.date | None = None
    """When the answer was given."""
    severity: Severity | None = None
    certainty: Literal["definite", "probable", "suspected"] = "definite"
    """A suspected finding is no answer yet."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Finding":
        if self.onset is not None and self.ended is not None and self.ended < self.onset:
            raise ValueError(f"{self.name} ends ({self.ended}) before it begins ({self.onset})")
        return self


class Procedure(BaseModel):
    """One operation or treatment that was carried out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    date: dt.date | None = None
    side: Literal["left", "right", "both"] | None = None


NOT_LISTED: Final = "not_listed"
"""As the finding of a relative: the list may lack entries, so a finding that is not in it may yet be in the family."""


class Relative(BaseModel):
    """A finding in her family."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    finding: Name
    degree: Literal[1, 2, 3] | None = None
    """1: parents, brothers and sisters, children; None where the relation is not recorded."""


class Pregnancy(BaseModel):
    """One pregnancy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Literal["ongoing", "live_birth", "stillbirth", "miscarriage", "termination", "ectopic"]
    ended: dt.date | None = None


class Participation(BaseModel):
    """One other trial that she took part in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: dt.date | None = None
    stop: dt.date | None = None
    """Last day; None while it runs."""
    condition: str | None = None
    """What the trial is about, as criteria name it, such as premature_ovarian_insufficiency."""


class Statement(BaseModel):
    """A yes or no of the woman or her doctor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: bool
    date: dt.date | None = None


def _statement(given: object) -> object:
    return {"value": given} if isinstance(given, bool) else given


Stated = Annotated[Statement, BeforeValidator(_statement)]
"""A statement; a bare yes or no is one without a date."""


class Unread(BaseModel):
    """What a reader could not understand: it counts as not recorded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: str
    """Place in the source, without a word of the patient's."""
    why: str
    about: str | None = None
    """The analyte of a value that could not be read: a line that the value could decide stays open."""
