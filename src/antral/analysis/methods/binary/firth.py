"""Logistic regression with Firth's penalty: finite estimates in few women, whatever is separated.

The likelihood is multiplied by the root of the information's determinant (Jeffreys' prior), which takes the first-order
bias away. Intervals and tests come from the penalised likelihood's profile: with few events it is far from a parabola.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, chdtri, expit

from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.result import Result
from antral.core import InputError

FIRTH = "logistic regression with Firth's penalty, profile penalised-likelihood interval and test"

_STEPS = 200
_CONVERGED = 1e-10
_LARGEST_STEP = 5.0
_LARGEST_LOG = 700.0
_WIDEST = 200.0
"""Farthest from the estimate that a limit is looked for, in standard errors."""

Numbers = NDArray[np.float64]


class Fitted(NamedTuple):
    """One fit."""

    coefficients: Numbers
    """`[column]`, log odds ratios."""
    covariance: Numbers
    """Inverse information at the estimate, `[column, column]`."""
    log_likelihood: float
    """Penalised."""
    converged: bool


def firth(
    *,
    event: ArrayLike,
    columns: ArrayLike,
    names: Sequence[str] = (),
    confidence: float = 0.95,
) -> dict[str, Result]:
    """Log odds ratio of each column, adjusted for the others and an intercept.

    Source: Firth 1993, Biometrika 80:27; Heinze and Schemper 2002, Stat Med 21:2409.

    Parameters
    ----------
    event
        `[woman]`, 0 or 1; NaN where it is not known.
    columns
        `[woman, column]`, covariates without the intercept; a woman with a NaN is left out.
    names
        Of the columns.

    Returns
    -------
    By name, `intercept` first. `details` hold the odds ratio, the standard error and the women with the event.
    """
    y, x, left_out = _data(event, columns)
    number = x.shape[1]
    titles = list(names) or [f"column {k + 1}" for k in range(number)]
    if len(titles) != number:
        raise InputError(f"{len(titles)} names for {number} columns: as many were wanted.")
    spread = x.std(axis=0) if len(y) else np.zeros(number)
    scale = np.where(spread > 0, spread, 1.0)
    centred = _with_intercept((x - x.mean(axis=0)) / scale) if len(y) else np.zeros((0, number + 1))
    if np.linalg.matrix_rank(centred) <= number:
        raise InputError(
            f"{len(y)} women do not tell {number + 1} coefficients apart: a column is constant, or a combination of "
            "others. Leave it out."
        )
    reach = float(chdtri(1, 1.0 - level_of(confidence))) / 2.0
    given, best = _with_intercept(x / scale), fit(centred, y)  # a slope is the same however columns are centred
    found = {"intercept": _result(given, y, fit(given, y), 0, reach, confidence, "log odds where every column is 0")}
    for place, title in enumerate(titles, start=1):
        found[title] = _result(centred, y, best, place, reach, confidence, f"log odds ratio of {title}")
    units = dict(zip(found, [1.0, *scale], strict=True))
    return {title: _in_units(one, float(units[title]), left_out) for title, one in found.items()}


def _with_intercept(x: Numbers) -> Numbers:
    return np.column_stack([np.ones(len(x)), x])


def _in_units(one: Result, unit: float, left_out: int) -> Result:
    """A coefficient for one unit of its column, not for one standard deviation."""
    estimate = one.estimate / unit
    return replace(
        one,
        estimate=estimate,
        low=one.low / unit,
        high=one.high / unit,
        left_out=left_out,
        details={
            "odds_ratio": math.exp(estimate) if estimate < _LARGEST_LOG else math.inf,
            "standard error": one.details["standard error"] / unit,
            "events": one.details["events"],
        },
    )


def _data(event: ArrayLike, columns: ArrayLike) -> tuple[Numbers, Numbers, int]:
    y, x = np.asarray(event, dtype=float), np.asarray(columns, dtype=float)
    if y.ndim != 1 or x.ndim != 2 or len(x) != len(y):
        raise InputError(f"event {y.shape} and columns {x.shape}: `[woman]` and `[woman, column]` were wanted.")
    known = np.isfinite(y) & np.all(np.isfinite(x), axis=1)
    y, x = y[known], x[known]
    if not np.all((y == 0) | (y == 1)):
        raise InputError("event: 0 or 1 was wanted for each woman.")
    return y, x, int((~known).sum())


def _penalised(x: Numbers, y: Numbers, beta: Numbers) -> float:
    eta = x @ beta
    share = expit(eta)
    sign, log_determinant = np.linalg.slogdet((x * (share * (1 - share))[:, np.newaxis]).T @ x)
    return float(y @ eta - np.logaddexp(0.0, eta).sum() + log_determinant / 2) if sign > 0 else -math.inf


def fit(x: Numbers, y: Numbers, fixed: int | None = None, value: float = 0.0, start: Numbers | None = None) -> Fitted:
    """The penalised likelihood's maximum, all or with one coefficient held; the penalty is always that of all columns.

    Parameters
    ----------
    x, y
        `[woman, column]` with the intercept, `[woman]`.
    fixed, value
        Column whose coefficient is held, and at what.
    """
    beta = np.zeros(x.shape[1]) if start is None else start.copy()
    free = np.arange(x.shape[1]) != fixed
    if fixed is not None:
        beta[fixed] = value
    reached = _penalised(x, y, beta)
    converged = False
    covariance = np.full((x.shape[1],) * 2, np.nan)
    for _ in range(_STEPS):
        share = expit(x @ beta)
        weight = share * (1 - share)
        information = (x * weight[:, np.newaxis]).T @ x
        covariance = np.linalg.pinv(information)
        hat = weight * np.einsum("wi,ij,wj->w", x, covariance, x)
        score = x.T @ (y - share + hat * (0.5 - share))
        step = np.zeros_like(beta)
        step[free] = np.linalg.pinv(information[np.ix_(free, free)]) @ score[free]
        step *= min(1.0, _LARGEST_STEP / max(float(np.abs(step).max(initial=0.0)), 1e-300))
        for _ in range(30):
            tried = _penalised(x, y, beta + step)
            if tried >= reached - 1e-12 * abs(reached):
                break
            step /= 2.0
        beta, reached = beta + step, tried
        if np.abs(step).max(initial=0.0) < _CONVERGED:
            converged = True
            break
    return Fitted(beta, covariance, reached, converged)


def _result(x: Numbers, y: Numbers, best: Fitted, place: int, reach: float, confidence: float, effect: str) -> Result:
    estimate, error = float(best.coefficients[place]), math.sqrt(max(0.0, float(best.covariance[place, place])))
    null = fit(x, y, place, 0.0)
    statistic = max(0.0, 2.0 * (best.log_likelihood - null.log_likelihood))
    low, high = (_limit(x, y, best, place, reach, side * error) for side in (-1.0, 1.0))
    return Result(
        method=FIRTH,
        effect=effect,
        estimate=estimate,
        low=low,
        high=high,
        p_value=float(chdtrc(1, statistic)),
        confidence=confidence,
        statistic=statistic,
        df=1.0,
        n={"women": len(y)},
        assumptions=("women are independent", "the log odds are linear in the columns"),
        notes=() if best.converged and null.converged else ("the fit did not converge",),
        details={"standard error": error, "events": float(y.sum())},
    )


def _limit(x: Numbers, y: Numbers, best: Fitted, place: int, reach: float, step: float) -> float:
    """Where the profile lies `reach` below its top, on the side of the step; infinite where it never does."""
    from scipy.optimize import brentq  # takes long to load

    centre = float(best.coefficients[place])

    def beyond(distance: float) -> float:
        """Begins each search at the estimate and at nothing: far out the profile has more than one top."""
        tops = [fit(x, y, place, centre + distance * step, start) for start in (best.coefficients, None)]
        return best.log_likelihood - max(top.log_likelihood for top in tops) - reach

    inside, outside = 0.0, 1.0
    while beyond(outside) <= 0:
        inside, outside = outside, 2.0 * outside
        if outside > _WIDEST:
            return math.copysign(math.inf, step)
    return centre + step * float(brentq(beyond, inside, outside, xtol=1e-10))
