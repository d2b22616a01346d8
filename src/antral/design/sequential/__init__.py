"""Group-sequential designs: a trial that is looked at before its end and may stop, without losing its level.

Takes looks as shares of the planned information and rules by name; gives boundaries, sizes and chances, nothing drawn.

1. `plan` (THE entry) gives boundaries and the size for a wanted power; `boundaries` gives boundaries alone, also at
   the information that a trial really had.
2. `operating` gives the chance of stopping at each look and the expected size at any effect.

Effects are told as a drift: the effect divided by the standard error of its estimate at full information. Numbers by
recursive numerical integration (`integrate`), accurate to 1e-9.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.design.sequential.planned import Operating, Plan, operating, plan
from antral.design.sequential.rules import FAMILIES, Boundaries, Rule, boundaries, named
from antral.design.sequential.spending import SPENDING, spent

DESIGNS: Mapping[str, str] = MappingProxyType(
    {name: f"group-sequential, {said}" for name, said in FAMILIES.items()}
    | {
        "beta_spending": "group-sequential, futility by spending of the type II error",
        "fixed_futility": "group-sequential, futility at a given Z",
    }
)

__all__ = [
    "DESIGNS",
    "FAMILIES",
    "SPENDING",
    "Boundaries",
    "Operating",
    "Plan",
    "Rule",
    "boundaries",
    "named",
    "operating",
    "plan",
    "spent",
]
