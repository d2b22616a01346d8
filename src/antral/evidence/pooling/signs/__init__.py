"""Evidence of which only a direction or a p-value was printed, used as such and as no more.

Takes directions (-1, 0, 1) and p-values; gives a share in favour with exact limits, a combined p-value, and what a
harvest or an albatross plot shows.

1. `vote_by_direction`: how many studies point each way; never how many were significant.
2. `combine_p`: one p-value from several (Fisher, Stouffer).
3. `harvest` and `albatross`: the studies laid out, as data.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.evidence.pooling.signs.combine import COMBINATIONS, Combined, combine_p, one_sided_p
from antral.evidence.pooling.signs.direction import VOTE, Directions, vote_by_direction
from antral.evidence.pooling.signs.layout import Albatross, Bar, albatross, harvest

METHODS: Mapping[str, str] = MappingProxyType(
    {"vote_by_direction": VOTE, **{f"combine_p_{name.lower()}": full for name, full in COMBINATIONS.items()}}
)
"""Names and full names of this group."""

__all__ = [
    "COMBINATIONS",
    "METHODS",
    "VOTE",
    "Albatross",
    "Bar",
    "Combined",
    "Directions",
    "albatross",
    "combine_p",
    "harvest",
    "one_sided_p",
    "vote_by_direction",
]
