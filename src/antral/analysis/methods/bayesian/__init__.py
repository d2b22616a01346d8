"""What is believed after the data, with the prior said: shares, effects, and the chance that a trial will succeed.

Takes counts, or an estimate with its standard error, and a prior; gives a `Result` whose assumptions name the
prior.

1. `posterior_share`: one share with a beta prior; `posterior_difference`: two, with the probability of a difference.
2. `posterior_normal`: any estimate with a normal prior.
3. `predictive_share`, `predictive_difference`, `predictive_normal`: how likely the finished trial is to succeed.
4. `superiority` gives the probability for `[group, trial]`.

Rules that stop for harm stand in `safety`; predictive power at looks of a sequential design in `design.sequential`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis.methods.bayesian.means import POSTERIOR_NORMAL, posterior_normal
from antral.analysis.methods.bayesian.predictive import (
    PREDICTIVE_DIFFERENCE,
    PREDICTIVE_NORMAL,
    PREDICTIVE_SHARE,
    predictive_difference,
    predictive_normal,
    predictive_share,
)
from antral.analysis.methods.bayesian.shares import (
    POSTERIOR_DIFFERENCE,
    POSTERIOR_SHARE,
    UNIFORM,
    posterior_difference,
    posterior_share,
    superiority,
)

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "posterior_share": POSTERIOR_SHARE,
        "posterior_difference": POSTERIOR_DIFFERENCE,
        "posterior_normal": POSTERIOR_NORMAL,
        "predictive_share": PREDICTIVE_SHARE,
        "predictive_difference": PREDICTIVE_DIFFERENCE,
        "predictive_normal": PREDICTIVE_NORMAL,
    }
)
"""Names and full names of this group."""

__all__ = [
    "METHODS",
    "UNIFORM",
    "posterior_difference",
    "posterior_normal",
    "posterior_share",
    "predictive_difference",
    "predictive_normal",
    "predictive_share",
    "superiority",
]
