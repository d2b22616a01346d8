"""Tests of two groups of counts that are no sum over one conditional distribution, as rules of `counts`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

_SIDES: Final = {"": "two-sided", " larger": "greater", " smaller": "less"}
TWO_GROUPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {f"{name}{side}": (name, alternative) for name in ("boschloo", "mid_p") for side, alternative in _SIDES.items()}
)
"""Rule: the test, and whose more events speak against the null hypothesis (the treated are `greater`)."""


def p_values(rule: str, events: NDArray[np.int64], sizes: tuple[int, ...]) -> NDArray[np.float64]:
    """P-values of many tables.

    Parameters
    ----------
    events
        `[trial, group]`, the control group first.
    """
    from antral.analysis.methods import binary  # which itself counts by `counts`

    name, alternative = TWO_GROUPS[rule]
    hit = events.T[::-1]
    n = np.broadcast_to(np.asarray(sizes[::-1])[:, np.newaxis], hit.shape)
    if name == "boschloo":
        return binary.boschloo_p(hit, n, alternative)
    return binary.fisher_p(hit, n, alternative, mid=True)


def every_table(sizes: tuple[int, ...]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """All tables of two groups, and the log of the number of sets of women of each: `[table, group]`, `[table]`."""
    events = np.stack([part.ravel() for part in np.indices((sizes[0] + 1, sizes[1] + 1))], axis=1)
    log_ways = sum(
        gammaln(n + 1) - gammaln(events[:, at] + 1) - gammaln(n - events[:, at] + 1) for at, n in enumerate(sizes)
    )
    return events, np.asarray(log_ways)
