"""Estimators of tau2, the variance between studies, with or without moderators."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from scipy.optimize import brentq

from antral.core import InputError
from antral.evidence.pooling.sample import Numbers
from antral.evidence.pooling.weighted import Fit, fit

_GRID: Final = 80
"""Places at which a likelihood is looked at before its top is found exactly."""


def moments(yi: Numbers, vi: Numbers, design: Numbers, weights: Numbers) -> float:
    """The general method of moments: the tau2 at which Q with these weights has its expectation; may be negative.

    Source: DerSimonian and Kacker 2007, Contemp Clin Trials 28:105.
    """
    found = fit(yi, weights, design)
    return float((found.residual - found.diagonal @ vi) / found.diagonal.sum())


def dersimonian_laird(yi: Numbers, vi: Numbers, design: Numbers) -> float:
    """DerSimonian and Laird 1986, Control Clin Trials 7:177."""
    return moments(yi, vi, design, 1.0 / vi)


def two_step_dersimonian_laird(yi: Numbers, vi: Numbers, design: Numbers) -> float:
    """DL2 of DerSimonian and Kacker 2007: the method of moments again with the weights that DL gives."""
    first = max(dersimonian_laird(yi, vi, design), 0.0)
    return moments(yi, vi, design, 1.0 / (vi + first))


def hedges(yi: Numbers, vi: Numbers, design: Numbers) -> float:
    """Hedges and Olkin 1985: the method of moments with equal weights."""
    return moments(yi, vi, design, np.ones(len(yi)))


def hunter_schmidt(yi: Numbers, vi: Numbers, design: Numbers) -> float:
    """Hunter and Schmidt 1990, in the general form of Viechtbauer 2005, J Educ Behav Stat 30:261."""
    return float((fit(yi, 1.0 / vi, design).residual - len(yi)) / np.sum(1.0 / vi))


def sidik_jonkman(yi: Numbers, vi: Numbers, design: Numbers) -> float:
    """Sidik and Jonkman 2005, Appl Stat 54:367, from the variance of the effects; never zero."""
    crude = float(np.var(yi))
    if crude == 0:
        return 0.0
    k, p = design.shape
    return float(crude * fit(yi, 1.0 / (vi + crude), design).residual / (k - p))


def likelihoods(yi: Numbers, vi: Numbers, design: Numbers, tau2: Numbers, restricted: bool) -> Numbers:
    """Log-likelihood at each tau2, up to a constant; `[tau2]`."""
    weights = 1.0 / (vi + tau2[:, np.newaxis])
    weighted = weights[:, :, np.newaxis] * design
    information = np.einsum("gkp,kq->gpq", weighted, design)
    coefficients = np.linalg.solve(information, np.einsum("gkp,k->gp", weighted, yi)[:, :, np.newaxis])[:, :, 0]
    residual = np.sum(weights * (yi - coefficients @ design.T) ** 2, axis=1)
    height = 0.5 * (np.sum(np.log(weights), axis=1) - residual)
    return np.asarray(height - 0.5 * np.linalg.slogdet(information)[1] if restricted else height)


def _slope(yi: Numbers, vi: Numbers, design: Numbers, tau2: float, restricted: bool) -> float:
    """The derivative of the log-likelihood by tau2, doubled."""
    weights = 1.0 / (vi + tau2)
    found = fit(yi, weights, design)
    expected = found.diagonal.sum() if restricted else weights.sum()
    return float(np.sum(found.pulled**2) - expected)


def _highest(yi: Numbers, vi: Numbers, design: Numbers, restricted: bool) -> float:
    """The tau2 of the highest likelihood: looked for on a grid, then the root of its slope."""
    places = np.concatenate([[0.0], np.geomspace(vi.min() * 1e-4, _beyond(yi, vi), _GRID)])
    best = int(np.argmax(likelihoods(yi, vi, design, places, restricted)))
    low, high = places[max(best - 1, 0)], places[min(best + 1, len(places) - 1)]
    at_low, at_high = (_slope(yi, vi, design, place, restricted) for place in (low, high))
    if at_low <= 0 or at_high >= 0:
        return float(places[best])
    return _root(lambda tau2: _slope(yi, vi, design, tau2, restricted), low, high, vi)


def _root(of: Callable[[float], float], low: float, high: float, vi: Numbers) -> float:
    """Where a function of tau2 is zero, as exactly in any unit."""
    return float(brentq(of, low, high, xtol=1e-12 * float(vi.min()), rtol=1e-12))


def _beyond(yi: Numbers, vi: Numbers) -> float:
    """A tau2 that no estimate passes."""
    return len(yi) * float(np.ptp(yi) ** 2 + vi.max())


def maximum_likelihood(yi: Numbers, vi: Numbers, design: Numbers) -> float:
    """Highest likelihood; too small on average with few studies."""
    return _highest(yi, vi, design, restricted=False)


def restricted_likelihood(yi: Numbers, vi: Numbers, design: Numbers) -> float:
    """Highest restricted likelihood (Viechtbauer 2005, J Educ Behav Stat 30:261)."""
    return _highest(yi, vi, design, restricted=True)


def generalised_q(yi: Numbers, vi: Numbers, design: Numbers, tau2: float) -> float:
    """Q with weights 1 / (vi + tau2); falls as tau2 grows."""
    return fit(yi, 1.0 / (vi + tau2), design).residual


def paule_mandel(yi: Numbers, vi: Numbers, design: Numbers) -> float:
    """Paule and Mandel 1982, J Res Natl Bur Stand 87:377: the tau2 at which Q is its degrees of freedom.

    The empirical Bayes estimator (Morris 1983) solves the same equation.
    """
    k, p = design.shape
    return where_q_is(yi, vi, design, k - p)


def where_q_is(yi: Numbers, vi: Numbers, design: Numbers, wanted: float) -> float:
    """The tau2 at which Q has this value; 0 where Q is smaller at zero already."""

    def over(tau2: float) -> float:
        return generalised_q(yi, vi, design, tau2) - wanted

    if over(0.0) <= 0:
        return 0.0
    beyond = _beyond(yi, vi)
    while over(beyond) > 0:
        beyond *= 10.0
    return _root(over, 0.0, beyond, vi)


Estimator = Callable[[Numbers, Numbers, Numbers], float]

ESTIMATORS: Mapping[str, tuple[Estimator, str]] = MappingProxyType(
    {
        "DL": (dersimonian_laird, "DerSimonian-Laird"),
        "DL2": (two_step_dersimonian_laird, "two-step DerSimonian-Laird"),
        "HE": (hedges, "Hedges-Olkin"),
        "HS": (hunter_schmidt, "Hunter-Schmidt"),
        "SJ": (sidik_jonkman, "Sidik-Jonkman"),
        "ML": (maximum_likelihood, "maximum likelihood"),
        "REML": (restricted_likelihood, "restricted maximum likelihood"),
        "EB": (paule_mandel, "empirical Bayes"),
        "PM": (paule_mandel, "Paule-Mandel"),
    }
)
"""Short name: the function and the name that is printed."""


def between(yi: Numbers, vi: Numbers, design: Numbers, method: str) -> float:
    """The variance between studies by one of the `ESTIMATORS`; a negative one is set to zero."""
    if method not in ESTIMATORS:
        raise InputError(f"method: {method!r} is not an estimator of tau2; known are {', '.join(ESTIMATORS)}.")
    k, p = design.shape
    if k <= p:
        return float("nan")
    return max(ESTIMATORS[method][0](yi, vi, design), 0.0)


def typical(found: Fit, k: int, p: int) -> float:
    """Typical sampling variance of k studies, from the fit with weights 1 / vi (Higgins and Thompson 2002)."""
    return (k - p) / float(found.diagonal.sum())


def spread(sampling: float, tau2: float) -> tuple[float, float]:
    """I2 (percent) and H2 of a tau2 beside a typical sampling variance.

    Source: Higgins and Thompson 2002, Stat Med 21:1539, in the form for any estimator of tau2.
    """
    return 100.0 * tau2 / (tau2 + sampling), tau2 / sampling + 1.0
