"""Rubin's rules: one answer from the analyses of several completed data sets.

Sources
-------
Rubin 1987, Multiple Imputation for Nonresponse in Surveys; degrees of freedom of Barnard and Rubin 1999, Biometrika
86:948, which never exceed those of the complete data.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from antral.analysis.methods.confidence import level_of
from antral.core import InputError

RUBIN = "Rubin's rules, degrees of freedom of Barnard and Rubin"


class Pooled(NamedTuple):
    """One estimate from several, with what chance in the imputations adds to it."""

    estimate: float
    error: float
    low: float
    high: float
    p_value: float
    df: float
    within: float
    """Mean variance of the complete-data analyses."""
    between: float
    """Variance between imputations."""
    missing_information: float
    """Share of the information on this estimate that is missing."""
    monte_carlo_error: float
    """Of the estimate: what another seed would change."""


def pool(estimates: ArrayLike, errors: ArrayLike, df: float = math.inf, level: float = 0.95) -> Pooled:
    """Combine the same analysis of several completed data sets.

    Parameters
    ----------
    estimates, errors
        Estimate and standard error of each, `[imputation]`.
    df
        Degrees of freedom that the analysis would have of complete data.
    """
    found, spread = np.asarray(estimates, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    if found.ndim != 1 or found.shape != spread.shape or len(found) < 2:
        raise InputError("estimates and errors: one of each for at least two imputations were wanted.")
    m = len(found)
    estimate, within = float(found.mean()), float((spread**2).mean())
    between = float(found.var(ddof=1)) if np.ptp(found) > 0 else 0.0
    total = within + (1 + 1 / m) * between
    if not (math.isfinite(estimate) and total > 0 and df > 0):
        nothing = (math.nan,) * 5
        return Pooled(estimate, *nothing, within, between, math.nan, math.sqrt(between / m))
    share = (1 + 1 / m) * between / total
    freedom = degrees_of_freedom(share, m, df)
    error = math.sqrt(total)
    half = float(stdtrit(freedom, 1 - (1 - level_of(level)) / 2)) * error
    p = 2 * float(stdtr(freedom, -abs(estimate) / error))
    ratio = (1 + 1 / m) * between / within if within > 0 else math.inf
    information = (ratio + 2 / (freedom + 3)) / (ratio + 1) if between > 0 and math.isfinite(ratio) else share
    return Pooled(
        estimate, error, estimate - half, estimate + half, p, freedom, within, between, information,
        math.sqrt(between / m),
    )  # fmt: skip


def degrees_of_freedom(share: float, m: int, df: float) -> float:
    """Of Barnard and Rubin, from the share of variance that imputation adds; those of the data where it adds none."""
    if share <= 0:
        return df
    old = (m - 1) / share**2
    if math.isinf(df):
        return old
    observed = (df + 1) / (df + 3) * df * (1 - share)
    return 1 / (1 / old + 1 / observed) if observed > 0 else math.nan


def imputations_wanted(missing_information: float, pilot: int, variation: float) -> int:
    """How many imputations give the standard error that precision, whatever a small pilot says by chance.

    Source: von Hippel 2020, Sociological Methods & Research 49:699; the pilot's upper 95 % limit is used.

    Parameters
    ----------
    missing_information, pilot
        Share found by the pilot, and its imputations.
    variation
        Wanted coefficient of variation of the standard error.
    """
    if missing_information <= 0:
        return pilot
    share = min(missing_information, 1 - 1e-9)
    highest = 1 / (1 + math.exp(-(math.log(share / (1 - share)) + 1.959964 * math.sqrt(2 / pilot))))
    return max(pilot, math.ceil(1 + 0.5 * (highest / variation) ** 2))
