"""The study records: one published or registered study a file, as it was read.

1. `study` reads one record, `studies` all; `Study` says which fields there are and refuses what cannot be.

To add a study, add its file to `records/studies`; no code changes.
"""

from antral.evidence.studies.arm import Arm
from antral.evidence.studies.bias import Bias
from antral.evidence.studies.outcome import Outcome
from antral.evidence.studies.study import (
    Citation,
    Design,
    Indication,
    Population,
    Role,
    Study,
    studies,
    study,
    study_names,
)

__all__ = [
    "Arm",
    "Bias",
    "Citation",
    "Design",
    "Indication",
    "Outcome",
    "Population",
    "Role",
    "Study",
    "studies",
    "study",
    "study_names",
]
