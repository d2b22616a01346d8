"""MCP-Mod: contrasts, multiple contrast test, shapes, target doses, power."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from antral.analysis import methods
from antral.design import dose_finding
from antral.verify.oracles import Checks

_M = methods.dose_response


def _candidates(given: Sequence[Sequence[Any]]) -> list[methods.dose_response.Candidate]:
    return [_M.Candidate(one[0], tuple(one[1:])) for one in given]


def _groups(
    doses: Sequence[float],
    means: Sequence[float] = (),
    sds: Sequence[float] = (),
    n: Sequence[int] = (),
    events: Sequence[int] = (),
    values: Sequence[float] = (),
) -> methods.dose_response.Groups:
    if values:
        return _M.from_women(doses, values)
    return _M.from_events(doses, events, n) if events else _M.from_summaries(doses, means, sds, n)


def _contrast(
    candidate: Sequence[Any],
    doses: Sequence[float],
    n: Sequence[float] = (),
    covariance: Sequence[Sequence[float]] = (),
) -> Mapping[str, float]:
    s = np.array(covariance) if covariance else np.diag(1 / np.array(n or [1.0] * len(doses)))
    found = _M.optimal_contrasts(_candidates([candidate]), doses, s)[0]
    return {f"c{k}": float(c) for k, c in enumerate(found, 1)}


def _correlation(candidates: Sequence[Sequence[Any]], doses: Sequence[float]) -> Mapping[str, float]:
    s = np.eye(len(doses))
    return {"r": float(_M.correlation(_M.optimal_contrasts(_candidates(candidates), doses, s), s)[0, 1])}


def _test(data: Mapping[str, Any], candidates: Sequence[Sequence[Any]], **how: Any) -> Mapping[str, float]:
    found = _M.contrast_test(_groups(**data), _candidates(candidates), **how)
    t = {f"t{k}": float(value) for k, value in enumerate(found.statistics, 1)}
    p = {f"p{k}": float(value) for k, value in enumerate(found.p_values, 1)}
    return {"critical": found.critical, **t, **p}


def _exceeds(q: float, correlation: Sequence[Sequence[float]], df: float) -> Mapping[str, float]:
    return {"chance": float(_M.exceeds(np.array(q), np.array(correlation), df))}


def _fit(data: Mapping[str, Any], model: methods.dose_response.ShapeName) -> Mapping[str, float]:
    found = _M.fit(_groups(**data), model)
    with np.errstate(invalid="ignore"):
        errors = np.sqrt(np.diag(found.covariance))
    named = {f"se_{name}": float(se) for name, se in zip(found.parameters, errors, strict=True)}
    squares = {"squares": found.squares, "aic": found.aic, "bic": found.bic}
    return {**found.parameters, **named, **squares, "at_0": float(found.at(0.0)[0])}


def _dose(data: Mapping[str, Any], model: methods.dose_response.ShapeName) -> Mapping[str, float]:
    groups = _groups(**data)
    found = _M.fit(groups, model)
    target = _M.target_dose(groups, found, 0.4)
    return {
        "td_0.2": _M.dose_of_effect(found, 0.2),
        "td_0.4": target.estimate,
        "se_td_0.4": target.details["standard error"],
        "ed90": _M.dose_of_share(found, 0.9),
        "ed50": _M.dose_of_share(found, 0.5),
    }


def _averaged(data: Mapping[str, Any], candidates: Sequence[Sequence[Any]], delta: float) -> Mapping[str, float]:
    found = _M.mcp_mod(_groups(**data), _candidates(candidates), delta, resamples=20)
    weights: dict[str, float] = {one.model: weight for one, weight in zip(found.fits, found.weights, strict=True)}
    return {"dose": found.averaged.estimate if found.averaged else float("nan"), **weights}


def _power(
    candidates: Sequence[Sequence[Any]],
    doses: Sequence[float],
    truth: Sequence[Any],
    effect: float,
    critical: float,
    sd: float,
    n: Sequence[int],
    sides: int = 1,
) -> Mapping[str, float]:
    shapes, size = _candidates(candidates), np.array(n, dtype=float)
    contrasts = _M.optimal_contrasts(shapes, doses, np.diag(1 / size))
    related = _M.correlation(contrasts, np.diag(1 / size))
    means = dose_finding.scaled(_candidates([truth])[0], doses, effect)
    shift = contrasts @ means / (sd * np.sqrt((contrasts**2 / size).sum(axis=1)))
    return {"power": _M.power(critical, related, float(size.sum() - len(size)), shift, sides)}


def _guess(
    model: methods.dose_response.ShapeName, doses: Sequence[float], shares: Sequence[float]
) -> Mapping[str, float]:
    found = _M.guessed(model, doses, shares, 1.0)
    return {f"guess{k}": value for k, value in enumerate(found.guess, 1)}


CHECKS: Checks = {
    "contrast": _contrast,
    "correlation": _correlation,
    "test": _test,
    "exceeds": _exceeds,
    "fit": _fit,
    "dose": _dose,
    "averaged": _averaged,
    "power": _power,
    "guess": _guess,
}
