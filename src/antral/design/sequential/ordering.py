"""Inference after a trial that could have stopped early, in the stagewise ordering.

A trial that crosses earlier is more extreme, and within a look the larger Z is (Armitage 1957; Fairbanks and Madsen
1982, Biometrika 69:69; Tsiatis, Rosner and Mehta 1984, Biometrics 40:797). The p-value, the interval and the
median-unbiased estimate agree with each other and with the trial's decision.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from antral.core import InputError
from antral.design.sequential.bounds import root
from antral.design.sequential.integrate import above, below, onward, started
from antral.design.sequential.rules import Boundaries


@dataclass(frozen=True)
class Adjusted:
    """What a stopped trial shows, with regard to the looks it had."""

    p_value: float
    """One-sided; doubled (at most 1) for a two-sided test."""
    estimate: float
    """Median-unbiased: as often too large as too small."""
    low: float
    high: float
    confidence: float
    look: int

    def __str__(self) -> str:
        """In one line."""
        return (
            f"stopped at look {self.look}: {self.estimate:.4g} ({100 * self.confidence:g} % interval {self.low:.4g} to "
            f"{self.high:.4g}), p = {self.p_value:.4g}; stagewise ordering"
        )


def stagewise(bounds: Boundaries, look: int, estimate: float, standard_error: float) -> Adjusted:
    """Adjusted p-value, interval and estimate of a trial that stopped at a look.

    A trial that stops without reaching a boundary is judged as if that look had been its last. Futility counts where it
    binds.

    Parameters
    ----------
    look
        Number of the look, the first being 1.
    estimate, standard_error
        Of the effect, from all data until then.

    Raises
    ------
    InputError
        For a look that does not exist, or a standard error that is not positive.
    """
    if not 1 <= look <= len(bounds.information) or not standard_error > 0.0:
        raise InputError(f"look {look} of {len(bounds.information)} and a standard error above 0 are wanted.")
    z, at = estimate / standard_error, np.asarray(bounds.information)
    unit = standard_error * math.sqrt(at[look - 1])
    return adjusted(bounds, look, z, lambda drift: drift * np.sqrt(at), unit)


def adjusted(
    bounds: Boundaries, look: int, z: float, means: Callable[[float], Sequence[float]], unit: float
) -> Adjusted:
    """The same for any course of the mean of Z.

    Parameters
    ----------
    means
        Mean of Z at each look for a drift; `[look]`.
    unit
        The effect that a drift of 1 stands for.
    """

    def tail(drift: float) -> float:
        return tail_at(bounds, look, z, means(drift))

    reach = 5.0 * (abs(z) + 8.0) / float(means(1.0)[0])
    error = bounds.alpha if bounds.sides == 1 else 0.5 * bounds.alpha
    low, middle, high = (
        unit * root(lambda d, level=level: tail(d) - level, -reach, reach)  # type: ignore[misc]
        for level in (error, 0.5, 1.0 - error)
    )
    p = tail(0.0)
    p = p if bounds.sides == 1 else min(1.0, 2.0 * min(p, 1.0 - p))
    return Adjusted(p, middle, low, high, 1.0 - 2.0 * error, look)


def tail_at(bounds: Boundaries, look: int, z: float, means: Sequence[float]) -> float:
    """The chance of a result at least as large as Z at a look, for a mean of Z at each look."""
    looks, k = bounds.looks, look - 1
    stops_low = (bounds.sides == 2 and z <= -bounds.efficacy[k]) or (
        bounds.sides == 1 and bounds.binding and look < len(bounds.information) and z <= bounds.futility[k]
    )
    alive, higher, lower = started(), 0.0, 0.0
    for j in range(k):
        at, mean = looks.information[j], float(means[j])
        low, high = looks.on(bounds.efficacy[j], bounds.futility[j] if bounds.binding else -math.inf)
        higher += above(alive, at, high - mean)
        lower += below(alive, at, low - mean)
        alive = onward(alive, at, (low - mean, high - mean), 0.0, looks.ahead(j))
    at, mean = looks.information[k], float(means[k])
    if stops_low:
        return 1.0 - lower - below(alive, at, z - mean)
    return higher + above(alive, at, z - mean)
