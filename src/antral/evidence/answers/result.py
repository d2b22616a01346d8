"""One pooled number on the scale that a reader knows, with its method's full name."""

import math
from dataclasses import dataclass, fields
from typing import Any, Literal

from antral.evidence.pooling import Pooled

Scale = Literal["share", "number", "ratio", "difference"]


@dataclass(frozen=True)
class Result:
    """A pooled number; NaN where the method has no such number."""

    value: float
    low: float
    high: float
    level: float
    prediction_low: float
    prediction_high: float
    prediction_convention: str
    method: str
    """Full name; it belongs beside the number."""
    scale: Scale
    unit: str
    studies: int
    women: int
    tau2: float
    """On the scale of the analysis, as its interval."""
    tau2_low: float
    tau2_high: float
    i2: float
    q: float
    q_df: int
    q_p: float
    weights: tuple[float, ...]
    """Share of each study; empty where a method has none."""
    labels: tuple[str, ...]
    notes: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As numbers and text that JSON can hold: what is not a finite number is none."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def from_pooled(pooled: Pooled, *, scale: Scale, unit: str, women: int, back: str = "identity") -> Result:
    """A pooling on its natural scale.

    Parameters
    ----------
    back
        Way back from the scale of the analysis, a name of `pooling.BACK`.
    """
    shown = pooled.on(back)
    return Result(
        value=shown.estimate,
        low=shown.low,
        high=shown.high,
        level=shown.level,
        prediction_low=shown.prediction_low,
        prediction_high=shown.prediction_high,
        prediction_convention=shown.prediction_convention,
        method=shown.method,
        scale=scale,
        unit=unit,
        studies=shown.k,
        women=women,
        tau2=shown.tau2,
        tau2_low=shown.tau2_low,
        tau2_high=shown.tau2_high,
        i2=shown.i2,
        q=shown.q,
        q_df=shown.q_df,
        q_p=shown.q_p,
        weights=tuple(shown.weights),
        labels=tuple(shown.labels),
        notes=tuple(shown.notes),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return list(value) if isinstance(value, tuple) else value
