"""Wilcoxon and Mann-Whitney's rank-sum test with the shift of Hodges and Lehmann."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.continuous import scores
from antral.analysis.methods.continuous.sample import Numbers, group
from antral.analysis.methods.difference import EXACT_UP_TO, shift
from antral.analysis.methods.ranks import midranks
from antral.analysis.methods.result import Result

MANN_WHITNEY = (
    "Hodges-Lehmann shift, interval by inverting the Wilcoxon rank-sum test (Moses); p-value by the exact Wilcoxon "
    "rank-sum (Mann-Whitney) test, all allocations of the mid-ranks"
)
_LARGE = (
    "Hodges-Lehmann shift, interval by inverting the Wilcoxon rank-sum test (Moses); p-value by the Wilcoxon rank-sum "
    "(Mann-Whitney) test, normal approximation with continuity and tie correction"
)
EQUAL = "all values are equal: there is nothing to rank"
TIES = (
    "ties: the p-value is exact for the mid-ranks, the interval takes no account of ties and is wider than need be, so "
    "the two can disagree"
)


def rank_sum(first: Numbers, second: Numbers) -> Numbers:
    """Two-sided p-values of many trials with the same numbers of women, exact also with ties.

    All allocations of the mid-ranks count, as far from their mean as the observed one; beyond 60 women the normal
    approximation with continuity and tie correction.

    Source: Lehmann 1975, Nonparametrics, sections 1.2 to 1.4.

    Parameters
    ----------
    first, second
        `[woman, trial]`, without missing values.

    Returns
    -------
    `[trial]`; 1 where all values are equal.
    """
    ranks = midranks(np.concatenate([first, second]))
    n, size = len(ranks), len(first)
    observed = ranks[:size].sum(axis=0)
    if n > EXACT_UP_TO:
        distance = np.maximum(np.abs(observed - size * (n + 1) / 2) - 0.5, 0.0)
        spread = np.sqrt(size * (n - size) / (n - 1) * ranks.var(axis=0))
        with np.errstate(invalid="ignore", divide="ignore"):
            p = 2 * ndtr(-distance / spread)
        return np.where(spread > 0, np.minimum(p, 1.0), 1.0)
    doubled = np.rint(2 * ranks).astype(np.int64)
    cases, which = np.unique(
        np.vstack([np.sort(doubled, axis=0), doubled[:size].sum(axis=0)]), axis=1, return_inverse=True
    )
    p = np.array([scores.two_sided(tuple(case[:-1].tolist()), size, int(case[-1])) for case in cases.T])
    return p[which.ravel()]


def rank_sum_test(treated: ArrayLike, control: ArrayLike, level: float = 0.95) -> Result:
    """Mann-Whitney's test with the Hodges-Lehmann shift, of one data set; `[woman]` each, NaN where missing.

    Values below one detection limit may all come as that limit: they are one tie.
    """
    first, second = group(treated, "treated"), group(control, "control")
    columns = first.values[:, np.newaxis], second.values[:, np.newaxis]
    estimate, low, high = (float(part[0]) for part in shift(*columns, level=level_of(level)))
    both = np.concatenate([first.values, second.values])
    notes = []
    if np.ptp(both) == 0:
        notes.append(EQUAL)
    elif len(np.unique(both)) < len(both):
        notes.append(TIES)
    if math.isnan(low):
        notes.append("too few women for limits at this level")
    a, b = len(first.values), len(second.values)
    wins = float((midranks(both[:, np.newaxis])[:a, 0]).sum()) - a * (a + 1) / 2
    return Result(
        method=MANN_WHITNEY if a + b <= EXACT_UP_TO else _LARGE,
        effect="shift (median of all differences between a treated and a control woman)",
        estimate=estimate,
        low=low,
        high=high,
        p_value=float(rank_sum(*columns)[0]),
        confidence=level,
        statistic=wins,
        n={"treated": a, "control": b},
        left_out=first.left_out + second.left_out,
        assumptions=(
            "women are independent",
            "for the test: without an effect both groups have the same distribution",
            "for the shift: the distributions differ in location alone",
        ),
        notes=tuple(notes),
        details={"probability_of_superiority": wins / (a * b)},
    )
