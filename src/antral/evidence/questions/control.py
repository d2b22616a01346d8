"""Which arm of a controlled study the others are compared with."""

from functools import cache

from pydantic import Field

from antral.evidence.studies import Study
from antral.records import Strict, path, read_models


class Control(Strict):
    """The arm that stands for no treatment."""

    control: str
    because: str
    treatments: dict[str, str] = Field(default_factory=dict)
    """Arms as a network of studies names them; the label of the arm where there is none."""


@cache
def _controls() -> dict[str, Control]:
    return read_models(Control, path("comparisons", "controls.yaml"))


def control_of(study: Study) -> str | None:
    """The name of the study's control arm; none where it has none on record."""
    found = _controls().get(study.id)
    return None if found is None or found.control not in study.arms else found.control


def treatment_of(study: Study, arm: str) -> str:
    """What an arm is called where studies are compared through shared arms."""
    found = _controls().get(study.id)
    return study.arms[arm].label if found is None else found.treatments.get(arm, study.arms[arm].label)
