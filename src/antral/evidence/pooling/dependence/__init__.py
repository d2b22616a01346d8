"""Effects that depend on one another: several outcomes, arms or times of one study.

1. `shared_control` and `shared_women` give covariances of effects; `control_part` what a control group adds.
2. `multilevel` fits variances of studies and of effects within them; `Multilevel.with_robust_errors` trusts its
   covariance less.
3. `correlated_effects` needs no covariance: the working model of Hedges, Tipton and Johnson with robust errors.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.evidence.pooling.dependence.correlated_effects import (
    CORRELATED_EFFECTS,
    CorrelatedEffects,
    correlated_effects,
)
from antral.evidence.pooling.dependence.covariances import control_part, shared_control, shared_women
from antral.evidence.pooling.dependence.multilevel import MULTILEVEL, Multilevel, multilevel
from antral.evidence.pooling.dependence.result import Coefficients
from antral.evidence.pooling.dependence.robust import ROBUST

METHODS: Mapping[str, str] = MappingProxyType(
    {f"robust_{name.lower()}": words for name, words in ROBUST.items()}
    | {
        "correlated_effects": CORRELATED_EFFECTS.replace("{rho:g}", "as stated"),
        "multilevel": MULTILEVEL.format(levels="studies and effects", method="restricted maximum likelihood"),
        "shared_control": "covariance of effects that share a control group (Gleser and Olkin 2009)",
        "shared_women": "covariance of outcomes of the same women, correlation assumed",
    }
)

__all__ = [
    "METHODS",
    "Coefficients",
    "CorrelatedEffects",
    "Multilevel",
    "control_part",
    "correlated_effects",
    "multilevel",
    "shared_control",
    "shared_women",
]
