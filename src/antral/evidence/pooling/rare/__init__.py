"""Rare events in two arms: methods that need no correction, and what each does with trials without events.

Takes events and women by group and study, the treated first; gives a `Pooled` (log odds ratio, or risk difference).
Peto's and Mantel and Haenszel's closed forms stand in `pooling`.

1. `exact_odds_ratio`: conditional on every margin; limits where others have none.
2. `odds_ratio_glmm`: true log odds ratios vary; three likelihoods (`MODELS`).
3. `beta_binomial_odds_ratio`: shares of arms vary; trials without events count.
4. `mantel_haenszel_corrected`: with 0.5 added, for comparison with older reviews.
5. `compare_rare_events` lays all side by side, the closed forms too (`RARE_EVENTS` has their names).
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.evidence.pooling.rare.beta_binomial import BETA_BINOMIAL, beta_binomial_odds_ratio
from antral.evidence.pooling.rare.compare import RARE_EVENTS, compare_rare_events
from antral.evidence.pooling.rare.exact import EXACT_ODDS, exact_odds_ratio
from antral.evidence.pooling.rare.glmm import MODELS, ODDS_GLMM, odds_ratio_glmm
from antral.evidence.pooling.rare.mantel_haenszel import CORRECTED, mantel_haenszel_corrected

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "exact_odds_ratio": EXACT_ODDS,
        **{
            f"odds_ratio_glmm_{name.lower().replace('.', '_')}": ODDS_GLMM.format(model=words)
            for name, words in MODELS.items()
        },
        "beta_binomial_odds_ratio": BETA_BINOMIAL,
        "mantel_haenszel_corrected": CORRECTED,
    }
)
"""Names and full names of this group."""

__all__ = [
    "BETA_BINOMIAL",
    "CORRECTED",
    "EXACT_ODDS",
    "METHODS",
    "MODELS",
    "ODDS_GLMM",
    "RARE_EVENTS",
    "beta_binomial_odds_ratio",
    "compare_rare_events",
    "exact_odds_ratio",
    "mantel_haenszel_corrected",
    "odds_ratio_glmm",
]
