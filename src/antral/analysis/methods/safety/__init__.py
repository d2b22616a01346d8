"""Harm in few women: how many had an event, how often for the time watched, what none excludes, when to stop.

Takes numbers of events with women or time watched; gives a `Result` for one sample and arrays for many trials.

1. `incidence`: share of women with at least one event.
2. `rate`, `rate_ratio`, `rate_difference`: events for the time watched; `poisson_limits`, `rate_ratios` and
   `rate_differences` for many trials.
3. `none_seen`: what no event leaves open; `women_to_exclude` turns it round.
4. `harm_bound` says at which counts a Bayesian rule stops, `harm_chance` how often it does; a protocol's rule is told
   by `design.boundary`, which asks here. `bayesian.posterior_share` gives the posterior of one sample.

Two groups' shares are compared with `binary.risk_difference`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis.methods.safety.incidence import INCIDENCE, incidence
from antral.analysis.methods.safety.none_seen import NONE_SEEN, NONE_SEEN_RATE, none_seen, women_to_exclude
from antral.analysis.methods.safety.rates import (
    RATE,
    RATE_DIFFERENCE,
    RATE_RATIO,
    poisson_limits,
    rate,
    rate_difference,
    rate_differences,
    rate_ratio,
    rate_ratios,
)
from antral.analysis.methods.safety.stopping import (
    HARM_BOUND,
    Chance,
    Look,
    harm_bound,
    harm_chance,
    harm_probability,
)

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "incidence": INCIDENCE,
        "rate": RATE,
        "rate_ratio": RATE_RATIO,
        "rate_difference": RATE_DIFFERENCE,
        "none_seen": NONE_SEEN,
        "none_seen_rate": NONE_SEEN_RATE,
        "harm_bound": HARM_BOUND,
    }
)
"""Names and full names of this group."""

__all__ = [
    "METHODS",
    "Chance",
    "Look",
    "harm_bound",
    "harm_chance",
    "harm_probability",
    "incidence",
    "none_seen",
    "poisson_limits",
    "rate",
    "rate_difference",
    "rate_differences",
    "rate_ratio",
    "rate_ratios",
    "women_to_exclude",
]
