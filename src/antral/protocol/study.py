"""What can be screened: who runs the trial, what the registry says of it, and who may enter."""

from datetime import date
from typing import Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from antral.protocol.eligibility import Eligibility
from antral.protocol.gaps import Assumption, Change, Gap
from antral.records import Strict


class RegistryFacts(Strict):
    """What the registry's record states, beside arms and criteria."""

    name: str
    number: str
    organisation_number: str | None = None
    status: str | None = None
    last_update: date | None = None
    start: date | None = None
    completion: date | None = None
    site: str | None = None
    brief_title: str | None = None
    brief_summary: str | None = None


class Contradiction(Strict):
    """Two places of the record that do not agree, and how this protocol settles it."""

    between: str
    says: str
    settled: str


class Study(Strict):
    """A trial with its eligibility lines: a `Protocol`, which can also be simulated, or a `Draft`."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    title: str
    variant_of: str | None = None
    registry: RegistryFacts | None = None
    phase: tuple[Literal[1, 2, 3, 4], ...] = ()
    condition: str
    sponsor: str
    eligibility: Eligibility
    gaps: tuple[Gap, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    changes: SkipJsonSchema[tuple[Change, ...]] = ()
    """What the user changed with `--set`; written by `load`, not by hand."""
