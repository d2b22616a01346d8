"""What is believed after the data, summed up; mixtures of normal laws and densities on a grid."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtr

from antral.evidence.pooling.sample import Numbers

Quantile = Callable[[float], float]
_NOTHING = 1e-13
"""Weights below this share are left out."""


@dataclass(frozen=True)
class Summary:
    """A posterior law in six numbers; NaN where one was not computed."""

    mean: float
    sd: float
    median: float
    low: float
    high: float
    """Equal tails."""
    hpd_low: float = math.nan
    hpd_high: float = math.nan
    """The shortest interval (highest posterior density)."""

    def on(self, back: Callable[[float], float]) -> "Summary":
        """Median and equal tails on another increasing scale; mean, SD and the shortest interval do not carry over."""
        ends = {name: back(getattr(self, name)) for name in ("median", "low", "high")}
        return replace(self, mean=math.nan, sd=math.nan, hpd_low=math.nan, hpd_high=math.nan, **ends)


@dataclass(frozen=True)
class Posterior:
    """Mean effect, spread between studies, a new study and each study, after the data."""

    mu: Summary
    tau: Summary
    new: Summary
    """True effect of a new study."""
    studies: tuple[Summary, ...]
    """True effect of each study, drawn towards the mean; `[study]`."""
    p_positive: float
    """Posterior probability that the mean effect is above 0."""
    p_new_positive: float
    """That the true effect of a new study is."""
    bayes_factor: float
    """Of a mean effect with its prior against one of exactly 0; NaN where the prior is flat."""
    bayes_factor_spread: float
    """Of a spread with its prior against none at all."""
    level: float
    method: str
    priors: tuple[str, ...]
    """In words, each with its tag."""
    labels: tuple[str, ...]
    notes: tuple[str, ...]


def kept(weight: Numbers) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    """Which nodes count at all."""
    found: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = weight > _NOTHING * weight.max()
    return found


def of_normals(weight: Numbers, mean: Numbers, sd: Numbers, level: float, shortest: bool = True) -> Summary:
    """Summary of a mixture of normal laws, `[node]`; the weights sum to one."""
    use = kept(weight)
    weight, mean, sd = weight[use] / weight[use].sum(), mean[use], sd[use]
    middle = float(weight @ mean)
    spread = math.sqrt(float(weight @ (sd**2 + (mean - middle) ** 2)))
    least, most = float((mean - 40.0 * sd).min()), float((mean + 40.0 * sd).max())

    def quantile(share: float) -> float:
        if share in (0.0, 1.0):
            return most if share else least
        return float(brentq(lambda x: float(weight @ ndtr((x - mean) / sd)) - share, least, most, xtol=1e-10))

    return _summary(quantile, middle, spread, level, shortest)


def above_zero(weight: Numbers, mean: Numbers, sd: Numbers) -> float:
    """Chance that a mixture of normal laws gives a value above 0."""
    return float(weight @ ndtr(mean / sd))


def of_points(weight: Numbers, value: Numbers, level: float, shortest: bool = True) -> Summary:
    """Summary of a law that is given by dense ascending nodes, `[node]`, and their weights."""
    cumulative = np.cumsum(weight) - weight / 2.0
    cumulative = cumulative / weight.sum()
    middle = float(weight @ value / weight.sum())
    spread = math.sqrt(float(weight @ (value - middle) ** 2 / weight.sum()))

    def quantile(share: float) -> float:
        return float(np.interp(share, cumulative, value))

    return _summary(quantile, middle, spread, level, shortest)


def points_above_zero(weight: Numbers, value: Numbers) -> float:
    """Chance of a value above 0 in a law of dense ascending nodes."""
    return 1.0 - float(np.interp(0.0, value, (np.cumsum(weight) - weight / 2.0) / weight.sum()))


def finer(value: Numbers, weight: Numbers, times: int = 12) -> tuple[Numbers, Numbers]:
    """More nodes between even ones: cubic (Hermite) in the logarithm of the weight, its slopes by differences.

    Returns
    -------
    Nodes and weights, `[node]`, where the weights say how high the density is.
    """
    log = np.log(np.maximum(weight, 1e-300 * weight.max()))
    slope = np.gradient(log)
    share = np.arange(times) / times
    cubes = (
        (1 + 2 * share) * (1 - share) ** 2,
        share * (1 - share) ** 2,
        share**2 * (3 - 2 * share),
        share**2 * (share - 1),
    )
    parts = (log[:-1], slope[:-1], log[1:], slope[1:])
    between = sum(np.outer(part, cube) for part, cube in zip(parts, cubes, strict=True))
    step = value[1] - value[0]
    nodes = (value[:-1, np.newaxis] + step * share).ravel()
    return np.r_[nodes, value[-1]], np.exp(np.r_[np.asarray(between).ravel(), log[-1]])


def _summary(quantile: Quantile, mean: float, sd: float, level: float, shortest: bool) -> Summary:
    tail = (1.0 - level) / 2.0
    low, median, high = (quantile(share) for share in (tail, 0.5, 1.0 - tail))
    if not shortest:
        return Summary(mean, sd, median, low, high)
    slack = 1.0 - level

    def width(share: float) -> float:
        return quantile(share + level) - quantile(share)

    start = float(minimize_scalar(width, bounds=(0.0, slack), method="bounded", options={"xatol": 1e-7}).x)
    best = min((0.0, slack, start), key=width)
    return Summary(mean, sd, median, low, high, quantile(best), quantile(best + level))
