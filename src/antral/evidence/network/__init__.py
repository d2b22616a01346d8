"""Several treatments compared through the arms that their trials share: frequentist network meta-analysis.

Takes arms or contrasts by study; gives each treatment against each, whether direct and indirect evidence agree, and how
sure their order is.

1. `of_arms` or `of_contrasts` makes a `Network`; one that falls apart is refused, its parts named.
2. `network_meta_analysis` pools it with one tau2 (DL, REML, or none); `league` lays every pair out.
3. `inconsistency` tests designs against each other, `split` one comparison (`splits` all); without a closed loop both
   are refused.
4. `ranks` gives P-scores, rank probabilities and intervals of ranks.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.evidence.network.data import Network, of_arms, of_contrasts
from antral.evidence.network.fit import ESTIMATORS, Compared, NetworkFit, league, network_meta_analysis
from antral.evidence.network.inconsistency import (
    INCONSISTENCY,
    SPLITTING,
    Inconsistency,
    Split,
    inconsistency,
    split,
    splits,
)
from antral.evidence.network.ranks import RANKS, Ranks, ranks

METHODS: Mapping[str, str] = MappingProxyType(
    {
        **{f"network_{name.lower()}": words for name, words in ESTIMATORS.items()},
        "network_inconsistency": INCONSISTENCY,
        "network_splitting": SPLITTING,
        "network_ranks": RANKS,
    }
)
"""Names and full names of this group."""

__all__ = [
    "ESTIMATORS",
    "INCONSISTENCY",
    "METHODS",
    "RANKS",
    "SPLITTING",
    "Compared",
    "Inconsistency",
    "Network",
    "NetworkFit",
    "Ranks",
    "Split",
    "inconsistency",
    "league",
    "network_meta_analysis",
    "of_arms",
    "of_contrasts",
    "ranks",
    "split",
    "splits",
]
