"""Chances of the largest of several correlated t statistics, by the angle they are seen from.

A multivariate t vector is a random direction times a random length. In a direction u the largest of the statistics
grows with the length at the rate g(u) = max c_i'u, so the chance that it stays below q is the mean over directions of
the distribution of the length at q / g(u). Degrees of freedom and q are then exact, and only directions are summed:
fixed points of low discrepancy and their opposites, in the rank of the correlation, one less than the doses.

With effects (power) a direction crosses the region of no rejection along a stretch, whose chance is that of a chi
distribution; the standard deviation is summed by Gauss-Legendre quadrature. Errors are below 1e-5 without effects and
below 1e-4 for power (compared in `records/reference/statistics/dose_response.yaml`); nothing is random.

Source of the idea: Genz and Bretz 2009, Computation of multivariate normal and t probabilities (Springer), section 4.1
(spherical-radial transformation).
"""

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtr, chdtrc, fdtr, fdtrc, gammaincinv, ndtri

Numbers = NDArray[np.float64]

_FEW: Final = 2**15
"""Directions up to rank 3, and for power, where each meets every standard deviation."""
_MANY: Final = 2**18
"""Directions in higher ranks."""
_ATOMS: Final = 4096
_SPREADS: Final = 32


def factor(correlation: Numbers) -> Numbers:
    """Rows c_i with c_i'c_j the correlation, in as many columns as its rank. `[statistic, rank]`"""
    values, vectors = np.linalg.eigh(correlation)
    kept = values > 1e-10 * values[-1]
    found: Numbers = vectors[:, kept] * np.sqrt(values[kept])
    return found


def exceeds(q: Numbers, correlation: Numbers, df: float, sides: int = 1) -> Numbers:
    """Chance that the largest of correlated central t statistics (absolute, when two-sided) is above q.

    Parameters
    ----------
    q
        `[…]`
    correlation
        `[statistic, statistic]`, may be singular.
    df
        Degrees of freedom; infinite for the normal distribution.
    """
    rows = np.ascontiguousarray(np.round(correlation, 13))
    rates, weights, rank = _rates(rows.tobytes(), len(rows), sides)
    q = np.asarray(q, dtype=float)
    flat, up, down = q.reshape(-1), rates > 0, rates < 0
    found = np.full(flat.shape, np.nan)
    for above, where, reach in ((flat >= 0, up, _longer), (flat < 0, down, _shorter)):
        length = flat[above, np.newaxis] / rates[where]
        found[above] = reach(length, rank, df) @ weights[where] + (0.0 if reach is _longer else 1 - weights[down].sum())
    return np.asarray(np.clip(found, 0.0, 1.0).reshape(q.shape))


def exceeds_many(q: Numbers, correlation: Numbers, df: float, sides: int = 1) -> Numbers:
    """`exceeds` for thousands of q, by a cubic spline through it. `[trial]`

    Equal to 1e-5, and to 1e-7 where the chance is below 0.3."""
    known = np.isfinite(q)
    if known.sum() <= 256:
        return exceeds(q, correlation, df, sides)
    from scipy.interpolate import CubicSpline

    nodes = np.linspace(q[known].min(), q[known].max(), 257)
    spline = CubicSpline(nodes, np.log(np.maximum(exceeds(nodes, correlation, df, sides), 1e-300)))
    found = np.full(q.shape, np.nan)
    found[known] = np.minimum(np.exp(spline(q[known])), 1.0)
    return found


def critical_value(alpha: float, correlation: Numbers, df: float, sides: int = 1) -> float:
    """The q that the largest statistic exceeds with chance alpha."""
    from scipy.optimize import brentq

    return float(brentq(lambda q: float(exceeds(np.array(q), correlation, df, sides)) - alpha, -20.0, 1e3, xtol=1e-10))


def power(q: float, correlation: Numbers, df: float, shift: Numbers, sides: int = 1) -> float:
    """Chance that the largest statistic is above q when they are shifted (non-central t of Kshirsagar).

    Parameters
    ----------
    shift
        Mean of each statistic when the standard deviation is known. `[statistic]`
    """
    rows, shift = factor(correlation), np.asarray(shift, dtype=float)
    if sides == 2:
        rows, shift = np.concatenate([rows, -rows]), np.concatenate([shift, -shift])
    rank = rows.shape[1]
    half = _directions(rank, _FEW) @ rows.T
    rates = np.concatenate([half, -half])
    up = rates > 0
    with np.errstate(divide="ignore"):
        inverse = 1.0 / rates
    spreads, weights = np.ones(1), np.ones(1)
    if math.isfinite(df):
        spreads, weights = _spreads(df)
    stays = 0.0
    for spread, weight in zip(spreads, weights, strict=True):
        last, first = np.full(len(rates), np.inf), np.zeros(len(rates))
        for one, bound in enumerate(q * spread - shift):
            end = bound * inverse[:, one]
            np.minimum(last, end, out=last, where=up[:, one])
            np.maximum(first, end, out=first, where=~up[:, one])
        met = last > first
        stretch = chdtr(rank, last[met] ** 2) - chdtr(rank, first[met] ** 2)
        stays += weight * float(stretch.sum()) / len(rates)
    return min(max(1.0 - stays, 0.0), 1.0)


def _spreads(df: float) -> tuple[Numbers, Numbers]:
    """Values of an estimated standard deviation, the true one being 1, and their weights."""
    low, high = np.sqrt(2 * gammaincinv(df / 2, np.array([1e-14, 1 - 1e-14])) / df)
    nodes, weights = np.polynomial.legendre.leggauss(_SPREADS)
    spread = low + (high - low) * (nodes + 1) / 2
    log = (df - 1) * np.log(spread) - df * spread**2 / 2
    weights = weights * np.exp(log - log.max())
    return spread, weights / weights.sum()


def _longer(length: Numbers, rank: int, df: float) -> Numbers:
    """Chance that a t vector is longer. Same shape."""
    squared = np.minimum(length, 1e100) ** 2
    return np.asarray(fdtrc(rank, df, squared / rank) if math.isfinite(df) else chdtrc(rank, squared))


def _shorter(length: Numbers, rank: int, df: float) -> Numbers:
    """Chance that a t vector is shorter. Same shape."""
    squared = np.minimum(length, 1e100) ** 2
    return np.asarray(fdtr(rank, df, squared / rank) if math.isfinite(df) else chdtr(rank, squared))


@lru_cache(maxsize=32)
def _rates(correlation: bytes, statistics: int, sides: int) -> tuple[Numbers, Numbers, int]:
    """g(u) over directions, gathered into bins: mean rate, weight, and the rank."""
    rows = factor(np.frombuffer(correlation).reshape(statistics, statistics))
    rank = rows.shape[1]
    u = _directions(rank, _FEW if rank <= 3 else _MANY)
    along = u @ rows.T
    rates = np.abs(along).max(axis=1) if sides == 2 else np.concatenate([along.max(axis=1), -along.min(axis=1)])
    bins = np.minimum(((rates + 1.0) * (_ATOMS / 2)).astype(np.int64), _ATOMS - 1)
    counts = np.bincount(bins, minlength=_ATOMS)
    filled = counts > 0
    means = np.bincount(bins, rates, minlength=_ATOMS)[filled] / counts[filled]
    return means, counts[filled] / len(rates), rank


@lru_cache(maxsize=8)
def _directions(rank: int, number: int) -> Numbers:
    """Unit vectors that, with their opposites, cover the sphere evenly. `[direction, rank]`"""
    if rank == 1:
        return np.ones((1, 1))
    nth = np.arange(number) + 0.5
    if rank == 2:
        angle = nth * (math.pi / number)
        return np.stack([np.cos(angle), np.sin(angle)], axis=1)
    if rank == 3:  # a spiral of the golden angle, over the upper half
        height, angle = nth / number, nth * math.pi * (3.0 - math.sqrt(5.0))
        across = np.sqrt(1.0 - height**2)
        return np.stack([across * np.cos(angle), across * np.sin(angle), height], axis=1)
    root = 2.0
    for _ in range(64):  # the root of x^(rank + 1) = x + 1, whose powers make a sequence of low discrepancy
        root = (1.0 + root) ** (1.0 / (rank + 1))
    u = ndtri(np.mod(nth[:, np.newaxis] * root ** -np.arange(1.0, rank + 1.0), 1.0))
    return np.asarray(u / np.sqrt((u**2).sum(axis=1, keepdims=True)))
