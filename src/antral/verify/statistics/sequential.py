"""Group-sequential designs beside rpact, East and multivariate normal integrals."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from antral.design import sequential
from antral.verify.statistics.compare import Checks


def _rule(given: Any) -> sequential.Rule:
    """A rule from its name, or from its name and parameter, or values."""
    if isinstance(given, str):
        return sequential.Rule(given)
    name, more = given
    return sequential.Rule(name, values=tuple(more)) if isinstance(more, list) else sequential.Rule(name, more)


def _looks(looks: int | Sequence[float]) -> tuple[float, ...]:
    return tuple((k + 1) / looks for k in range(looks)) if isinstance(looks, int) else tuple(looks)


def _numbered(name: str, values: Sequence[float]) -> dict[str, float]:
    return {f"{name}{k + 1}": value for k, value in enumerate(values)}


def _plan(looks: int | Sequence[float], rule: Any, futility: Any = None, **more: Any) -> dict[str, float]:
    found = sequential.plan(_looks(looks), _rule(rule), futility=None if futility is None else _rule(futility), **more)
    bounds = found.boundaries
    return (
        _numbered("z", bounds.efficacy)
        | _numbered("futility", bounds.futility)
        | _numbered("spent", bounds.spent)
        | _numbered("p", bounds.nominal)
        | _numbered("stops_null", found.under_null.futile)
        | _numbered("rejects", found.under_effect.effective)
        | _numbered("futile", found.under_effect.futile)
        | {
            "power": found.under_effect.power,
            "drift": found.drift,
            "inflation": found.inflation,
            "expected_null": found.expected_null,
            "expected_half": found.expected_half,
            "expected_effect": found.expected_effect,
        }
    )


def _hazard_ratio(looks: Sequence[float], events: int, **more: Any) -> Mapping[str, float]:
    """As `_plan`, with the hazard ratio at each boundary, whose log has variance 4 / events."""
    found = _plan(looks, **more)
    for k, share in enumerate(looks):
        for z, ratio in ((f"z{k + 1}", f"hr{k + 1}"), (f"futility{k + 1}", f"futility_hr{k + 1}")):
            if z in found:
                found[ratio] = math.exp(-2.0 * found[z] / math.sqrt(share * events))
    return found


def _operating(looks: int | Sequence[float], rule: Any, drift: float, **more: Any) -> Mapping[str, float]:
    found = sequential.operating(sequential.boundaries(_looks(looks), _rule(rule), **more), drift)
    return _numbered("rejects", found.effective) | {"power": found.power, "expected": found.expected}


def _crossing(
    looks: Sequence[float], efficacy: Sequence[float], drift: float, futility: Sequence[float] = ()
) -> Mapping[str, float]:
    low = tuple(futility) or (-math.inf,) * (len(looks) - 1)
    rule = sequential.Rule("user_spending")
    bounds = sequential.Boundaries(tuple(looks), tuple(efficacy), low, math.nan, 1, False, (), rule)
    return _numbered("rejects", sequential.operating(bounds, drift).effective)


CHECKS: Checks = {"plan": _plan, "hazard_ratio": _hazard_ratio, "operating": _operating, "crossing": _crossing}
