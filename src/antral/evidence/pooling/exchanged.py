"""p-values of a meta-regression by exchanging moderators between studies, for few of them."""

from collections.abc import Mapping, Sequence
from itertools import permutations
from math import factorial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import POPULATION_TRIAL, Purpose, uniforms
from antral.evidence.pooling.between import between
from antral.evidence.pooling.intervals import Interval, check_interval
from antral.evidence.pooling.moderators import design_of
from antral.evidence.pooling.regression import scaled, together
from antral.evidence.pooling.sample import Numbers, sample
from antral.evidence.pooling.weighted import fit

EXCHANGED: Final = "permutation test of a meta-regression (moderators exchanged between studies)"
_EXACT_UP_TO: Final = 5040
"""Arrangements up to which each is visited: those of seven studies."""
_SAME: Final = 1e-10
"""Statistics this near, or nearer as a share, are one."""


class Exchanged(NamedTuple):
    """p-values under exchange."""

    p: tuple[float, ...]
    """Of each coefficient, the intercept first (its studies keep their places under exchange: NaN)."""
    qm_p: float
    arrangements: int
    exact: bool
    """Whether every arrangement was visited."""


def exchanged(
    yi: ArrayLike,
    vi: ArrayLike,
    moderators: Mapping[str, ArrayLike | Sequence[object]],
    *,
    method: str = "REML",
    interval: Interval = "HKSJ",
    arrangements: int = 1000,
    seed: int = 1,
) -> Exchanged:
    """How often studies with exchanged moderators give a statistic as far from zero, two-sided.

    Source: Higgins and Thompson 2004, Stat Med 23:1663. Up to seven studies every arrangement is visited; with more,
    so many random ones and the observed.

    Parameters
    ----------
    yi, vi, moderators, method, interval
        As of `meta_regression`.
    """
    studies = sample(yi, vi, None)
    check_interval(interval)
    k = len(studies.yi)
    x = design_of(moderators, k).columns

    def statistics(order: NDArray[np.int64]) -> Numbers:
        design = x[order]
        tau2 = between(studies.yi, studies.vi, design, method)
        found = fit(studies.yi, 1.0 / (studies.vi + tau2), design)
        covariance, df = scaled(found, k, x.shape[1], interval)
        each = np.abs(found.coefficients) / np.sqrt(np.diag(covariance))
        return np.append(each, together(found.coefficients[1:], covariance[1:, 1:], df)[0])

    exact = factorial(k) <= _EXACT_UP_TO
    orders = _every(k) if exact else _random(k, arrangements, seed)
    seen = statistics(np.arange(k))
    reached = np.stack([statistics(order) for order in orders]) >= seen * (1 - _SAME) - _SAME
    share = (reached.sum(axis=0) + (not exact)) / (len(orders) + (not exact))
    return Exchanged((np.nan, *share[1:-1].tolist()), float(share[-1]), len(orders), exact)


def _every(k: int) -> NDArray[np.int64]:
    return np.array(list(permutations(range(k))))


def _random(k: int, arrangements: int, seed: int) -> NDArray[np.int64]:
    """Random orders, `[arrangement, study]`; the n-th does not depend on how many are drawn."""
    draws = np.arange(arrangements)[:, np.newaxis]
    keys = uniforms(seed, POPULATION_TRIAL, np.arange(k)[np.newaxis, :], Purpose.STUDIES, draws)[..., 0]
    return np.argsort(keys, axis=1)
