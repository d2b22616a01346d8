"""What is published about cells in POI, pooled honestly, and what a simulation may assume from it.

Takes study records; gives pooled effects with their method's name, and simulated replicas of studies.

1. `studies` reads the study records: what each reported, arm by arm, with its place in the source; `meta_analyses`
   what others pooled; `lint_study` says what cannot be true of a record.
2. `pooling` pools effects of studies; a `Pooled` carries its method's name, interval, heterogeneity and prediction.
3. `replicas`, which needs the engine and is imported apart, repeats studies in silico: what each would have printed
   under any assumption on the cells.

Nothing here knows what is true of the cells: a study is repeated as often without any effect as with one.
"""

from antral.evidence import pooling
from antral.evidence.studies import (
    Arm,
    Bias,
    Citation,
    Finding,
    MetaAnalysis,
    Outcome,
    OutcomeName,
    PooledResult,
    Population,
    Study,
    document,
    lint_meta_analysis,
    lint_study,
    meta_analyses,
    meta_analysis,
    outcome_names,
    read_meta_analysis,
    read_study,
    studies,
    study,
    study_from_tables,
    study_names,
    study_template,
)

__all__ = [
    "Arm",
    "Bias",
    "Citation",
    "Finding",
    "MetaAnalysis",
    "Outcome",
    "OutcomeName",
    "PooledResult",
    "Population",
    "Study",
    "document",
    "lint_meta_analysis",
    "lint_study",
    "meta_analyses",
    "meta_analysis",
    "outcome_names",
    "pooling",
    "read_meta_analysis",
    "read_study",
    "studies",
    "study",
    "study_from_tables",
    "study_names",
    "study_template",
]
