"""What a trial prints of one endpoint in one group of its women: counts, means, geometric means, medians."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.analysis import Valued
from antral.protocol import Endpoint

Floats = NDArray[np.float64]
Chosen = NDArray[np.bool_]


class Statistic(NamedTuple):
    """How a group's women become one printed number."""

    of_woman: Callable[[Floats, Floats], Floats]
    """From a woman's baseline and her change."""
    median: bool = False
    """Else their mean."""
    logs: bool = False
    """Whether it is printed as the exponential of what is averaged."""
    measured: bool = False
    """Whether in the unit of the hormone; else a ratio."""


STATISTICS: Final = MappingProxyType[str, Mapping[str, Statistic]](
    {
        "log_change": MappingProxyType(
            {
                "ratio": Statistic(lambda start, change: change, logs=True),
                "geometric_mean": Statistic(lambda start, change: start + change, logs=True, measured=True),
                "mean": Statistic(lambda start, change: np.exp(start + change), measured=True),
            }
        ),
        "change": MappingProxyType(
            {
                "mean_change": Statistic(lambda start, change: change, measured=True),
                "median_change": Statistic(lambda start, change: change, median=True, measured=True),
                "mean": Statistic(lambda start, change: start + change, measured=True),
            }
        ),
    }
)
"""By how the endpoint is derived, the first the usual one: `ratio` of the visit to baseline (geometric mean), means at
the visit, changes from baseline. Endpoints that are yes or no are counted."""


class Counted(NamedTuple):
    """Women of a group in each trial. Arrays `[trial]`."""

    women: Floats
    estimable: Floats
    events: Floats
    """Of all women; one whose endpoint is not estimable is not seen to have it."""


class Numbered(NamedTuple):
    """A printed number of a group in each trial, NaN where no woman has a value. Arrays `[trial]`."""

    value: Floats
    """Averaged; of `logs` before it is printed as an exponential."""
    n: Floats
    """Women with a value."""
    variance: Floats
    """Between them; NaN with fewer than two."""


def counted(found: Valued, endpoint: Endpoint, mine: Chosen) -> Counted:
    """How many women of a group had it."""
    trial, value = found.layout.trial[mine], found.values[endpoint.name].value[mine]

    def number(chosen: Chosen) -> Floats:
        return np.bincount(trial[chosen], minlength=found.layout.trials).astype(np.float64)

    return Counted(number(np.ones(len(trial), bool)), number(np.isfinite(value)), number(value == 1.0))


def numbered(found: Valued, endpoint: Endpoint, mine: Chosen, wanted: Statistic) -> Numbered:
    """One printed number of a group; women without a value are left out."""
    derived = found.values[endpoint.name]
    assert derived.baseline is not None
    own = wanted.of_woman(derived.baseline[mine], derived.value[mine])
    known = np.isfinite(own)
    trial, own = found.layout.trial[mine][known], own[known]
    n = np.bincount(trial, minlength=found.layout.trials)
    first = np.r_[0, np.cumsum(n)[:-1]]
    table = np.full((found.layout.trials, int(n.max(initial=1))), np.nan)
    table[trial, np.arange(len(trial)) - first[trial]] = own
    value, variance = np.full(len(n), np.nan), np.full(len(n), np.nan)
    some, several = n > 0, n > 1
    value[some] = (np.nanmedian if wanted.median else np.nanmean)(table[some], axis=1)
    variance[several] = np.nanvar(table[several], axis=1, ddof=1)
    return Numbered(value, n.astype(np.float64), variance)
