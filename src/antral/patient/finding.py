"""What was found of a woman, or looked for and not found; what was done, and what people state."""

import datetime as dt
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, model_validator

from antral.records import Strict

Severity = Literal["mild", "moderate", "severe"]
SEVERITIES: Final = ("mild", "moderate", "severe")
"""In order."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""A name as criteria write it: small letters, digits and underscores."""


class Finding(Strict):
    """One disease, infection, gene, allergy, tumour, malformation, ... by name, with its dates."""

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


class Procedure(Strict):
    """One operation or treatment that was carried out."""

    name: Name
    date: dt.date | None = None
    side: Literal["left", "right", "both"] | None = None


NOT_LISTED: Final = "not_listed"
"""As the finding of a relative: the list may lack entries, so a finding that is not in it may yet be in the family."""


class Relative(Strict):
    """A finding in her family."""

    finding: Name
    degree: Literal[1, 2, 3] | None = None
    """1: parents, brothers and sisters, children; None where the relation is not recorded."""


class Pregnancy(Strict):
    """One pregnancy."""

    outcome: Literal["ongoing", "live_birth", "stillbirth", "miscarriage", "termination", "ectopic"]
    ended: dt.date | None = None


class Participation(Strict):
    """One other trial that she took part in."""

    start: dt.date | None = None
    stop: dt.date | None = None
    """Last day; None while it runs."""
    condition: str | None = None
    """What the trial is about, as criteria name it, such as premature_ovarian_insufficiency."""


class Statement(Strict):
    """A yes or no of the woman or her doctor."""

    value: bool
    date: dt.date | None = None


def _statement(given: object) -> object:
    return {"value": given} if isinstance(given, bool) else given


Stated = Annotated[Statement, BeforeValidator(_statement)]
"""A statement; a bare yes or no is one without a date."""


class Unread(Strict):
    """What a reader could not understand: it counts as not recorded."""

    where: str
    """Place in the source, without a word of the patient's."""
    why: str
    about: str | None = None
    """The analyte of a value that could not be read: a line that the value could decide stays open."""
