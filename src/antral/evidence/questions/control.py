"""Which arm of a controlled study the others are compared with."""

from functools import cache

from antral.evidence.studies import Study
from antral.evidence.studies.base import Part
from antral.records import path, read_models


class Control(Part):
    """The arm that stands for no treatment."""

    control: str
    because: str


@cache
def _controls() -> dict[str, Control]:
    return read_models(Control, path("comparisons", "controls.yaml"))


def control_of(study: Study) -> str | None:
    """The name of the study's control arm; none where it has none on record."""
    found = _controls().get(study.id)
    return None if found is None or found.control not in study.arms else found.control
