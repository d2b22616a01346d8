"""Two groups of women by whether they had the event: what a table of counts may be, and each distinct one once."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincc

from antral.core import InputError

Counts = NDArray[np.int64]
Numbers = NDArray[np.float64]

ALTERNATIVES = ("two-sided", "greater", "less")
"""Of the first group against the second."""


def counts(events: ArrayLike, n: ArrayLike, groups: int | None = None) -> tuple[Counts, Counts]:
    """Women with the event and women in all, `[group, ...]`, as whole numbers.

    Raises
    ------
    InputError
        Where they are not whole numbers with 0 <= events <= n, or not of the wanted number of groups.
    """
    found = []
    for name, given in (("events", events), ("n", n)):
        each = np.asarray(given, dtype=float)
        if not np.all(np.isfinite(each)) or np.any(each != np.rint(each)) or np.any(each < 0):
            raise InputError(f"{name} = {given!r}: numbers of women were wanted, whole and not negative.")
        found.append(each.astype(np.int64))
    if found[0].shape != found[1].shape:
        raise InputError(f"events have the shape {found[0].shape}, n {found[1].shape}: the same was wanted.")
    if groups is not None and (found[0].ndim == 0 or len(found[0]) != groups):
        raise InputError(f"events = {events!r}: {groups} groups were wanted, the first less the second.")
    if np.any(found[0] > found[1]):
        raise InputError(f"events = {events!r} of n = {n!r}: more women with the event than there are.")
    return found[0], found[1]


def side_of(alternative: str) -> str:
    """One of `ALTERNATIVES`, or an `InputError`."""
    if alternative not in ALTERNATIVES:
        raise InputError(f"alternative = {alternative!r}: one of {', '.join(ALTERNATIVES)} was wanted.")
    return alternative


def disagreement(p: float, low: float, high: float, confidence: float, side: str) -> list[str]:
    """Notes on an interval beside its test: that they contradict each other, or have not the same sides.

    Parameters
    ----------
    low, high
        On a scale where 0 is no effect.
    """
    if side != "two-sided":
        return [f"the p-value is one-sided ({side}); the interval is two-sided and need not agree with it"]
    if not np.isnan([p, low, high]).any() and (p <= 1 - confidence) != (low > 0 or high < 0):
        return ["the interval and the test disagree: one excludes no effect, the other does not"]
    return []


def each_once(events: Counts, n: Counts, of_sizes: Callable[[Counts, tuple[int, ...]], Numbers]) -> Numbers:
    """A number for each trial's table, computed once for each distinct table.

    Parameters
    ----------
    events, n
        `[group, trial]`
    of_sizes
        Takes distinct tables `[group, table]` that share their group sizes, and the sizes; gives `[table]`.
    """
    cases, which = np.unique(np.concatenate([n, events]), axis=1, return_inverse=True)
    groups = len(n)
    found = np.full(cases.shape[1], np.nan)
    sizes = cases[:groups]
    changes = np.flatnonzero(np.any(np.diff(sizes, axis=1) != 0, axis=0)) + 1
    for part in np.split(np.arange(cases.shape[1]), changes):  # sorted by size first
        if part.size:
            found[part] = of_sizes(cases[groups:, part], tuple(int(size) for size in sizes[:, part[0]]))
    return found[which.ravel()]


def at_most(events: ArrayLike, n: ArrayLike, share: ArrayLike) -> Numbers:
    """Binomial chance of at most so many events; 0 below none."""
    x, size, p = (np.asarray(each, dtype=float) for each in (events, n, share))
    inside = (x >= 0) & (x < size)
    found = betaincc(np.where(inside, x, 0.0) + 1.0, np.where(inside, size - x, 1.0), p)
    return np.where(inside, found, np.where(x < 0, 0.0, 1.0))


def told(sizes: Sequence[int], names: Sequence[str] = ("first", "second")) -> dict[str, int]:
    """The sample used, by group."""
    return {name: int(size) for name, size in zip(names, sizes, strict=True)}
