"""What a trial of n women can say about serious events: arithmetic of the binomial, no simulation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from antral.analysis.endpoints.definition import limits
from antral.analysis.methods import clopper_pearson


@dataclass(frozen=True)
class Safety:
    """The reach of one group of women, all with the same true rate of at least one serious event."""

    n: int
    upper_bound_after_none: float
    """Largest true rate compatible with no event in n women: two-sided 95 % Clopper-Pearson limit."""
    smallest_detectable_rate: float
    """True rate at which at least one event is seen with the chance `power`."""
    power: float
    chance_to_see: tuple[tuple[float, float], ...]
    """Pairs of true rate and chance to see at least one event."""


def safety(n: int, rates: Sequence[float] = (), *, confidence: float = 0.95, power: float | None = None) -> Safety:
    """What no event, or at least one, in n women would mean.

    Parameters
    ----------
    rates
        True rates for which the chance to see at least one event is wanted.
    power
        By default the chance of `records/endpoints/safety.yaml`.
    """
    wanted = limits("safety")["power"] if power is None else power
    _, upper = clopper_pearson(0, n, confidence)
    return Safety(
        n=n,
        upper_bound_after_none=float(np.asarray(upper)),
        smallest_detectable_rate=1.0 - (1.0 - wanted) ** (1.0 / n) if n else float("nan"),
        power=wanted,
        chance_to_see=tuple((rate, 1.0 - (1.0 - rate) ** n) for rate in rates),
    )
