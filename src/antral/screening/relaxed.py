"""The limits beside a limit: what a trial team might write instead."""

from collections.abc import Iterator
from typing import Any

from antral.protocol import Ruled

_FACTORS = (0.6, 0.8, 1.2)
"""Of a laboratory limit; a choice of steps, not a fact."""
_YEARS = (-5.0, -2.0, 2.0, 5.0)


def neighbours(part: Ruled) -> Iterator[tuple[str, str, Any]]:
    """The rule with other limits: the limit now, the limit instead, and the changed rule; none where it has none."""
    rule: Any = part.rule
    if part.kind == "lab_threshold" and rule.threshold is not None:
        for factor in _FACTORS:
            value = float(f"{rule.threshold.value * factor:.2g}")
            other = rule.model_copy(update={"threshold": rule.threshold.model_copy(update={"value": value})})
            yield f"{rule.analyte} {rule.op} {rule.limit}", f"{rule.analyte} {rule.op} {other.limit}", other
    if part.kind == "age":
        for name, end, steps in (("minimum_years", "from", _YEARS[:2]), ("maximum_years", "to", _YEARS[2:])):
            now = getattr(rule, name)
            for step in steps:
                if now is None or now + step <= 0:
                    continue
                other = rule.model_copy(update={name: now + step})
                yield f"{end} {now:g} years", f"{end} {now + step:g} years", other
