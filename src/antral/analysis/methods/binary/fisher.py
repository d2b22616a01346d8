"""Fisher's exact test and its mid-p version, many trials at once."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from antral.analysis.methods.binary.tables import Counts, Numbers, counts, each_once, side_of
from antral.analysis.methods.counts import p_values

MID_P = "Fisher's exact test with mid-p (tables as probable as the observed one count by half)"

_TIE = 1e-7
"""Relative slack within which two tables are as probable, as in R."""

RULES = {"two-sided": "probability", "greater": "larger", "less": "smaller"}
"""How the enumeration of `counts` names each alternative."""


def fisher_p(events: ArrayLike, n: ArrayLike, alternative: str = "two-sided", *, mid: bool = False) -> Numbers:
    """P-value of each trial's table, given how many women had the event in all.

    Two-sided adds all tables no more probable than the observed one, as R does. The mid-p counts the observed table,
    and two-sided those just as probable, by half: its size is near the level, not at most the level.

    Source: Fisher 1935; mid-p: Lancaster 1961, J Am Stat Assoc 56:223; Hirji, Tan and Elashoff 1991, Stat Med 10:1137.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, trial]`; two groups.
    mid
        Whether the mid-p is wanted.

    Returns
    -------
    `[trial]`; NaN where a group has no woman.
    """
    x, size = counts(events, n, 2)
    rule = RULES[side_of(alternative)]

    def of_sizes(tables: Counts, sizes: tuple[int, ...]) -> Numbers:
        if not min(sizes):
            return np.full(tables.shape[1], np.nan)
        _, p = p_values(tables[::-1].T, sizes[::-1], (0.0, 1.0), rule)
        if not mid:
            return p
        return p - (_as_probable(tables, sizes) if rule == "probability" else point(tables, sizes)) / 2

    found = each_once(x.reshape(2, -1), size.reshape(2, -1), of_sizes)
    return found.reshape(x.shape[1:])


def _as_probable(tables: Counts, sizes: tuple[int, ...]) -> Numbers:
    """Chance of all tables with the margins of each that are just as probable; `[table]`."""
    found, own, total = np.empty(tables.shape[1]), point(tables, sizes), tables.sum(axis=0)
    for hit in np.unique(total):
        first = np.arange(max(0, hit - sizes[1]), min(sizes[0], hit) + 1)
        chance = point(np.stack([first, hit - first]), sizes)
        here = total == hit
        same = np.abs(chance - own[here, np.newaxis]) <= _TIE * own[here, np.newaxis]
        found[here] = same @ chance
    return found


def point(tables: Counts, sizes: tuple[int, ...]) -> Numbers:
    """Chance of each table given its margins, hypergeometric; `[table]`."""
    total, all_women = tables.sum(axis=0), sum(sizes)
    found: Numbers = np.exp(
        _log_comb(sizes[0], tables[0]) + _log_comb(sizes[1], tables[1]) - _log_comb(all_women, total)
    )
    return found


def _log_comb(n: int, k: Counts) -> Numbers:
    found: Numbers = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return found
