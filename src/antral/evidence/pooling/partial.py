"""A `Pooled` of a method that has only some of its numbers; the others are NaN."""

import math
from typing import Any

from antral.evidence.pooling.pooled import Pooled

_NONE = "none"


def partial(*, estimate: float, low: float, high: float, method: str, measure: str, **known: Any) -> Pooled:
    """What a method knows; `known` are further fields of `Pooled`, with k from its labels."""
    labels: tuple[str, ...] = known["labels"]
    empty: dict[str, Any] = {
        **dict.fromkeys(
            ("se", "p", "tau2", "tau2_low", "tau2_high", "i2", "h2", "q", "q_p", "prediction_low", "prediction_high"),
            math.nan,
        ),
        "df": None,
        "level": 0.95,
        "q_df": max(0, len(labels) - 1),
        "prediction_convention": _NONE,
        "weights": (),
        "k": len(labels),
    }
    return Pooled(estimate=estimate, low=low, high=high, method=method, measure=measure, **(empty | known))
