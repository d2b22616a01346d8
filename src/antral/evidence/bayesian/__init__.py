"""Random effects with stated priors, by deterministic quadrature; no chains, so same data, same numbers.

Takes effects with variances, or counts; gives a `Posterior` of the mean, the spread, a new study and each study.

1. `priors` and `prior` read the recorded priors of the spread; `Normal` is the prior of the mean, `FLAT` none at all.
2. `posterior_effects`: normal effects, the mean integrated in closed form, the spread by quadrature.
3. `posterior_proportion`: binomial events, mean and spread of true logits by quadrature.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.evidence.bayesian.effects import EFFECTS, posterior_effects
from antral.evidence.bayesian.posterior import Posterior, Summary
from antral.evidence.bayesian.priors import FLAT, Normal, SpreadPrior, half_normal, prior, priors
from antral.evidence.bayesian.proportion import PROPORTION, Plane, plane, posterior_proportion

METHODS: Mapping[str, str] = MappingProxyType({"posterior_effects": EFFECTS, "posterior_proportion": PROPORTION})
"""Names and full names of this group."""

__all__ = [
    "EFFECTS",
    "FLAT",
    "METHODS",
    "PROPORTION",
    "Normal",
    "Plane",
    "Posterior",
    "SpreadPrior",
    "Summary",
    "half_normal",
    "plane",
    "posterior_effects",
    "posterior_proportion",
    "prior",
    "priors",
]
