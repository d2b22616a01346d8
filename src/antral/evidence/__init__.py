"""What is published about cells in POI, pooled honestly, and what a simulation may assume from it.

Takes study records; gives pooled effects with their method's name, and simulated replicas of studies.

1. `studies` reads the study records: what each reported, arm by arm, with its place in the source; `meta_analyses`
   what others pooled; `lint_study` says what cannot be true of a record.
2. `pooling` pools effects of studies; a `Pooled` carries its method's name, interval, heterogeneity and prediction.
3. `bayesian` does so with stated priors; `spontaneous` sets single-arm counts against the spontaneous course;
   `network` compares several treatments through the arms that trials share.
4. `replicas`, which needs the engine and is imported apart, repeats studies in silico: what each would have printed
   under any assumption on the cells.
5. `literature` keeps the search for studies: exports, duplicates, screening decisions, the flow of PRISMA 2020.
6. `questions` says which numbers answer a question, `answers` pools them with all that must stand beside them, and
   `certainty` says how far to trust the answer.
6. `treatments` tells of other treatments in the same terms, and which of them can be simulated.
7. `effect`, imported apart likewise, says what a simulation may assume of cells: a prior, updated by every study
   repeated under it.

Nothing here knows what is true of the cells: a study is repeated as often without any effect as with one.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from antral.evidence import certainty, literature, questions, treatments
from antral.evidence.disease import Chapter, Fact, Figure, disease
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

if TYPE_CHECKING:
    from antral.evidence import answers, bayesian, network, pooling, spontaneous

__all__ = [
    "Arm",
    "Bias",
    "Chapter",
    "Citation",
    "Fact",
    "Figure",
    "Finding",
    "MetaAnalysis",
    "Outcome",
    "OutcomeName",
    "PooledResult",
    "Population",
    "Study",
    "answers",
    "bayesian",
    "certainty",
    "disease",
    "document",
    "lint_meta_analysis",
    "lint_study",
    "literature",
    "meta_analyses",
    "meta_analysis",
    "network",
    "outcome_names",
    "pooling",
    "questions",
    "read_meta_analysis",
    "read_study",
    "spontaneous",
    "studies",
    "study",
    "study_from_tables",
    "study_names",
    "study_template",
    "treatments",
]


def __getattr__(name: str) -> Any:
    """Load what pools when it is first used: its optimisers would slow commands that only read records."""
    if name in ("answers", "bayesian", "network", "pooling", "spontaneous"):
        return import_module(f"antral.evidence.{name}")
    raise AttributeError(f"antral.evidence has no {name!r}; it has: {', '.join(__all__)}")
