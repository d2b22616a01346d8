"""What a fit changed: targets before and after, numbers before and after, and which numbers go together."""

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.calibrate.evaluate import Outcome
from antral.calibrate.fit import Fit
from antral.calibrate.inversion import Inversion
from antral.records import number
from antral.verify import Target, references

Floats = NDArray[np.float64]

_ENDS: Final = (0.05, 0.95)
_PRIOR: Final = 1.6448536269514722  # standard normal quantile of 95 %
_STRONG: Final = 0.5


def quantiles(values: Floats, weights: Floats, at: tuple[float, ...]) -> list[float]:
    """Weighted quantiles of what is finite; NaN if nothing is."""
    kept = np.isfinite(values)
    if not kept.any():
        return [math.nan] * len(at)
    order = np.argsort(values[kept], kind="stable")
    cumulative = np.cumsum(weights[kept][order])
    middle = (cumulative - 0.5 * weights[kept][order]) / cumulative[-1]
    return [float(np.interp(one, middle, values[kept][order])) for one in at]


def of_targets(goals: dict[str, Target], way: Inversion, weights: Floats, before: Outcome) -> dict[str, Any]:
    """Each target: what is wanted, what the values on record, the prior and the posterior give."""
    found: dict[str, Any] = {}
    even = np.full(len(weights), 1.0 / len(weights))
    for i, (key, goal) in enumerate(goals.items()):
        row = references()[key]
        after, prior = way.observed.values[:, i], way.steps[0].observed.values[:, i]
        low, median, high = quantiles(after, weights, (_ENDS[0], 0.5, _ENDS[1]))
        prior_low, prior_median, prior_high = quantiles(prior, even, (_ENDS[0], 0.5, _ENDS[1]))
        found[key] = {
            "number": row.number,
            "quantity": row.quantity,
            "unit": row.unit,
            "wanted": goal.value,
            "sd": goal.sd,
            "before": _finite(before.values[i]),
            "before_error": _finite(before.errors[i]),
            "prior": {"median": _finite(prior_median), "q05": _finite(prior_low), "q95": _finite(prior_high)},
            "after": {"median": _finite(median), "q05": _finite(low), "q95": _finite(high)},
            "misfit_before": _finite((before.values[i] - goal.value) / goal.sd),
            "misfit_after": _finite((median - goal.value) / goal.sd),
            "accepted": {"low": row.low, "high": row.high, "inside": row.accepts(median)},
            "missing_after": float(np.mean(~np.isfinite(after))),
        }
    return found


def of_parameters(chosen: Fit, positions: Floats, weights: Floats) -> dict[str, Any]:
    """Each fitted number: prior and posterior, and how much narrower it became on its own scale."""
    spread = np.sqrt(np.maximum(np.diag(_covariance(positions, weights)), 0.0))
    found = {}
    for i, prior in enumerate(chosen.priors):
        low, median, high = quantiles(positions[:, i], weights, (_ENDS[0], 0.5, _ENDS[1]))
        found[prior.name] = {
            "on_record": number(prior.name).value,
            "prior_median": prior.median,
            "low": prior.low,
            "high": prior.high,
            "prior": {"q05": float(prior.value(-_PRIOR)), "q95": float(prior.value(_PRIOR))},
            "posterior": {name: float(prior.value(z)) for name, z in (("median", median), ("q05", low), ("q95", high))},
            "width_ratio": float(spread[i]),
        }
    return found


def correlations(names: tuple[str, ...], positions: Floats, weights: Floats) -> dict[str, Any]:
    """Of the fitted numbers after the fit, on their scales; pairs above one half are told first."""
    covariance = _covariance(positions, weights)
    spread = np.sqrt(np.maximum(np.diag(covariance), 1e-300))
    matrix = np.clip(covariance / np.outer(spread, spread), -1.0, 1.0)
    pairs = [
        {"pair": [names[i], names[j]], "correlation": float(matrix[i, j])}
        for i in range(len(names))
        for j in range(i)
        if abs(matrix[i, j]) > _STRONG
    ]
    pairs.sort(key=lambda one: -abs(float(one["correlation"])))  # type: ignore[arg-type]
    return {"strong": pairs, "names": list(names), "matrix": matrix.tolist()}


def _covariance(positions: Floats, weights: Floats) -> Floats:
    """Weighted, unbiased for reliability weights. `[number, number]`."""
    centred = positions - weights @ positions
    found: Floats = (centred * weights[:, None]).T @ centred / (1.0 - float((weights**2).sum()))
    return found


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
