"""Two groups of women compared: difference of means, of shares, and the shift of ranks, each with its interval."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtr, stdtrit

from antral.analysis.methods.confidence import level_of

WELCH = "difference of means, Welch t test and t interval (unequal variances)"
SCORE_DIFFERENCE = (
    "difference of shares, interval by score (Miettinen and Nurminen), p-value by Fisher's exact test; the two can "
    "disagree"
)
NO_COMPARISON = (
    "p-value not estimable: without cells no event can by definition be related to them, so the control arm has none "
    "whatever the cells do"
)
STRUCTURAL_ZERO = f"share of the treated arm with its Clopper-Pearson interval; {NO_COMPARISON}"
SHIFT = (
    "Hodges-Lehmann shift, interval by inverting the Wilcoxon rank-sum test (Moses; wider than need be with ties), "
    "p-value by the Wilcoxon rank-sum test, randomisation distribution of mid-ranks (values below detection are ties)"
)

_STEPS = 60
"""Halvings of the interval searched for a limit; far below any printed digit."""
EXACT_UP_TO = 60
"""Women up to whom the rank-sum distribution is enumerated; beyond, its normal limit with continuity correction."""

Numbers = NDArray[np.float64]


class Compared(NamedTuple):
    """A difference with its limits and two-sided p-value, of equal shape; NaN where there is none."""

    estimate: Numbers
    low: Numbers
    high: Numbers
    p_value: Numbers


def welch(mean: Numbers, deviation: Numbers, n: Numbers, level: float = 0.95) -> Compared:
    """Difference of two means, spread not taken as equal.

    Source: Welch 1947, Biometrika 34:28; degrees of freedom of Satterthwaite.

    Parameters
    ----------
    mean, deviation, n
        Average, sample standard deviation and number of women, `[group, trial]`: the first group less the second.
    """
    estimate = mean[0] - mean[1]
    error, freedom = welch_error(deviation, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        shown = (n.min(axis=0) > 1) & (error > 0)
        error = np.where(shown, error, np.nan)
        freedom = np.where(shown, freedom, 1.0)
        half = stdtrit(freedom, 1 - (1 - level_of(level)) / 2) * error
        p = 2 * stdtr(freedom, -np.abs(estimate / error))
    return Compared(np.where(n.min(axis=0) > 0, estimate, np.nan), estimate - half, estimate + half, p)


def welch_error(deviation: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """Standard error of a difference of means and its degrees of freedom; shapes as in `welch`, gives `[trial]`."""
    with np.errstate(invalid="ignore", divide="ignore"):
        part = deviation**2 / n
        return np.sqrt(part[0] + part[1]), (part[0] + part[1]) ** 2 / (part**2 / (n - 1)).sum(axis=0)


def score_difference(events: Numbers, n: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers, Numbers]:
    """Difference of two shares and its score limits; the coverage is near `level`, not at least it.

    Source: Miettinen and Nurminen 1985, Stat Med 4:213.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, trial]`: the first group less the second.
    """
    cases, which = np.unique(np.concatenate([events, n]), axis=1, return_inverse=True)
    which = which.ravel()
    x, size = cases[:2], cases[2:]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = x / size
    estimate = share[0] - share[1]
    limit = ndtri(1 - (1 - level_of(level)) / 2)
    found = []
    for side in (-1.0, 1.0):
        inside, outside = estimate.copy(), np.full(len(estimate), side)
        for _ in range(_STEPS):
            middle = (inside + outside) / 2
            accepted = np.abs(_score(x, size, middle)) <= limit
            inside, outside = np.where(accepted, middle, inside), np.where(accepted, outside, middle)
        found.append(np.where(size.min(axis=0) > 0, inside, np.nan))
    return estimate[which], found[0][which], found[1][which]


def _score(x: Numbers, n: Numbers, difference: Numbers) -> Numbers:
    """The score statistic of one true difference: the shares' spread is that of the shares most likely under it."""
    with np.errstate(invalid="ignore", divide="ignore"):
        second = _restricted(x, n, difference)
        first = np.clip(second + difference, 0.0, 1.0)
        variance = first * (1 - first) / n[0] + second * (1 - second) / n[1]
        total = n[0] + n[1]
        gap = x[0] / n[0] - x[1] / n[1] - difference
        z = gap / np.sqrt(variance * total / (total - 1))
        return np.where(np.abs(gap) < 1e-14, 0.0, np.where(variance > 0, z, np.copysign(np.inf, gap)))


def _restricted(x: Numbers, n: Numbers, difference: Numbers) -> Numbers:
    """The second group's likeliest share where the first's is larger by `difference`: a root of a cubic."""
    total, events = n[0] + n[1], x[0] + x[1]
    l2 = (n[0] + 2 * n[1]) * difference - total - events
    l1 = (n[1] * difference - total - 2 * x[1]) * difference + events
    l0 = x[1] * difference * (1 - difference)
    q = l2**3 / (3 * total) ** 3 - l1 * l2 / (6 * total**2) + l0 / (2 * total)
    p = np.where(q >= 0, 1.0, -1.0) * np.sqrt(np.maximum(l2**2 / (3 * total) ** 2 - l1 / (3 * total), 0.0))
    ratio = np.where(np.abs(p) > 1e-12, q / np.where(np.abs(p) > 1e-12, p, 1.0) ** 3, 0.0)
    angle = (np.pi + np.arccos(np.clip(ratio, -1.0, 1.0))) / 3
    share = 2 * p * np.cos(angle) - l2 / (3 * total)
    restricted: Numbers = np.clip(share, np.maximum(0.0, -difference), np.minimum(1.0, 1.0 - difference))
    return restricted


def shift(first: Numbers, second: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers, Numbers]:
    """By how much the first group's values are larger: median of all pairs' differences, and its limits.

    Without ties the limits hold in at least `level` of trials whatever the distribution (as far as so few women allow
    any limits); ties make them wider than they need be.

    Parameters
    ----------
    first, second
        `[woman, trial]`

    Returns
    -------
    `[trial]` each; NaN limits where not even all pairs bound the shift at `level`.
    """
    trials = first.shape[1]
    if not len(first) or not len(second):
        nothing = np.full(trials, np.nan)
        return nothing, nothing.copy(), nothing.copy()
    pairs = (first[:, np.newaxis, :] - second[np.newaxis, :, :]).reshape(-1, trials)
    pairs.sort(axis=0)
    number = len(pairs)
    estimate = (pairs[(number - 1) // 2] + pairs[number // 2]) / 2
    outside = pairs_outside(len(first), len(second), level)
    if outside < 0:
        return estimate, np.full(trials, np.nan), np.full(trials, np.nan)
    return estimate, pairs[outside].copy(), pairs[number - 1 - outside].copy()


@lru_cache(maxsize=4096)
def pairs_outside(first: int, second: int, level: float) -> int:
    """How many ordered differences lie outside each limit; -1 where there are too few women for any."""
    tail = (1 - level_of(level)) / 2
    if first + second > EXACT_UP_TO:
        mean, spread = first * second / 2, np.sqrt(first * second * (first + second + 1) / 12)
        return int(np.floor(mean - ndtri(1 - tail) * spread - 0.5))
    ways = [1] + [0] * (first * second)  # ways to get each rank sum, by the generating function of Gauss
    for k in range(1, first + 1):
        for at in range(len(ways) - 1, second + k - 1, -1):
            ways[at] -= ways[at - second - k]
        for at in range(k, len(ways)):
            ways[at] += ways[at - k]
    cumulated = np.cumsum(np.asarray(ways, dtype=float)) / float(sum(ways))
    return int(np.searchsorted(cumulated, tail * (1 + 1e-12), side="right")) - 1
