"""Which arm of a controlled study the others are compared with, and what its arms are called among other studies."""

from antral.evidence.studies import Study


def control_of(study: Study) -> str | None:
    """The name of the study's control arm; none where it has none on record."""
    return None if study.compared is None else study.compared.control


def treatment_of(study: Study, arm: str) -> str:
    """What an arm is called where studies are compared through shared arms."""
    label = study.arms[arm].label
    return label if study.compared is None else study.compared.treatments.get(arm, label)
