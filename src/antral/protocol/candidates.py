"""From whom the participants come."""

from pydantic import Field

from antral.core import Tag
from antral.protocol.base import Sourced


class Candidates(Sourced):
    """The women who present: a mix of aetiologies."""

    mix: str = Field(min_length=1)
    """Name of its file in `records/mixes`."""


def usual() -> Candidates:
    """The mix that is taken where a protocol names none."""
    return Candidates(
        mix="poi_2017_24",
        tag=Tag.ASSUMED,
        reason="The mix of one hospital's patients of 2017 to 2024; no record says how a trial's candidates differ.",
    )
