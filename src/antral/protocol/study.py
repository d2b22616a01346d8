"""Who runs the trial, and what the registry says of it."""

from datetime import date

from antral.protocol.base import Strict


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
