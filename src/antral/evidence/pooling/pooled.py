"""What a pooling of studies finds, with the name of its method."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from scipy.special import expit

from antral.core import InputError
from antral.evidence.pooling.between import spread

BACK: Final[Mapping[str, Callable[[float], float]]] = MappingProxyType(
    {"identity": float, "exp": lambda value: float(np.exp(value)), "expit": lambda value: float(expit(value))}
)
"""Ways back from the scale of the analysis: none, from a logarithm, from a logit."""


@dataclass(frozen=True)
class Pooled:
    """A pooled effect, how far studies differ, and what a new study may show; NaN where a method has no such number.

    `estimate`, its interval and the prediction interval are on the scale of the analysis, such as a log odds ratio;
    `on` gives them on another.
    """

    estimate: float
    se: float
    low: float
    high: float
    p: float
    """Two-sided, of no effect (zero on the scale of the analysis)."""
    df: float | None
    """Degrees of freedom of the t distribution; None for the normal."""
    level: float
    """Of every interval, such as 0.95."""
    tau2: float
    """Variance between studies; 0 in a common-effect model, NaN where it cannot be estimated."""
    tau2_low: float
    tau2_high: float
    i2: float
    """Share of the variation that is between studies, percent."""
    h2: float
    q: float
    """Cochran's Q with its degrees of freedom and p-value."""
    q_df: int
    q_p: float
    prediction_low: float
    prediction_high: float
    prediction_convention: str
    """In words; conventions differ between programs."""
    method: str
    """Full name, with the estimator of tau2 and the interval."""
    measure: str
    """What the numbers are, such as "log risk ratio"; empty where it was not said."""
    k: int
    """Studies in the result."""
    weights: tuple[float, ...]
    """Share of each study, in the order of `labels`; the sum is one."""
    labels: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """Plain sentences that a reader must see beside the number."""
    sampling_variance: float = math.nan
    """The typical one of these studies, by which tau2 becomes I2 and H2; NaN where none was found."""

    @property
    def i2_interval(self) -> tuple[float, float]:
        """Limits of I2, percent, from those of tau2."""
        low, high = (spread(self.sampling_variance, tau2)[0] for tau2 in (self.tau2_low, self.tau2_high))
        return low, high

    @property
    def h2_interval(self) -> tuple[float, float]:
        """Limits of H2, from those of tau2."""
        low, high = (spread(self.sampling_variance, tau2)[1] for tau2 in (self.tau2_low, self.tau2_high))
        return low, high

    def on(self, scale: str | Callable[[float], float]) -> "Pooled":
        """The same on another scale: a name of `BACK`, or an increasing function.

        The estimate and the limits are carried over; tau2, se and I2 stay on the scale of the analysis, and a note says
        so.
        """
        if isinstance(scale, str) and scale not in BACK:
            raise InputError(f"scale: {scale!r} is not known; known are {', '.join(BACK)}, or a function.")
        back = BACK[scale] if isinstance(scale, str) else scale
        if scale == "identity":
            return self
        moved = {
            name: math.nan if math.isnan(value) else back(value)
            for name, value in (
                ("estimate", self.estimate),
                ("low", self.low),
                ("high", self.high),
                ("prediction_low", self.prediction_low),
                ("prediction_high", self.prediction_high),
            )
        }
        note = "estimate and limits are carried back to the natural scale; se and tau2 stay on that of the analysis"
        return replace(self, **moved, notes=(*self.notes, note))  # type: ignore[arg-type]
