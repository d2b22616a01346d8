"""Random-effects pooling beside metafor."""

from collections.abc import Mapping
from math import sqrt
from typing import Any

from antral.evidence import pooling
from antral.verify.evidence.data import effects
from antral.verify.oracles import Checks


def numbers(found: pooling.Pooled) -> dict[str, float]:
    """Every number of a pooled effect, and the interval of tau, I2 and H2 that the one of tau2 gives."""
    names = ("estimate", "se", "low", "high", "p", "tau2", "tau2_low", "tau2_high", "i2", "h2", "q", "q_p")
    values = {name: float(getattr(found, name)) for name in (*names, "prediction_low", "prediction_high")}
    for at, end in enumerate(("low", "high")):
        values |= {f"tau_{end}": sqrt(values[f"tau2_{end}"])}
        values |= {f"i2_{end}": found.i2_interval[at], f"h2_{end}": found.h2_interval[at]}
    return values | {"studies": float(found.k)}


def _random_effects(data: str, measure: str = "", back: str = "identity", **how: Any) -> Mapping[str, float]:
    given = effects(data, measure)
    return numbers(pooling.random_effects(given.yi, given.vi, **how).on(back))


CHECKS: Checks = {"random_effects": _random_effects}
