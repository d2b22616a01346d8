"""Rare events in two arms: methods that need no correction, and what each does with trials without events.

Takes events and women by group and study, the treated first; gives a `Pooled` (log odds ratio, or risk difference).

1. `peto_odds_ratio`, `mantel_haenszel_odds_ratio`, `mantel_haenszel_risk_difference`: closed forms.
2. `exact_odds_ratio`: conditional on every margin; limits where others have none.
3. `odds_ratio_glmm`: true log odds ratios vary; three likelihoods (`MODELS`).
4. `beta_binomial_odds_ratio`: shares of arms vary; trials without events count.
5. `compare_rare_events` lays all side by side (`RARE_EVENTS` has their names).
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis import METHODS as _ANALYSIS
from antral.evidence.pooling.rare.beta_binomial import BETA_BINOMIAL, beta_binomial_odds_ratio
from antral.evidence.pooling.rare.compare import RARE_EVENTS, compare_rare_events
from antral.evidence.pooling.rare.exact import EXACT_ODDS, exact_odds_ratio
from antral.evidence.pooling.rare.glmm import MODELS, ODDS_GLMM, odds_ratio_glmm
from antral.evidence.pooling.rare.mantel_haenszel import (
    CORRECTED,
    mantel_haenszel_odds_ratio,
    mantel_haenszel_risk_difference,
)
from antral.evidence.pooling.rare.peto import PETO, peto_odds_ratio

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "peto_odds_ratio": PETO,
        "mantel_haenszel_odds_ratio": _ANALYSIS["mantel_haenszel_odds"],
        "mantel_haenszel_risk_difference": _ANALYSIS["mantel_haenszel_difference"],
        "exact_odds_ratio": EXACT_ODDS,
        "odds_ratio_glmm": ODDS_GLMM,
        "beta_binomial_odds_ratio": BETA_BINOMIAL,
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
    "PETO",
    "RARE_EVENTS",
    "beta_binomial_odds_ratio",
    "compare_rare_events",
    "exact_odds_ratio",
    "mantel_haenszel_odds_ratio",
    "mantel_haenszel_risk_difference",
    "odds_ratio_glmm",
    "peto_odds_ratio",
]
