"""Boschloo's unconditional exact test: Fisher's p-value as the statistic, its worst chance over the common true share.

Given that so many of all women had the event, the chance of a p-value as small is at most that p-value; Boschloo's
p-value is an average of such chances, so it is never above Fisher's and the test never less powerful.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from antral.analysis.methods.binary.fisher import RULES
from antral.analysis.methods.binary.tables import Counts, Numbers, counts, each_once, side_of
from antral.analysis.methods.counts import outcomes
from antral.core import InputError

BOSCHLOO = "Boschloo's unconditional exact test (Fisher's p-value as statistic)"

_GRID = 512
"""True shares at which the chance is computed first, evenly in arcsine of the root: about 0.003 apart, where the chance
varies over 0.5 / sqrt(women)."""
_PEAKS = 3
"""Highest local maxima on the grid that are refined."""
_STEPS = 25
"""Golden sections of each."""
_GOLD = (5**0.5 - 1) / 2
_TIE = 1e-7
BOSCHLOO_UP_TO = 1000
"""Women in both groups up to whom the grid is fine enough."""


def boschloo_p(events: ArrayLike, n: ArrayLike, alternative: str = "two-sided") -> Numbers:
    """P-value of each trial's table: the chance of a Fisher p-value no larger, at the worst common true share.

    The maximum is over the whole interval of true shares (no restriction to a confidence set). Two-sided orders tables
    by Fisher's two-sided p-value.

    Source: Boschloo 1970, Stat Neerl 24:1.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, trial]`; two groups.

    Returns
    -------
    `[trial]`; NaN where a group has no woman.
    """
    x, size = counts(events, n, 2)
    rule = RULES[side_of(alternative)]
    if size.size and int(size.sum(axis=0).max()) > BOSCHLOO_UP_TO:
        raise InputError(
            f"Boschloo's test is computed for up to {BOSCHLOO_UP_TO} women; use Fisher's test or its mid-p."
        )

    def of_sizes(tables: Counts, sizes: tuple[int, ...]) -> Numbers:
        if not min(sizes):
            return np.full(tables.shape[1], np.nan)
        return _worst(tables, sizes, rule)

    found = each_once(x.reshape(2, -1), size.reshape(2, -1), of_sizes)
    return found.reshape(x.shape[1:])


def _worst(tables: Counts, sizes: tuple[int, ...], rule: str) -> Numbers:
    """The p-value of some tables of the same group sizes; `[table]`."""
    every = outcomes(sizes[::-1], (0.0, 1.0), rule)
    assert every is not None
    women = sum(sizes)
    # outcomes are sorted by events in all, then by events of the first group
    place = np.searchsorted(
        every.events * (women + 1.0) + every.statistic, tables.sum(axis=0) * (women + 1.0) + tables[0]
    )
    own = every.p_value[place]
    levels, which = np.unique(own, return_inverse=True)
    step = np.searchsorted(levels, every.p_value * (1.0 - _TIE))  # the first level that rejects each outcome
    given = np.exp(every.log_ways - _log_comb(women, every.events))
    rejected = np.zeros((len(levels) + 1, women + 1))
    np.add.at(rejected, (step, every.events), given)
    chance = np.minimum(np.cumsum(rejected[:-1], axis=0), 1.0)
    found: Numbers = np.minimum(_largest(chance, women), levels)[which.ravel()]
    return found


def _largest(chance: Numbers, women: int) -> Numbers:
    """Over true shares, the largest mean of the chance given the number of events; `[level]`."""
    grid = np.linspace(0.0, np.pi / 2, _GRID + 2)
    value = chance @ _binomial(women, grid).T  # [level, grid]
    inner = value[:, 1:-1]
    peak = np.where((inner >= value[:, :-2]) & (inner >= value[:, 2:]), inner, -1.0)
    tops = np.argpartition(peak, -_PEAKS, axis=1)[:, -_PEAKS:] + 1  # [level, peak]
    low, high = grid[tops - 1], grid[tops + 1]

    def at(angle: Numbers) -> Numbers:
        found: Numbers = np.einsum("lk,lpk->lp", chance, _binomial(women, angle))
        return found

    left, right = high - _GOLD * (high - low), low + _GOLD * (high - low)
    at_left, at_right = at(left), at(right)
    for _ in range(_STEPS):
        keep_low = at_left > at_right
        low, high = np.where(keep_low, low, left), np.where(keep_low, right, high)
        new = np.where(keep_low, high - _GOLD * (high - low), low + _GOLD * (high - low))
        at_new = at(new)
        left, right = np.where(keep_low, new, right), np.where(keep_low, left, new)
        at_left, at_right = np.where(keep_low, at_new, at_right), np.where(keep_low, at_left, at_new)
    refined = np.maximum(at_left, at_right).max(axis=1)
    found: Numbers = np.maximum(refined, value.max(axis=1))
    return found


def _binomial(women: int, angle: Numbers) -> Numbers:
    """Chance of each number of events at the share sin² of the angle; `[..., events]`."""
    k = np.arange(women + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_share, log_rest = 2 * np.log(np.sin(angle)), 2 * np.log(np.cos(angle))
        log = _log_comb(women, k) + np.where(k > 0, k * log_share[..., np.newaxis], 0.0)
        log = log + np.where(k < women, (women - k) * log_rest[..., np.newaxis], 0.0)
    found: Numbers = np.exp(log)
    return found


def _log_comb(n: int, k: Counts) -> Numbers:
    found: Numbers = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return found
