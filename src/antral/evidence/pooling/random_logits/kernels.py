"""Log likelihood of each study's counts given its true log odds or log odds ratio, with slope and curvature.

All four laws are of the exponential family and concave: the slope is observed less expected events, the curvature less
their variance.
"""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, gammaln, log_expit, logsumexp

Numbers = NDArray[np.float64]


class Local(NamedTuple):
    """Log likelihood and its first two derivatives at given true values, `[..., study]`."""

    log: Numbers
    slope: Numbers
    curvature: Numbers


class Kernel(Protocol):
    """Log likelihood of studies at true values `[..., study]`."""

    def __call__(self, theta: Numbers) -> Local:
        """At these true values."""


class Binomial(NamedTuple):
    """`events` of `n` women at the log odds theta; constants of the binomial law included."""

    events: Numbers  # [study]
    n: Numbers  # [study]

    def __call__(self, theta: Numbers) -> Local:
        """At log odds theta, `[..., study]`."""
        return _binomial(self.events, self.n, theta)


class SharedEvents(NamedTuple):
    """The first group's share of all events at the log odds ratio theta: events are few beside the women."""

    events: Numbers  # [group, study]
    n: Numbers  # [group, study]

    def __call__(self, theta: Numbers) -> Local:
        """At log odds ratios theta, `[..., study]`."""
        return _binomial(self.events[0], self.events.sum(axis=0), theta + np.log(self.n[0] / self.n[1]))


class TwoArms(NamedTuple):
    """Two binomial groups at the log odds ratio theta, half above and half below the study's own level."""

    events: Numbers  # [group, study]
    n: Numbers  # [group, study]
    level: Numbers  # [study], mean of the two log odds

    def __call__(self, theta: Numbers) -> Local:
        """At log odds ratios theta, `[..., study]`."""
        first, second = self.arms(theta)
        slope = (first.slope - second.slope) / 2.0
        return Local(first.log + second.log, slope, (first.curvature + second.curvature) / 4.0)

    def arms(self, theta: Numbers) -> tuple[Local, Local]:
        """Each group by itself."""
        return (
            _binomial(self.events[0], self.n[0], self.level + theta / 2.0),
            _binomial(self.events[1], self.n[1], self.level - theta / 2.0),
        )


class Conditional:
    """The first group's events given all margins, at the log odds ratio theta: non-central hypergeometric."""

    def __init__(self, events: Numbers, n: Numbers) -> None:
        """From events and women, `[group, study]`."""
        hit = events.sum(axis=0)
        lowest, highest = np.maximum(0.0, hit - n[1]), np.minimum(n[0], hit)
        steps = np.arange(int((highest - lowest).max()) + 1.0)
        k = lowest + steps[:, np.newaxis]  # [possible, study]
        inside = k <= highest
        k = np.where(inside, k, lowest)
        log = _log_comb(n[0], k) + _log_comb(n[1], hit - k)
        self.possible = k
        self.log_ways = np.where(inside, log, -np.inf)
        self.observed = events[0]
        self.own = _log_comb(n[0], events[0]) + _log_comb(n[1], events[1])

    def __call__(self, theta: Numbers) -> Local:
        """At log odds ratios theta, `[..., study]`."""
        log = self.log_ways + self.possible * theta[..., np.newaxis, :]
        whole = logsumexp(log, axis=-2)
        chance = np.exp(log - whole[..., np.newaxis, :])
        mean = (chance * self.possible).sum(axis=-2)
        spread = (chance * (self.possible - mean[..., np.newaxis, :]) ** 2).sum(axis=-2)
        return Local(self.own + self.observed * theta - whole, self.observed - mean, -spread)


def _binomial(events: Numbers, n: Numbers, log_odds: Numbers) -> Local:
    share = expit(log_odds)
    log = _log_comb(n, events) + events * log_expit(log_odds) + (n - events) * log_expit(-log_odds)
    return Local(log, events - n * share, -n * share * expit(-log_odds))


def _log_comb(n: Numbers, k: Numbers) -> Numbers:
    found: Numbers = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
    return found
