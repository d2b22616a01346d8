"""Events and women of some studies, in one group or two, checked."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.sample import Numbers


class Counts(NamedTuple):
    """Events among women."""

    events: Numbers
    """`[study]`, or `[group, study]` of two groups."""
    n: Numbers
    """Women, of the same shape."""
    labels: tuple[str, ...]


def one_group(events: ArrayLike, n: ArrayLike, labels: Sequence[object] | None = None) -> Counts:
    """Check the counts of single groups, `[study]`.

    Raises
    ------
    InputError
        Where a count is not whole, is below 0 or above the women; the study is named.
    """
    x, size = np.atleast_1d(np.asarray(events, float)), np.atleast_1d(np.asarray(n, float))
    if x.ndim != 1 or x.shape != size.shape or not len(x):
        raise InputError(f"events and n: one count a study each was wanted; there are {x.shape} and {size.shape}.")
    names = _names(labels, len(x))
    for name, one, women in zip(names, x, size, strict=True):
        _check(name, one, women)
    return Counts(x, size, names)


def two_groups(events: ArrayLike, n: ArrayLike, labels: Sequence[object] | None = None) -> Counts:
    """Check the counts of two groups, `[group, study]`, the treated first.

    Raises
    ------
    InputError
        Where the shape is another, or a count is not whole, is below 0 or above the women; the study is named.
    """
    x, size = np.asarray(events, float), np.asarray(n, float)
    if x.ndim != 2 or x.shape != size.shape or x.shape[0] != 2 or not x.shape[1]:
        raise InputError(
            f"events and n: `[group, study]` with two groups was wanted; there are {x.shape} and {size.shape}."
        )
    names = _names(labels, x.shape[1])
    for group in range(2):
        for name, one, women in zip(names, x[group], size[group], strict=True):
            _check(f"{name}, group {group + 1}", one, women)
    return Counts(x, size, names)


def _names(labels: Sequence[object] | None, k: int) -> tuple[str, ...]:
    names = tuple(f"study {i + 1}" for i in range(k)) if labels is None else tuple(str(x) for x in labels)
    if len(names) != k:
        raise InputError(f"labels: {k} were wanted, one a study; there are {len(names)}.")
    return names


def _check(name: str, events: float, n: float) -> None:
    if not (n >= 1 and 0 <= events <= n and n == int(n) and events == int(events)):
        raise InputError(f"{name}: {events:g} of {n:g} women; whole numbers with 0 <= events <= women were wanted.")
