"""The same women before and after: mean change, plain and standardised, and ratio of means."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.effect_sizes.effects import Effects, Numbers, columns, positive
from antral.evidence.pooling.effect_sizes.two_arm_means import small_sample


class _Pairs(NamedTuple):
    m0: Numbers
    s0: Numbers
    m1: Numbers
    s1: Numbers
    n: Numbers
    r: Numbers
    names: tuple[str, ...]

    @property
    def spread(self) -> Numbers:
        """Variance of the change."""
        return self.s0**2 + self.s1**2 - 2 * self.r * self.s0 * self.s1


def mean_change(
    before: ArrayLike,
    before_sd: ArrayLike,
    after: ArrayLike,
    after_sd: ArrayLike,
    n: ArrayLike,
    correlation: ArrayLike,
    labels: Sequence[object] | None = None,
) -> Effects:
    """After less before, in the unit of the outcome; `correlation` is that of a woman's two values."""
    pairs = _pairs(before, before_sd, after, after_sd, n, correlation, labels)
    return Effects(pairs.m1 - pairs.m0, pairs.spread / pairs.n, pairs.names, "mean change", "identity")


def standardised_by_change(
    before: ArrayLike,
    before_sd: ArrayLike,
    after: ArrayLike,
    after_sd: ArrayLike,
    n: ArrayLike,
    correlation: ArrayLike,
    labels: Sequence[object] | None = None,
) -> Effects:
    """SMCC: after less before in SDs of the change (Gibbons, Hedeker and Davis 1993, J Educ Stat 18:271)."""
    pairs = _pairs(before, before_sd, after, after_sd, n, correlation, labels)
    positive(spread_of_change=pairs.spread)
    g = small_sample(pairs.n - 1) * (pairs.m1 - pairs.m0) / np.sqrt(pairs.spread)
    vi = 1 / pairs.n + g**2 / (2 * pairs.n)
    return Effects(g, vi, pairs.names, "standardised mean change (by the change)", "identity")


def standardised_by_before(
    before: ArrayLike,
    before_sd: ArrayLike,
    after: ArrayLike,
    after_sd: ArrayLike,
    n: ArrayLike,
    correlation: ArrayLike,
    labels: Sequence[object] | None = None,
) -> Effects:
    """SMCR: after less before in standard deviations before (Becker 1988, Br J Math Stat Psychol 41:257)."""
    pairs = _pairs(before, before_sd, after, after_sd, n, correlation, labels)
    g = small_sample(pairs.n - 1) * (pairs.m1 - pairs.m0) / pairs.s0
    vi = 2 * (1 - pairs.r) / pairs.n + g**2 / (2 * pairs.n)
    return Effects(g, vi, pairs.names, "standardised mean change (by the values before)", "identity")


def ratio_of_means_change(
    before: ArrayLike,
    before_sd: ArrayLike,
    after: ArrayLike,
    after_sd: ArrayLike,
    n: ArrayLike,
    correlation: ArrayLike,
    labels: Sequence[object] | None = None,
) -> Effects:
    """Log of after over before (Lajeunesse 2011, Ecology 92:2049); means above zero."""
    pairs = _pairs(before, before_sd, after, after_sd, n, correlation, labels)
    positive(before=pairs.m0, after=pairs.m1)
    v0, v1 = pairs.s0 / pairs.m0, pairs.s1 / pairs.m1
    vi = (v0**2 + v1**2 - 2 * pairs.r * v0 * v1) / pairs.n
    return Effects(np.log(pairs.m1 / pairs.m0), vi, pairs.names, "log ratio of means, after to before", "exp")


def correlation_of(before_sd: ArrayLike, after_sd: ArrayLike, change_sd: ArrayLike) -> Numbers:
    """The correlation of a woman's two values that the printed standard deviation of the change implies."""
    given, names = columns(None, {"before_sd": before_sd, "after_sd": after_sd, "change_sd": change_sd})
    positive(**given)
    s0, s1, change = given.values()
    r = (s0**2 + s1**2 - change**2) / (2 * s0 * s1)
    if (np.abs(r) > 1).any():
        at = int(np.argmax(np.abs(r) > 1))
        raise InputError(f"{names[at]}: change_sd {change[at]:g} cannot come from SDs {s0[at]:g} and {s1[at]:g}.")
    return np.asarray(r)


def _pairs(
    before: ArrayLike,
    before_sd: ArrayLike,
    after: ArrayLike,
    after_sd: ArrayLike,
    n: ArrayLike,
    correlation: ArrayLike,
    labels: Sequence[object] | None,
) -> _Pairs:
    means = {"before": before, "before_sd": before_sd, "after": after, "after_sd": after_sd}
    given, names = columns(labels, means | {"n": n, "correlation": correlation})
    positive(before_sd=given["before_sd"], after_sd=given["after_sd"], n=given["n"])
    if (np.abs(given["correlation"]) > 1).any():
        raise InputError("correlation: numbers from -1 to 1 were wanted.")
    m0, s0, m1, s1, size, r = given.values()
    return _Pairs(m0, s0, m1, s1, size, r, tuple(names))
