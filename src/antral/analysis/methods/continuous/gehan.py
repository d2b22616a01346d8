"""Values below detection by ranks: every two women are compared as far as their values or limits allow.

Of two women one has surely more where her value is at least the limit below which the other lies, or larger than the
other's value; two women below their limits, and a value under another woman's limit, leave it open and count as a tie
(Gehan 1965, Biometrika 52:203, for values above a limit). A woman's score is the women with surely less than she, less
those with surely more. With one limit for all these are the mid-ranks with all women below it as one tie; without any,
the test is Wilcoxon's. No distribution is assumed; where limits are many and differ between the arms, open comparisons
cost power but do not favour an arm, provided the limits do not depend on the arm.
"""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit, ndtr, stdtrit

from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.continuous import scores
from antral.analysis.methods.continuous.sample import Flags, Numbers, numbers
from antral.analysis.methods.difference import EXACT_UP_TO
from antral.analysis.methods.result import Result
from antral.core import InputError

GEHAN = (
    "probability of superiority, values below different limits compared where they can be (Gehan's scores), exact "
    "permutation test; interval by placements on the logit scale (DeLong; t, Brunner and Munzel)"
)
_LARGE = GEHAN.replace("exact permutation test", "permutation test by its normal limit")


def gehan_scores(values: Numbers, below: Flags) -> Numbers:
    """Women with surely less than she, less those with surely more.

    Parameters
    ----------
    values, below
        Her value, or the limit that she is below; `[woman, trial]`.

    Returns
    -------
    Whole numbers that add up to 0 in each trial. `[woman, trial]`
    """
    more = _surely_more(values, below)
    scores: Numbers = (more.sum(axis=1) - more.sum(axis=0)).astype(np.float64)
    return scores


def _surely_more(values: Numbers, below: Flags) -> Flags:
    """Whether the first woman surely has more than the second; `[first, second, trial]`."""
    mine, other = values[:, np.newaxis], values[np.newaxis]
    return ~below[:, np.newaxis] & np.where(below[np.newaxis], mine >= other, mine > other)


def gehan(values: Numbers, below: Flags, size: int) -> Numbers:
    """Two-sided p-values of many trials of equal size; exact up to 60 women, else by the normal limit.

    Parameters
    ----------
    values, below
        `[woman, trial]`, without missing values, the treated first.
    size
        Treated women.
    """
    found = gehan_scores(values, below).astype(np.int64)
    n, observed = len(found), found[:size].sum(axis=0)
    if n > EXACT_UP_TO:
        spread = np.sqrt(size * (n - size) / (n * (n - 1)) * (found**2).sum(axis=0))
        return np.where(spread > 0, 2 * ndtr(-np.abs(observed) / np.where(spread > 0, spread, 1.0)), 1.0)
    cases, which = np.unique(np.vstack([np.sort(found, axis=0), observed]), axis=1, return_inverse=True)
    p = np.array([scores.two_sided(tuple(case[:-1].tolist()), size, int(case[-1])) for case in cases.T])
    return p[which.ravel()]


def gehan_test(
    treated: ArrayLike, treated_below: ArrayLike, control: ArrayLike, control_below: ArrayLike, level: float = 0.95
) -> Result:
    """Two groups with values below detection, without a distribution.

    Parameters
    ----------
    treated, control
        Her value, or the limit that her value lies below, `[woman]`; NaN where missing.
    treated_below, control_below
        Whether only the limit is known, `[woman]`.

    Returns
    -------
    The probability that a treated woman has more than a control woman, open comparisons counted half. No interval
    where it is 0 or 1, nor where an arm has one woman.
    """
    first, second = _group(treated, treated_below, "treated"), _group(control, control_below, "control")
    size, others = len(first[0]), len(second[0])
    values = np.concatenate([first[0], second[0]])[:, np.newaxis]
    below = np.concatenate([first[1], second[1]])[:, np.newaxis]
    more = _surely_more(values, below)[:, :, 0]
    wins = 0.5 + 0.5 * (more[:size, size:].astype(float) - more[size:, :size].T)
    estimate = float(wins.mean())
    low, high, freedom, error = _interval(wins, level_of(level))
    undecided = float((~more[:size, size:] & ~more[size:, :size].T).mean())
    notes = []
    if below.all():
        notes.append("all values lie below detection: nothing can be compared")
    elif math.isnan(low):
        notes.append("no interval: one woman in an arm, or every comparison falls the same way")
    return Result(
        method=GEHAN if size + others <= EXACT_UP_TO else _LARGE,
        effect="probability that a treated woman has more than a control woman (open comparisons count half)",
        estimate=estimate,
        low=low,
        high=high,
        p_value=float(gehan(values, below, size)[0]),
        confidence=level,
        statistic=float(gehan_scores(values, below)[:size].sum()),
        df=freedom,
        n={"treated": size, "control": others},
        left_out=first[2] + second[2],
        assumptions=("women are independent", "limits of detection do not depend on the arm"),
        notes=tuple(notes),
        details={"below_detection": float(below.sum()), "open_comparisons": undecided, "standard error": error},
    )


def _group(values: ArrayLike, below: ArrayLike, name: str) -> tuple[Numbers, Flags, int]:
    """Known values or limits of a group, which are limits, and women without either."""
    found = numbers(values, name)
    hidden = np.asarray(below)
    if hidden.shape != found.shape or hidden.dtype != np.bool_:
        raise InputError(f"{name}_below: true or false for each of the {len(found)} women was wanted.")
    known = ~np.isnan(found)
    if not known.any():
        raise InputError(f"{name}: no woman has a value or a limit; at least one was wanted.")
    return found[known], hidden[known], int((~known).sum())


def _interval(wins: Numbers, level: float) -> tuple[float, float, float, float]:
    """Limits of the mean of all comparisons, degrees of freedom and standard error.

    Each woman's placement is the mean of her comparisons; DeLong et al. 1988, Biometrics 44:837; degrees of freedom of
    Brunner and Munzel 2000, Biom J 42:17.
    """
    nothing = (math.nan, math.nan, math.nan, math.nan)
    if min(wins.shape) < 2:
        return nothing
    parts = [wins.mean(axis=1 - axis).var(ddof=1) / wins.shape[axis] for axis in (0, 1)]
    mean, variance = float(wins.mean()), float(sum(parts))
    if variance <= 0 or not 0 < mean < 1:
        return nothing
    freedom = variance**2 / sum(part**2 / (n - 1) for part, n in zip(parts, wins.shape, strict=True))
    error = math.sqrt(variance)
    half = float(stdtrit(freedom, 1 - (1 - level) / 2)) * error / (mean * (1 - mean))
    return float(expit(logit(mean) - half)), float(expit(logit(mean) + half)), float(freedom), error
