"""Effects and their sampling variances beside metafor."""

from collections.abc import Mapping
from typing import Any

from antral.evidence import pooling
from antral.verify.oracles import Checks


def _effect_size(measure: str, **given: Any) -> Mapping[str, float]:
    found = pooling.effect_size(measure, **given)
    numbered = {f"yi{k + 1}": float(value) for k, value in enumerate(found.yi)}
    return numbered | {f"vi{k + 1}": float(value) for k, value in enumerate(found.vi)}


CHECKS: Checks = {"effect_size": _effect_size}
