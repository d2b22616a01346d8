"""Means of two groups, or of the same women twice, compared by Student's and Welch's t tests."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from antral.analysis.methods.before_after import paired_t as paired_p_values
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.continuous.sample import Group, Numbers, group, numbers
from antral.analysis.methods.difference import WELCH, Compared, welch, welch_error
from antral.analysis.methods.mean import mean
from antral.analysis.methods.result import Result

POOLED_T = "difference of means, Student's t test and t interval (equal variances)"
PAIRED_DIFFERENCE = "mean of the differences within women, paired t test and t interval"

DIFFERENCE_OF_MEANS = "difference of means, treated less control"
NO_SPREAD = "all values of each group are equal: nothing shows their spread, so there is no interval and no test"
TOO_FEW = "too few women for an interval"


def pooled_error(deviation: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """Standard error of a difference of means with one spread for both groups, and its degrees of freedom.

    Parameters
    ----------
    deviation, n
        Sample standard deviation and number of women, `[group, trial]`.
    """
    freedom = n.sum(axis=0) - 2
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.where(n > 1, (n - 1) * deviation**2, 0.0).sum(axis=0)
        return np.sqrt(squares / freedom * (1 / n).sum(axis=0)), freedom


def pooled(means: Numbers, deviation: Numbers, n: Numbers, level: float = 0.95) -> Compared:
    """Difference of two means, their spread taken as equal; parameters as in `welch`, in many trials at once.

    Source: Student 1908, Biometrika 6:1; Fisher 1925, Metron 5:90.
    """
    error, freedom = pooled_error(deviation, n)
    shown = (freedom > 0) & (n.min(axis=0) > 0) & (error > 0)
    error, freedom = np.where(shown, error, np.nan), np.maximum(freedom, 1)
    estimate = np.where(n.min(axis=0) > 0, means[0] - means[1], np.nan)
    half = stdtrit(freedom, 1 - (1 - level_of(level)) / 2) * error
    with np.errstate(invalid="ignore"):
        return Compared(estimate, estimate - half, estimate + half, 2 * stdtr(freedom, -np.abs(estimate / error)))


def t_test(treated: ArrayLike, control: ArrayLike, level: float = 0.95) -> Result:
    """Student's t test of one data set; `[woman]` each, NaN where missing."""
    first, second, summary = _summary(treated, control)
    found = pooled(*summary, level=level_of(level))
    error, freedom = pooled_error(*summary[1:])
    equal = "values are normal with the same variance in both groups"
    return _result(POOLED_T, first, second, found, error, freedom, equal, level)


def welch_test(treated: ArrayLike, control: ArrayLike, level: float = 0.95) -> Result:
    """Welch's t test of one data set; `[woman]` each, NaN where missing."""
    first, second, summary = _summary(treated, control)
    found = welch(*summary, level=level_of(level))
    error, freedom = welch_error(*summary[1:])
    normal = "values are normal; variances may differ between the groups"
    return _result(WELCH, first, second, found, error, freedom, normal, level)


def _summary(treated: ArrayLike, control: ArrayLike) -> tuple[Group, Group, tuple[Numbers, Numbers, Numbers]]:
    """Both groups, and their average, deviation and number; `[group, 1]` each."""
    first, second = group(treated, "treated"), group(control, "control")
    both = (first, second)
    means, deviation = np.array([[one.mean] for one in both]), np.array([[one.deviation] for one in both])
    return first, second, (means, deviation, np.array([[float(len(one.values))] for one in both]))


def _result(
    method: str,
    first: Group,
    second: Group,
    found: Compared,
    error: Numbers,
    freedom: Numbers,
    normal: str,
    level: float,
) -> Result:
    """One trial as a result."""
    shown = bool(np.isfinite(found.low[0]))
    estimate, spread = float(found.estimate[0]), float(error[0])
    return Result(
        method=method,
        effect=DIFFERENCE_OF_MEANS,
        estimate=estimate,
        low=float(found.low[0]),
        high=float(found.high[0]),
        p_value=float(found.p_value[0]),
        confidence=level,
        statistic=estimate / spread if shown else math.nan,
        df=float(freedom[0]) if shown else math.nan,
        n={"treated": len(first.values), "control": len(second.values)},
        left_out=first.left_out + second.left_out,
        assumptions=("women are independent", normal),
        notes=() if shown else (NO_SPREAD if spread == 0 else TOO_FEW,),
        details={"standard error": spread if shown else math.nan, "treated": first.mean, "control": second.mean},
    )


def paired_t_test(after: ArrayLike, before: ArrayLike, level: float = 0.95) -> Result:
    """Paired t test: the same women twice, or matched pairs.

    Parameters
    ----------
    after, before
        `[woman]`, NaN where missing; a woman counts who has both.
    """
    later = numbers(after, "after")
    differences = group(later - numbers(before, "before", len(later)), "after less before")
    n = len(differences.values)
    found = mean(differences.mean, differences.deviation, n, level_of(level))
    shown = bool(np.isfinite(found.low))
    error = differences.deviation / math.sqrt(n)
    return Result(
        method=PAIRED_DIFFERENCE,
        effect="mean difference, after less before",
        estimate=float(found.estimate),
        low=float(found.low),
        high=float(found.high),
        p_value=float(paired_p_values(differences.values[:, np.newaxis])[0]) if shown else math.nan,
        confidence=level,
        statistic=differences.mean / error if shown else math.nan,
        df=n - 1.0 if shown else math.nan,
        n={"pairs": n},
        left_out=differences.left_out,
        assumptions=("women are independent", "differences are normal"),
        notes=() if shown else (TOO_FEW if n < 2 else NO_SPREAD,),
        details={"standard error": error if shown else math.nan},
    )
