"""Effects of studies pooled, each number with its method's full name.

Takes effects and their variances, or counts; gives a `Pooled`.

1. `effect_size` gives effects and variances of any of the `MEASURES` from what studies print.
2. `random_effects` pools effects that differ between studies: nine estimators of tau2 (`ESTIMATORS`), the
   Hartung-Knapp-Sidik-Jonkman interval or Wald's, Q-profile interval of tau2, prediction interval.
3. `proportions`: one share from several studies. `rare`: rare events in two arms. Each is a group with its front door.

To add a method, add a file, its line in `METHODS` and a case with an outside result.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.evidence.pooling import proportions, rare
from antral.evidence.pooling.between import ESTIMATORS
from antral.evidence.pooling.effect_sizes import MEASURES, Effects, Measure, correlation_of, effect_size
from antral.evidence.pooling.pooled import BACK, Pooled
from antral.evidence.pooling.random_effects import printed, random_effects

METHODS: Mapping[str, str] = MappingProxyType(
    {f"random_effects_{name.lower()}": printed(name, "HKSJ") for name in ESTIMATORS}
    | {f"effect_size_{name.lower()}": measure.words for name, measure in MEASURES.items()}
    | dict(proportions.METHODS)
    | dict(rare.METHODS)
)
"""Name of a method: the name that is printed beside its number."""

__all__ = [
    "BACK",
    "ESTIMATORS",
    "MEASURES",
    "METHODS",
    "Effects",
    "Measure",
    "Pooled",
    "correlation_of",
    "effect_size",
    "proportions",
    "random_effects",
    "rare",
]
