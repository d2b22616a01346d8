"""Shares with beta priors: the posterior of one, and of the difference of two, exact or by quadrature."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincc, betaincinv

from antral.analysis.methods.binary.tables import counts, told
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.result import Result
from antral.core import InputError

POSTERIOR_SHARE = "share, beta-binomial posterior, equal-tailed credible interval"
POSTERIOR_DIFFERENCE = "difference of shares, two beta-binomial posteriors, equal-tailed credible interval (quadrature)"

UNIFORM = (1.0, 1.0)
"""The beta prior under which every share is as likely."""

_KNOTS = (1e-9, 1e-4, 0.05, 0.3, 0.7, 0.95, 1 - 1e-4, 1 - 1e-9)
"""Quantiles of either posterior between which is integrated."""
_NODES = 24

Numbers = NDArray[np.float64]


class Beta(NamedTuple):
    """A beta distribution: as if so many women had had the event, and so many not."""

    events: float
    none: float

    def told(self) -> str:
        """As a result's assumptions say it."""
        return f"beta({self.events:g}, {self.none:g})"


def beta(prior: tuple[float, float]) -> Beta:
    """A prior, or an `InputError`."""
    if len(prior) != 2 or not all(math.isfinite(each) and each > 0 for each in prior):
        raise InputError(f"prior = {prior!r}: the two parameters of a beta distribution were wanted, both above 0.")
    return Beta(float(prior[0]), float(prior[1]))


def updated(prior: Beta, events: int, n: int) -> Beta:
    """The posterior after so many of so many women."""
    return Beta(prior.events + events, prior.none + n - events)


def posterior_share(
    *,
    events: int,
    n: int,
    prior: tuple[float, float] = UNIFORM,
    above: float | None = None,
    confidence: float = 0.95,
) -> Result:
    """What is believed of one share after the data.

    Parameters
    ----------
    events, n
        Women with the event, and women in all.
    prior
        The two parameters of the beta prior.
    above
        A share whose exceedance is asked for: `details["probability_above"]`.

    Returns
    -------
    The posterior mean with the credible interval; there is no p-value.
    """
    x, size = counts(events, n)
    if x.ndim:
        raise InputError(f"events = {events!r}: one number of women was wanted.")
    before = beta(prior)
    after, tail = updated(before, int(x), int(size)), (1.0 - level_of(confidence)) / 2.0
    low, median, high = (float(betaincinv(*after, at)) for at in (tail, 0.5, 1.0 - tail))
    details = {"median": median, "posterior_events": after.events, "posterior_none": after.none}
    if above is not None:
        if not 0.0 <= above <= 1.0:
            raise InputError(f"above = {above!r}: a share between 0 and 1 was wanted.")
        details |= {"above": above, "probability_above": float(betaincc(*after, above))}
    return Result(
        method=POSTERIOR_SHARE,
        effect="share of women with the event",
        estimate=after.events / (after.events + after.none),
        low=low,
        high=high,
        p_value=math.nan,
        confidence=confidence,
        n={"women": int(size)},
        assumptions=(f"prior: {before.told()}", "women are independent and share one true share"),
        notes=() if int(size) else ("no woman: the posterior is the prior",),
        details=details,
    )


def exceedance(first: Beta, second: Beta, margin: float = 0.0) -> float:
    """Probability that the first share exceeds the second by more than a margin.

    The first one's tail is averaged over the second one's quantiles, by Gauss and Legendre between quantiles of both.
    """
    low, high = max(0.0, -margin), min(1.0, 1.0 - margin)  # of the second share, where the answer is open
    if low >= high:
        return 1.0 if margin <= -1.0 else 0.0
    levels = np.array(_KNOTS)
    with np.errstate(invalid="ignore"):
        other = betaincinv(*first, levels) - margin
    places = np.clip(np.concatenate([other, betaincinv(*second, levels)]), low, high)
    ends = np.unique(np.concatenate([[betainc(*second, low), betainc(*second, high)], betainc(*second, places)]))
    nodes, weights = _LEGENDRE
    width = np.diff(ends)[:, np.newaxis] / 2
    at = ends[:-1, np.newaxis] + width * (1 + nodes)
    value = betaincc(*first, np.clip(betaincinv(*second, at) + margin, 0.0, 1.0))
    sure = float(betainc(*second, low))  # below, the first share exceeds it whatever it is
    return float(min(1.0, sure + (value * weights * width).sum()))


def _crowded(nodes: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Gauss-Legendre nodes pushed towards both ends, where the integrand's derivatives are unbounded."""
    angle = (1 + nodes) * np.pi / 2
    return -np.cos(angle), weights * np.sin(angle) * np.pi / 2


_LEGENDRE = _crowded(*np.polynomial.legendre.leggauss(_NODES))


def _quantile(first: Beta, second: Beta, level: float) -> float:
    """The difference that the posterior lies below with some probability."""
    from scipy.optimize import brentq  # takes long to load

    found: float = brentq(lambda margin: 1.0 - exceedance(first, second, margin) - level, -1.0, 1.0, xtol=1e-12)
    return found


def posterior_difference(
    *,
    events: ArrayLike,
    n: ArrayLike,
    prior: tuple[tuple[float, float], tuple[float, float]] = (UNIFORM, UNIFORM),
    margin: float = 0.0,
    confidence: float = 0.95,
) -> Result:
    """What is believed of the first group's share less the second's.

    Parameters
    ----------
    events, n
        Women with the event and women in all, two each.
    prior
        The beta prior of each group; they are independent.
    margin
        `details["probability_above"]` is the probability that the difference is larger.
    """
    x, size = counts(events, n, 2)
    if x.ndim != 1:
        raise InputError(f"events = {events!r}: two numbers of women were wanted, one for each group.")
    if not -1.0 <= margin <= 1.0:
        raise InputError(f"margin = {margin!r}: a difference between -1 and 1 was wanted.")
    before = (beta(prior[0]), beta(prior[1]))
    first, second = (updated(one, int(x[k]), int(size[k])) for k, one in enumerate(before))
    tail = (1.0 - level_of(confidence)) / 2.0
    return Result(
        method=POSTERIOR_DIFFERENCE,
        effect="difference of shares, first group less second",
        estimate=first.events / (first.events + first.none) - second.events / (second.events + second.none),
        low=_quantile(first, second, tail),
        high=_quantile(first, second, 1.0 - tail),
        p_value=math.nan,
        confidence=confidence,
        n=told(size.tolist()),
        assumptions=(
            f"priors: first {before[0].told()}, second {before[1].told()}, independent",
            "women are independent; each group has one true share",
        ),
        notes=() if size.min() else ("a group without women: its posterior is its prior",),
        details={"margin": margin, "probability_above": exceedance(first, second, margin)},
    )


def superiority(
    events: ArrayLike,
    n: ArrayLike,
    prior: tuple[tuple[float, float], tuple[float, float]] = (UNIFORM, UNIFORM),
    margin: float = 0.0,
) -> Numbers:
    """Posterior probability of a difference above the margin, for each trial; each distinct table once.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, trial]`; two groups.
    """
    x, size = counts(events, n, 2)
    before = (beta(prior[0]), beta(prior[1]))
    cases, which = np.unique(np.concatenate([x.reshape(2, -1), size.reshape(2, -1)]), axis=1, return_inverse=True)
    found = np.array(
        [
            exceedance(updated(before[0], int(a), int(n1)), updated(before[1], int(c), int(n2)), margin)
            for a, c, n1, n2 in cases.T
        ]
    )
    return found[which.ravel()].reshape(x.shape[1:])
