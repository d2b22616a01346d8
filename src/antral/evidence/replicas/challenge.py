"""A printed result held against what the same study prints, time and again, where nothing acts on the ovary."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from antral.evidence.replicas.replica import Replica, Reported
from antral.evidence.replicas.simulate import Simulated
from antral.protocol import Endpoint

Floats = NDArray[np.float64]
Error = Callable[[Floats], float]
"""Monte-Carlo standard error of the mean of one value a replicate, which knows that replicates share women."""
Side = Literal["at_least", "at_most"]

ENDS: Final = (0.05, 0.5, 0.95)
_BINS: Final = 40
_SAME: Final = 1e-9
"""Numbers this much apart, relative to their size, are the same printed number."""


@dataclass(frozen=True)
class Tail:
    """The share of replicates on one side of the printed result."""

    p: float
    """The printed result itself included."""
    mid: float
    """Half of those that print the very same (mid-p)."""
    mcse: float
    """Monte-Carlo standard error of `p`."""


@dataclass(frozen=True)
class Held:
    """One printed outcome and the replicates of its study."""

    reported: Reported
    better: Side | None
    """The side on which a team would claim an effect; None of a value at entry and of 'no change'."""
    replicates: int
    """Those that printed a number."""
    mean: float
    mean_mcse: float
    """Monte-Carlo standard error of `mean`."""
    sd: float
    quantiles: tuple[float, float, float]
    """At 5, 50 and 95 %."""
    at_least: Tail
    at_most: Tail
    distribution: tuple[tuple[float, float, float], ...]
    """Low end, high end and share of replicates; of counts and signs every value, with both ends alike."""

    @property
    def tail(self) -> Tail | None:
        """The tail on the better side."""
        return None if self.better is None else getattr(self, self.better)


def held(replica: Replica, found: Simulated, reported: Reported, error: Error, *, scenario: int = 0) -> Held:
    """One outcome against its replicates under one scenario.

    Parameters
    ----------
    scenario
        Position in `found.scenarios`; the first is meant to be that without effect.
    """
    every = found.values[reported.key][scenario]
    printed = np.isfinite(every)
    x = every[printed]
    value, slack = reported.value, _SAME * max(1.0, abs(reported.value))
    above, same = x > value + slack, np.abs(x - value) <= slack

    def tail(beyond: NDArray[np.bool_]) -> Tail:
        counted = np.where(printed, 0.0, np.nan)
        counted[printed] = (beyond | same).astype(np.float64)
        return Tail(float((beyond | same).mean()), float((beyond + 0.5 * same).mean()), error(counted))

    low, middle, high = (float(one) for one in np.quantile(x, ENDS, method="inverted_cdf"))
    return Held(
        reported=reported,
        better=_better(reported, replica.protocol.endpoint(reported.endpoint)),
        replicates=len(x),
        mean=float(x.mean()),
        mean_mcse=error(every),
        sd=float(x.std(ddof=1)) if len(x) > 1 else float("nan"),
        quantiles=(low, middle, high),
        at_least=tail(above),
        at_most=tail(~above & ~same),
        distribution=_distribution(x, discrete=reported.kind in ("count", "percent", "direction")),
    )


def _better(reported: Reported, endpoint: Endpoint) -> Side | None:
    if reported.kind == "mean_at_entry" or (reported.kind == "direction" and reported.value == 0.0):
        return None
    counts_women = reported.kind in ("count", "percent") or reported.rule == "anyone"
    return "at_least" if counts_women or endpoint.direction == "increase" else "at_most"


def _distribution(x: Floats, *, discrete: bool) -> tuple[tuple[float, float, float], ...]:
    if discrete:
        values, counts = np.unique(np.round(x, 9), return_counts=True)
        return tuple((float(v), float(v), float(n) / len(x)) for v, n in zip(values, counts, strict=True))
    counts, edges = np.histogram(x, _BINS)
    return tuple(
        (float(low), float(high), float(n) / len(x)) for low, high, n in zip(edges[:-1], edges[1:], counts, strict=True)
    )
