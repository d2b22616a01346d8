"""Means of two arms: mean difference, standardised mean difference, ratio of means."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from antral.core import InputError
from antral.evidence.pooling.effect_sizes.effects import Effects, Numbers, columns, positive


def small_sample(df: Numbers) -> Numbers:
    """Hedges' exact correction, gamma(df/2) / (sqrt(df/2) gamma((df-1)/2)) (Hedges 1981, J Educ Stat 6:107)."""
    if (df <= 1).any():
        raise InputError(f"n: Hedges' correction needs two degrees of freedom; there are {df.min():g}.")
    return np.asarray(np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2))


def mean_difference(
    mean: ArrayLike,
    sd: ArrayLike,
    n: ArrayLike,
    control_mean: ArrayLike,
    control_sd: ArrayLike,
    control_n: ArrayLike,
    labels: Sequence[object] | None = None,
) -> Effects:
    """Treated less control, in the unit of the outcome; variances are not assumed equal."""
    m1, s1, n1, m2, s2, n2, names = _arms(mean, sd, n, control_mean, control_sd, control_n, labels)
    return Effects(m1 - m2, s1**2 / n1 + s2**2 / n2, names, "mean difference", "identity")


def standardised_mean_difference(
    mean: ArrayLike,
    sd: ArrayLike,
    n: ArrayLike,
    control_mean: ArrayLike,
    control_sd: ArrayLike,
    control_n: ArrayLike,
    labels: Sequence[object] | None = None,
) -> Effects:
    """Hedges' g: the difference in pooled standard deviations, corrected for small samples.

    Variance 1/n1 + 1/n2 + g^2 / (2 (n1 + n2)) (Hedges and Olkin 1985).
    """
    m1, s1, n1, m2, s2, n2, names = _arms(mean, sd, n, control_mean, control_sd, control_n, labels)
    df = n1 + n2 - 2
    g = small_sample(df) * (m1 - m2) / np.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / df)
    vi = 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2))
    return Effects(g, vi, names, "standardised mean difference (Hedges' g)", "identity")


def ratio_of_means(
    mean: ArrayLike,
    sd: ArrayLike,
    n: ArrayLike,
    control_mean: ArrayLike,
    control_sd: ArrayLike,
    control_n: ArrayLike,
    labels: Sequence[object] | None = None,
) -> Effects:
    """Log of treated over control (Hedges, Gurevitch and Curtis 1999, Ecology 80:1150); means above zero."""
    m1, s1, n1, m2, s2, n2, names = _arms(mean, sd, n, control_mean, control_sd, control_n, labels)
    positive(mean=m1, control_mean=m2)
    vi = s1**2 / (n1 * m1**2) + s2**2 / (n2 * m2**2)
    return Effects(np.log(m1 / m2), vi, names, "log ratio of means", "exp")


def _arms(
    mean: ArrayLike,
    sd: ArrayLike,
    n: ArrayLike,
    control_mean: ArrayLike,
    control_sd: ArrayLike,
    control_n: ArrayLike,
    labels: Sequence[object] | None,
) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers, Numbers, tuple[str, ...]]:
    arms = {"mean": mean, "sd": sd, "n": n}
    control = {"control_mean": control_mean, "control_sd": control_sd, "control_n": control_n}
    given, names = columns(labels, arms | control)
    positive(sd=given["sd"], n=given["n"], control_sd=given["control_sd"], control_n=given["control_n"])
    m1, s1, n1, m2, s2, n2 = given.values()
    return m1, s1, n1, m2, s2, n2, tuple(names)
