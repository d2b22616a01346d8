"""Studies whose true log odds vary normally: their likelihood by quadrature, and where it is largest.

Takes counts; gives the mean and spread of true log odds (or log odds ratios) that make the counts likeliest.

1. `kernels`: the log likelihood of one study's counts given its true value, with slope and curvature.
2. `marginal`: the same with the true value integrated over a normal law (adaptive Gauss-Hermite quadrature).
3. `maximum`: mean and spread of greatest likelihood, the border at no spread included; standard error; profile.
"""

from antral.evidence.pooling.random_logits.kernels import (
    Binomial,
    Conditional,
    Kernel,
    SharedEvents,
    TwoArms,
)
from antral.evidence.pooling.random_logits.marginal import Marginal, marginal
from antral.evidence.pooling.random_logits.maximum import (
    FEW_STUDIES,
    WIDEST,
    Maximum,
    highest,
    maximum,
    profile_limits,
    spread_limits,
    two_arm_maximum,
)

__all__ = [
    "FEW_STUDIES",
    "WIDEST",
    "Binomial",
    "Conditional",
    "Kernel",
    "Marginal",
    "Maximum",
    "SharedEvents",
    "TwoArms",
    "highest",
    "marginal",
    "maximum",
    "profile_limits",
    "spread_limits",
    "two_arm_maximum",
]
