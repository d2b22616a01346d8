"""Cox's partial likelihood with ties, its slope and its curvature.

Sources: Cox 1972, J R Stat Soc B 34:187; ties: Breslow 1974, Biometrics 30:89; Efron 1977, J Am Stat Assoc 72:557;
exact (discrete time): Cox 1972, computed as Gail, Lubin and Rubinstein 1981, Biometrika 68:703.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

TIES: Final[Mapping[str, str]] = MappingProxyType(
    {"efron": "ties by Efron's method", "breslow": "ties by Breslow's method", "exact": "exact partial likelihood"}
)
"""Ways to treat women with the same time of event."""

_GAIN: Final = 1e-12
"""Gain of the log-likelihood below which the search ends."""
_ROUNDS: Final = 60


class Moment(NamedTuple):
    """Women at risk at the time of an event, and those who have it then. Positions of women."""

    at_risk: Places
    events: Places


class Value(NamedTuple):
    """The partial likelihood at some coefficients."""

    height: float
    """Its logarithm."""
    slope: Numbers
    """`[covariate]`"""
    information: Numbers
    """Minus its curvature. `[covariate, covariate]`"""


class Data(NamedTuple):
    """What the partial likelihood is made of."""

    covariates: Numbers
    """`[woman, covariate]`"""
    moments: tuple[Moment, ...]
    ties: str


def moments(time: Numbers, event: NDArray[np.int64], stratum: NDArray[np.int64]) -> tuple[Moment, ...]:
    """The risk set of each distinct time of an event in each stratum."""
    found = []
    for layer in np.unique(stratum):
        mine = stratum == layer
        for day in np.unique(time[mine & (event == 1)]):
            now = np.flatnonzero(mine & (time == day) & (event == 1))
            found.append(Moment(np.flatnonzero(mine & (time >= day)), now))
    return tuple(found)


def partial_likelihood(data: Data, coefficients: Numbers) -> Value:
    """Height, slope and information at some coefficients. `[covariate]`"""
    part = _exact if data.ties == "exact" else _approximate
    count = len(coefficients)
    height, slope, information = 0.0, np.zeros(count), np.zeros((count, count))
    for moment in data.moments:
        x = data.covariates[moment.at_risk]
        score = x @ coefficients
        top = float(score.max())
        weight = np.exp(score - top)
        own = np.isin(moment.at_risk, moment.events)
        one = part(x, weight, own, data.ties == "efron")
        height += float((score[own] - top).sum()) + one.height
        slope += x[own].sum(axis=0) + one.slope
        information += one.information
    return Value(height, slope, information)


def _approximate(x: Numbers, weight: Numbers, own: NDArray[np.bool_], efron: bool) -> Value:
    """Breslow's or Efron's denominators of one moment."""
    count = x.shape[1]
    height, slope, information = 0.0, np.zeros(count), np.zeros((count, count))
    many = int(own.sum())
    for nth in range(many):
        w = weight - own * weight * (nth / many) if efron else weight
        total = w.sum()
        mean = (w @ x) / total
        height -= float(np.log(total))
        slope -= mean
        information += (x.T * w) @ x / total - np.outer(mean, mean)
    return Value(height, slope, information)


def _exact(x: Numbers, weight: Numbers, own: NDArray[np.bool_], efron: bool) -> Value:
    """All ways to choose as many women as had the event, built up woman by woman."""
    count, many = x.shape[1], int(own.sum())
    if many == 1:
        return _approximate(x, weight, own, efron)
    sums = np.zeros(many + 1)
    sums[0] = 1.0
    first, second = np.zeros((many + 1, count)), np.zeros((many + 1, count, count))
    for w, row in zip(weight, x, strict=True):
        outer = np.outer(row, row)
        crossed = row[:, np.newaxis] * first[:-1, np.newaxis, :]
        grown = second[:-1] + crossed + np.swapaxes(crossed, 1, 2) + outer * sums[:-1, np.newaxis, np.newaxis]
        second[1:] += w * grown
        first[1:] += w * (first[:-1] + row * sums[:-1, np.newaxis])
        sums[1:] += w * sums[:-1]
    if not sums[many] > 0:  # too small to be held: coefficients this far out are not looked at
        return Value(-math.inf, np.zeros(count), np.zeros((count, count)))
    mean = first[many] / sums[many]
    return Value(-float(np.log(sums[many])), -mean, second[many] / sums[many] - np.outer(mean, mean))


def _newton(information: Numbers, slope: Numbers) -> Numbers:
    """Newton's step, whatever the units of the covariates."""
    own = np.sqrt(np.maximum(np.diagonal(information), 0.0))
    own = np.where(own > 0, own, 1.0)
    step: Numbers = np.linalg.lstsq(information / np.outer(own, own), slope / own, rcond=None)[0] / own
    return step


class Peak(NamedTuple):
    """Where the search for the largest likelihood ended."""

    coefficients: Numbers
    value: Value
    last_step: Numbers
    """Of the last round: near 0 at a peak, not so where the likelihood rises for ever. `[covariate]`"""


def maximise(data: Data, start: Numbers, free: NDArray[np.bool_]) -> Peak:
    """The largest likelihood over the free coefficients, by Newton's method with steps halved where they overshoot."""
    now, value = start.copy(), partial_likelihood(data, start)
    step = np.zeros(len(start))
    for _ in range(_ROUNDS):
        step = np.zeros(len(start))
        if free.any():
            step[free] = _newton(value.information[np.ix_(free, free)], value.slope[free])
        following = partial_likelihood(data, now + step)
        for _ in range(30):
            if following.height >= value.height - _GAIN:
                break
            step = step / 2
            following = partial_likelihood(data, now + step)
        gain = following.height - value.height
        now, value = now + step, following
        if gain < _GAIN:
            break
    return Peak(now, value, step)
