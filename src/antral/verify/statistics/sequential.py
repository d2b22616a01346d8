"""Group-sequential designs beside rpact, East and multivariate normal integrals."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from antral.design import sequential
from antral.verify.oracles import Checks


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
    rule = sequential.Rule("given_z", values=tuple(efficacy))
    low = sequential.Rule("fixed", values=tuple(futility)) if futility else None
    bounds = sequential.boundaries(looks, rule, futility=low)
    return _numbered("rejects", sequential.operating(bounds, drift).effective)


def _conditional(
    looks: int | Sequence[float],
    rule: Any,
    look: int,
    z: float,
    drift: float | None = None,
    fixed_size: float = math.nan,
    effect: float = math.nan,
    later: Sequence[float] | None = None,
    **more: Any,
) -> Mapping[str, float]:
    """Conditional power; effects a woman and sizes of later stages are those of a plan that inflates a fixed size."""
    found = sequential.plan(_looks(looks), _rule(rule), **more)
    size = fixed_size * found.inflation
    drift = effect * math.sqrt(size) if math.isfinite(effect) else drift
    shares = None if later is None else [n / size for n in later]
    return {"power": sequential.conditional_power(found.boundaries, look, z, drift, later=shares).power}


def _predictive(looks: int | Sequence[float], rule: Any, look: int, z: float, **more: Any) -> Mapping[str, float]:
    bounds = sequential.boundaries(_looks(looks), _rule(rule))
    return {"power": sequential.predictive_power(bounds, look, z, **more).power}


def _analysed(looks: int | Sequence[float], rule: Any, look: int, estimate: float, n: int) -> Mapping[str, float]:
    """A mean of women whose deviation is known to be 1."""
    bounds, error = sequential.boundaries(_looks(looks), _rule(rule)), 1.0 / math.sqrt(n)
    low, high = sequential.repeated_interval(bounds, look, estimate, error)
    p = sequential.repeated_p(bounds, look, estimate / error)
    found = {"repeated_low": low, "repeated_high": high, "repeated_p": p}
    return found | _adjusted(sequential.stagewise(bounds, look, estimate, error))


def _adjusted(found: sequential.Adjusted) -> dict[str, float]:
    return {"p": found.p_value, "low": found.low, "high": found.high, "estimate": found.estimate}


def _stagewise(looks: Sequence[float], efficacy: Sequence[float], z: float) -> Mapping[str, float]:
    """At the last look of some boundaries, in units of the drift."""
    bounds = sequential.boundaries(looks, sequential.Rule("given_z", values=tuple(efficacy)))
    return _adjusted(sequential.stagewise(bounds, len(looks), z, 1.0))


def _combine(
    looks: int, rule: Any, n: Sequence[int], means: Sequence[Sequence[float]], sds: Sequence[Sequence[float]]
) -> Mapping[str, float]:
    """Two arms of equal size in each stage, t-tests; the final interval pools the deviation of all women in an arm."""
    bounds = sequential.boundaries(_looks(looks), _rule(rule))
    size, mean, sd = np.asarray(n, float), np.asarray(means), np.asarray(sds)
    pooled = np.sqrt(np.mean(sd**2, axis=1))
    middle = (size @ mean) / size.sum()
    squares = np.sum((size[:, None] - 1.0) * sd**2 + size[:, None] * (mean - middle) ** 2)
    variance = squares / (2.0 * size.sum() - 2.0)
    found = sequential.combine(
        bounds,
        mean[:, 0] - mean[:, 1],
        pooled * np.sqrt(2.0 / size),
        df=2.0 * size - 2.0,
        information=size / (2.0 * variance),
    )
    final = found.final
    assert final is not None
    return (
        _numbered("t", found.statistics)
        | _numbered("p", found.p_values)
        | _numbered("z", found.z)
        | _numbered("repeated_low", found.repeated_low)
        | _numbered("repeated_high", found.repeated_high)
        | _numbered("repeated_p", found.repeated_p)
        | {"final_p": final.p_value, "final_low": final.low, "final_high": final.high, "estimate": final.estimate}
    )


CHECKS: Checks = {
    "plan": _plan,
    "hazard_ratio": _hazard_ratio,
    "operating": _operating,
    "crossing": _crossing,
    "conditional": _conditional,
    "predictive": _predictive,
    "analysed": _analysed,
    "stagewise": _stagewise,
    "combine": _combine,
}
