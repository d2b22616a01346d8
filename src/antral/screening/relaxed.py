"""The limits beside a limit: what a trial team might write instead. The steps are a choice, not facts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from antral.protocol import Ruled

Neighbours = Iterator[tuple[str, str, Any]]
"""The limit now, the limit instead, and the changed rule."""

_FACTORS: Final = (0.6, 0.8, 1.2)
"""Of a laboratory limit."""
_YEARS: Final = (-5.0, -2.0, 2.0, 5.0)
_KG_M2: Final = (-2.0, 2.0, 5.0)
_LONGEST_WAIT: Final = 12


def neighbours(part: Ruled) -> Neighbours:
    """The rule with other limits; none where it has no limit."""
    return iter(()) if part.kind not in _BY_KIND else _BY_KIND[part.kind](part.rule)


def _laboratory(rule: Any) -> Neighbours:
    if rule.threshold is None:
        return
    for factor in _FACTORS:
        value = float(f"{rule.threshold.value * factor:.2g}")
        other = rule.model_copy(update={"threshold": rule.threshold.model_copy(update={"value": value})})
        yield f"{rule.analyte} {rule.op} {rule.limit}", f"{rule.analyte} {rule.op} {other.limit}", other


def _age(rule: Any) -> Neighbours:
    for name, end, steps in (("minimum_years", "from", _YEARS[:2]), ("maximum_years", "to", _YEARS[2:])):
        now = getattr(rule, name)
        for step in steps:
            if now is not None and now + step > 0:
                yield f"{end} {now:g} years", f"{end} {now + step:g} years", rule.model_copy(update={name: now + step})


def _bmi(rule: Any) -> Neighbours:
    for step in _KG_M2:
        other = rule.model_copy(update={"kg_m2": rule.kg_m2 + step})
        yield f"body-mass index {rule.op} {rule.kg_m2:g}", f"body-mass index {rule.op} {other.kg_m2:g}", other


def _washout(rule: Any) -> Neighbours:
    period = rule.none_within
    shorter = [number for number in range(1, _LONGEST_WAIT) if number < period.number]
    for number in shorter[-2:]:
        other = rule.model_copy(update={"none_within": type(period)(number=number, unit=period.unit)})
        yield f"wash-out of {period}", f"wash-out of {other.none_within}", other


_BY_KIND: Final[Mapping[str, Callable[[Any], Neighbours]]] = {
    "lab_threshold": _laboratory,
    "age": _age,
    "bmi": _bmi,
    "washout": _washout,
}
