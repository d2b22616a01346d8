"""Treatments of POI in the same terms."""

from antral.evidence import treatments as room


def treatments() -> dict[str, room.Treatment]:
    """Every treatment on record, by name: what it is, what speaks for it, whether it can be simulated."""
    return room.treatments()


def treatment(name: str) -> room.Treatment:
    """One treatment by name; an `InputError` lists those on record."""
    return room.treatment(name)
