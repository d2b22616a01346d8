"""The smallest dose with a wanted effect over control, and the dose with a share of the largest effect."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from antral.analysis.methods.dose_response.fit import Fit, gradient
from antral.analysis.methods.dose_response.groups import Groups
from antral.analysis.methods.dose_response.shapes import MODELS
from antral.analysis.methods.result import Result
from antral.core import InputError

TARGET_DOSE: Final = "MCP-Mod, target dose of a fitted shape, delta-method interval of its logarithm"

Numbers = NDArray[np.float64]

_GRID: Final = 2001


def reached(doses: Numbers, effects: Numbers, wanted: Numbers) -> Numbers:
    """The smallest dose at which each curve reaches an effect, linear between the doses; NaN where none does.

    Parameters
    ----------
    doses
        A fine grid from 0. `[dose]`
    effects
        Over control, in the wanted direction. `[curve, dose]`
    wanted
        `[curve]`
    """
    enough = effects >= wanted[:, np.newaxis]
    after = np.maximum(enough.argmax(axis=1), 1)
    curve = np.arange(len(effects))
    low, high = effects[curve, after - 1], effects[curve, after]
    with np.errstate(invalid="ignore", divide="ignore"):
        found = doses[after - 1] + (wanted - low) / (high - low) * (doses[after] - doses[after - 1])
    return np.where(enough.any(axis=1), found, np.nan)


def dose_of_effect(fitted: Fit, delta: float) -> float:
    """The smallest dose, up to the highest studied, whose curve is delta above that of dose 0; NaN when none is.

    A negative delta asks for an effect downwards.
    """
    if delta == 0 or not math.isfinite(delta):
        raise InputError(f"delta = {delta!r}: an effect other than 0 was wanted.")
    return _crossing(fitted, delta)


def dose_of_share(fitted: Fit, share: float, *, sign: float = 1.0) -> float:
    """The smallest dose with a share of the largest effect between 0 and the highest dose, such as ED90.

    Parameters
    ----------
    sign
        1 when the wanted effect is an increase, -1 when a decrease.
    """
    if not 0 < share < 1:
        raise InputError(f"share = {share!r}: a number between 0 and 1 was wanted.")
    doses = np.linspace(0.0, fitted.highest, _GRID)
    effects = sign * (fitted.at(doses) - fitted.at(0.0))
    top = int(effects.argmax())
    if effects[top] <= 0:
        return math.nan
    return _crossing(fitted, sign * share * _peak(fitted, doses, top, sign))


def target_dose(groups: Groups, fitted: Fit, delta: float, *, level: float = 0.95) -> Result:
    """The dose with a wanted effect, and its interval for this shape taken as true.

    The variance of the dose is that of the parameters carried over by the slope of the curve at the dose; the interval
    is symmetric for the logarithm of the dose, with the degrees of freedom of the fit.

    Source: Pinheiro, Bornkamp and Bretz 2006, J Biopharm Stat 16:639.

    Returns
    -------
    NaN without an interval when no studied dose has the effect.
    """
    dose = dose_of_effect(fitted, delta)
    shape = MODELS[fitted.model]
    notes = groups.notes
    error = low = high = math.nan
    if math.isnan(dose):
        notes = (*notes, f"no dose up to {fitted.highest:g} has the wanted effect; larger doses were not studied")
    else:
        every = np.array([*fitted.linear, *fitted.theta])
        by_parameter = gradient(shape, every, np.array([dose, 0.0]), fitted.highest)
        step = 1e-5 * fitted.highest
        slope = float(np.diff(fitted.at([max(dose - step, 0.0), dose + step]))[0]) / (
            dose + step - max(dose - step, 0.0)
        )
        moved = -(by_parameter[0] - by_parameter[1]) / slope if slope else np.full(len(every), np.nan)
        error = float(np.sqrt(moved @ fitted.covariance @ moved))
        t = stdtrit(fitted.df, (1 + level) / 2) if math.isfinite(fitted.df) else ndtri((1 + level) / 2)
        with np.errstate(over="ignore"):
            reach = float(np.exp(np.float64(t) * error / dose)) if dose > 0 else math.nan
        low, high = dose / reach, dose * reach
    if fitted.at_bound:
        notes = (*notes, f"{', '.join(fitted.at_bound)} at a bound: the interval is too short")
    n = {f"{d:g}": int(k) for d, k in zip(groups.doses, groups.n, strict=True)} if groups.n is not None else {}
    return Result(
        method=f"{TARGET_DOSE}, {fitted.name}",
        effect=f"dose with an effect of {delta:g} over dose 0",
        estimate=dose,
        low=low,
        high=high,
        p_value=math.nan,
        confidence=level,
        df=fitted.df,
        n=n,
        left_out=groups.left_out,
        assumptions=(*groups.assumptions, f"the {fitted.name} shape is true"),
        notes=notes,
        details={"standard error": error, "highest_dose": fitted.highest},
    )


def _crossing(fitted: Fit, delta: float) -> float:
    """The smallest dose with an effect, to the precision of the machine."""
    from scipy.optimize import brentq

    sign = math.copysign(1.0, delta)
    doses = np.linspace(0.0, fitted.highest, _GRID)
    start = fitted.at(0.0)[0]
    effects = sign * (fitted.at(doses) - start)
    enough = effects >= abs(delta)
    if not enough.any():
        top = int(effects.argmax())  # a peak between two points of the grid
        peak = _peak(fitted, doses, top, sign)
        return float(doses[top]) if peak >= abs(delta) else math.nan
    after = int(enough.argmax())
    return float(
        brentq(lambda d: sign * (fitted.at(d)[0] - start) - abs(delta), doses[after - 1], doses[after], xtol=1e-14)
    )


def _peak(fitted: Fit, doses: Numbers, top: int, sign: float) -> float:
    """The largest effect near a point of the grid."""
    from scipy.optimize import minimize_scalar

    start = fitted.at(0.0)[0]
    ends = (float(doses[max(top - 1, 0)]), float(doses[min(top + 1, len(doses) - 1)]))
    found = minimize_scalar(
        lambda d: -sign * (fitted.at(d)[0] - start), bounds=ends, method="bounded", options={"xatol": 1e-10}
    )
    return max(-float(found.fun), float(sign * (fitted.at(doses[top])[0] - start)))
