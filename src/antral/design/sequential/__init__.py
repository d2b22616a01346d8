"""Group-sequential designs: a trial that is looked at before its end and may stop, without losing its level.

Takes looks as shares of the planned information and rules by name; gives boundaries, sizes and chances, nothing drawn.

1. `plan` (THE entry) gives boundaries and the size for a wanted power; `boundaries` gives boundaries alone, also at
   the information that a trial really had.
2. `operating` gives the chance of stopping at each look and the expected size at any effect; `decide` says where many
   simulated trials stop.

3. At an interim look, `conditional_power` and `predictive_power` say what may come of it; `repeated_interval` and
   `repeated_p` hold at every look.
4. After the trial, `stagewise` gives p-value, interval and estimate that know of the looks; `combine` does so for
   stages whose size was changed (inverse normal).

Effects are told as a drift: the effect divided by the standard error of its estimate at full information. Numbers by
recursive numerical integration (`integrate`), accurate to 1e-9.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.design.sequential.combination import Combined, combine, z_of_t
from antral.design.sequential.interim import Conditional, conditional_power, predictive_power
from antral.design.sequential.ordering import Adjusted, stagewise
from antral.design.sequential.planned import Decided, Operating, Plan, decide, operating, plan
from antral.design.sequential.repeated import repeated_interval, repeated_p
from antral.design.sequential.rules import FAMILIES, Boundaries, Rule, boundaries, named
from antral.design.sequential.spending import SPENDING, spent

DESIGNS: Mapping[str, str] = MappingProxyType(
    {name: f"group-sequential, {said}" for name, said in FAMILIES.items()}
    | {
        "beta_spending": "group-sequential, futility by spending of the type II error",
        "fixed_futility": "group-sequential, futility at a given Z",
        "conditional_power": "conditional power over the looks that are left",
        "predictive_power": "predictive power, normal prior of the effect",
        "repeated_interval": "repeated confidence interval (Jennison-Turnbull)",
        "repeated_p": "repeated p-value",
        "stagewise": "p-value, interval and median-unbiased estimate in the stagewise ordering",
        "inverse_normal": "inverse normal combination of stages (Lehmacher-Wassmer)",
    }
)

__all__ = [
    "DESIGNS",
    "FAMILIES",
    "SPENDING",
    "Adjusted",
    "Boundaries",
    "Combined",
    "Conditional",
    "Decided",
    "Operating",
    "Plan",
    "Rule",
    "boundaries",
    "combine",
    "conditional_power",
    "decide",
    "named",
    "operating",
    "plan",
    "predictive_power",
    "repeated_interval",
    "repeated_p",
    "spent",
    "stagewise",
    "z_of_t",
]
