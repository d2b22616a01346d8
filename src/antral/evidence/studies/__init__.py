"""The study records: one published or registered study a file, as it was read.

1. `study` reads one record, `studies` all, `studies(extra=folder)` also those of the user's; `Study` says which fields
   there are and refuses what cannot be.
2. `meta_analysis` reads what others pooled; `outcome_names` says what each name of an outcome stands for.
3. `lint_study` and `lint_meta_analysis` say what cannot be true of a record (`lint/`).
4. `study_template` and `study_from_tables` begin a new record, `document` writes one (`adding/`).

To add a study, add its file to `records/studies`; no code changes.
"""

from antral.evidence.studies.adding import document, study_from_tables, study_template
from antral.evidence.studies.arm import Arm
from antral.evidence.studies.bias import Bias, Judgement
from antral.evidence.studies.compared import Compared
from antral.evidence.studies.known import Known
from antral.evidence.studies.lint import Finding, lint_meta_analysis, lint_study
from antral.evidence.studies.meta_analysis import (
    MetaAnalysis,
    PooledResult,
    meta_analyses,
    meta_analysis,
    read_meta_analysis,
)
from antral.evidence.studies.outcome import Outcome, Printed, Spread
from antral.evidence.studies.study import (
    Citation,
    Design,
    Indication,
    Population,
    Role,
    Study,
    read_study,
    studies,
    study,
    study_names,
)
from antral.evidence.studies.vocabulary import OutcomeName, outcome_names

__all__ = [
    "Arm",
    "Bias",
    "Citation",
    "Compared",
    "Design",
    "Finding",
    "Indication",
    "Judgement",
    "Known",
    "MetaAnalysis",
    "Outcome",
    "OutcomeName",
    "PooledResult",
    "Population",
    "Printed",
    "Role",
    "Spread",
    "Study",
    "document",
    "lint_meta_analysis",
    "lint_study",
    "meta_analyses",
    "meta_analysis",
    "outcome_names",
    "read_meta_analysis",
    "read_study",
    "studies",
    "study",
    "study_from_tables",
    "study_names",
    "study_template",
]
