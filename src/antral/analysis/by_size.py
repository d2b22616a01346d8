"""Trials grouped by how many women of each arm have a value, so that each group is analysed at once."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Group(NamedTuple):
    """Trials in which every arm has the same number of estimable women."""

    trials: NDArray[np.intp]
    """Positions of the trials."""
    sizes: tuple[int, ...]
    """Women of each arm."""
    values: NDArray[np.float64]
    """`[participant, trial]`, participants in order of their arms."""


class Layout(NamedTuple):
    """Where each person belongs. Both arrays `[person]`, persons in order of trial and arm."""

    trial: NDArray[np.int64]
    arm: NDArray[np.int64]
    trials: int
    arms: int

    def counts(self, chosen: NDArray[np.bool_], weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """Number, or sum of weights, of chosen persons; `[trial, arm]`."""
        cell = self.trial[chosen] * self.arms + self.arm[chosen]
        part = None if weights is None else weights[chosen]
        return np.bincount(cell, part, minlength=self.trials * self.arms).reshape(self.trials, self.arms).astype(float)

    def places(self) -> tuple[NDArray[np.int64], int]:
        """Place of each person in her trial, and the size of the largest trial."""
        counts = np.bincount(self.trial, minlength=self.trials)
        starts = np.r_[0, np.cumsum(counts)[:-1]]
        return np.arange(len(self.trial)) - starts[self.trial], int(counts.max(initial=0))


def groups(layout: Layout, values: NDArray[np.float64], estimable: NDArray[np.bool_]) -> Iterator[Group]:
    """The trials, grouped by the sizes of their arms."""
    counts = layout.counts(estimable).astype(np.int64)
    kept = values[estimable]
    starts = np.r_[0, np.cumsum(counts.sum(axis=1))[:-1]]
    patterns, which = np.unique(counts, axis=0, return_inverse=True)
    order = np.argsort(which.ravel(), kind="stable")
    bounds = np.searchsorted(which.ravel()[order], np.arange(len(patterns) + 1))
    for number, pattern in enumerate(patterns):
        trials = order[bounds[number] : bounds[number + 1]]
        positions = starts[trials][np.newaxis, :] + np.arange(pattern.sum())[:, np.newaxis]
        yield Group(trials, tuple(int(n) for n in pattern), kept[positions])
