"""Several hypotheses, one error for all: adjusted p-values, graphs of hypotheses, several arms against control.

Takes p-values of one trial `[hypothesis]` or of many `[hypothesis, trial]`, or the women's values; gives adjusted
p-values, the order of rejection, simultaneous intervals. A hypothesis is rejected where its adjusted p-value is at most
alpha.

1. `adjust` adjusts by Bonferroni, Holm, Hochberg, Hommel or a fixed sequence.
2. `graphical` tests the hypotheses of a `Graph`: weights, and arrows along which a rejected one hands its weight on;
   `graphical_by_trial` does so for many trials. `antral.reports.figures` draws a graph.
3. `dunnett` compares several arms with one control arm; `dunnett_by_trial` says which arms differ in many trials.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis.methods.multiplicity.adjusted import (
    ADJUSTMENTS,
    BONFERRONI,
    FIXED_SEQUENCE,
    HOCHBERG,
    HOLM,
    HOMMEL,
    adjust,
)
from antral.analysis.methods.multiplicity.dunnett import (
    DUNNETT,
    STEP_DOWN_DUNNETT,
    Dunnett,
    dunnett,
    dunnett_by_trial,
    dunnett_critical,
)
from antral.analysis.methods.multiplicity.graphical import (
    GRAPHICAL,
    Graph,
    Outcome,
    Step,
    graphical,
    graphical_by_trial,
)

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "bonferroni": BONFERRONI,
        "holm": HOLM,
        "hochberg": HOCHBERG,
        "hommel": HOMMEL,
        "fixed_sequence": FIXED_SEQUENCE,
        "graphical": GRAPHICAL,
        "dunnett": DUNNETT,
        "step_down_dunnett": STEP_DOWN_DUNNETT,
    }
)

__all__ = [
    "ADJUSTMENTS",
    "METHODS",
    "Dunnett",
    "Graph",
    "Outcome",
    "Step",
    "adjust",
    "dunnett",
    "dunnett_by_trial",
    "dunnett_critical",
    "graphical",
    "graphical_by_trial",
]
