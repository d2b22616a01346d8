"""One share from several studies, by five methods that can disagree; each says its name.

Takes events and women by study; gives a `Pooled` on the scale of the analysis, and shares by `on_share`.

1. `proportion_glmm`: binomial-normal model, the default; nothing is added to empty cells.
2. `proportion_exact`: all women as one study, Clopper and Pearson.
3. `proportion_logit`, `proportion_freeman_tukey`, `proportion_arcsine`: transformed shares by inverse variance.
4. `compare_proportions` lays all side by side (`PROPORTIONS` has their names).
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.evidence.pooling.proportions.compare import PROPORTIONS, compare_proportions
from antral.evidence.pooling.proportions.exact import EXACT, proportion_exact
from antral.evidence.pooling.proportions.glmm import GLMM, INTERVALS, homogeneity, proportion_glmm
from antral.evidence.pooling.proportions.share import Share, on_share
from antral.evidence.pooling.proportions.transformed import (
    ARCSINE,
    FREEMAN_TUKEY,
    LOGIT,
    proportion_arcsine,
    proportion_freeman_tukey,
    proportion_logit,
)

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "proportion_glmm": GLMM,
        "proportion_exact": EXACT,
        "proportion_logit": LOGIT,
        "proportion_freeman_tukey": FREEMAN_TUKEY,
        "proportion_arcsine": ARCSINE,
    }
)
"""Names and full names of this group."""

__all__ = [
    "ARCSINE",
    "EXACT",
    "FREEMAN_TUKEY",
    "GLMM",
    "INTERVALS",
    "LOGIT",
    "METHODS",
    "PROPORTIONS",
    "Share",
    "compare_proportions",
    "homogeneity",
    "on_share",
    "proportion_arcsine",
    "proportion_exact",
    "proportion_freeman_tukey",
    "proportion_glmm",
    "proportion_logit",
]
