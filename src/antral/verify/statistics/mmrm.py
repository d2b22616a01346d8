"""Mixed models for repeated measures."""

from collections.abc import Mapping
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antral.analysis import methods
from antral.records import load_yaml, path
from antral.verify.oracles import Checks

Numbers = NDArray[np.float64]


def _children() -> tuple[Numbers, Numbers, Numbers]:
    """Distances `[child, age]`, whether a girl `[child]`, and ages."""
    data = load_yaml(path("reference", "statistics", "data", "potthoff_roy.yaml"))
    boys, girls = np.array(data["boys"], float), np.array(data["girls"], float)
    return np.vstack([boys, girls]), np.repeat([0.0, 1.0], [len(boys), len(girls)]), np.array(data["ages"], float)


def _growth(structure: str, ages: str, restricted: bool, freedom: str) -> methods.mmrm.Fitted:
    """Sex, age and their product; age as a number, or each age for itself less the first."""
    values, girl, age = _children()
    steps = np.vander(age, 2, increasing=True)
    if ages == "factor":
        steps = np.column_stack([np.ones(len(age)), np.eye(len(age))[:, 1:]])
    every = np.broadcast_to(steps, (len(values), *steps.shape))
    design = np.concatenate([every, girl[:, np.newaxis, np.newaxis] * every], axis=2)
    kinds = ["intercept", "age"] if ages == "linear" else ["intercept", *(f"age{one:.0f}" for one in age[1:])]
    names = (*kinds, "female", *(f"female:{kind}" for kind in kinds[1:]))
    how: dict[str, Any] = {"structure": structure, "restricted": restricted, "freedom": freedom}
    return methods.mmrm.fit_design(values, design, names=names, times=age, fallback=False, **how)


def _potthoff_roy(
    structure: str, ages: str, restricted: bool = True, freedom: str = "Satterthwaite", few: bool = False
) -> Mapping[str, float]:
    """Coefficients `b`, standard errors `se`, degrees of freedom `df`, t and p by name; covariance by visit.

    `few`: standard errors with the divisor N - p, as R's nlme gives them for a fit by ML.
    """
    fitted = _growth(structure, ages, restricted, freedom)
    found = {"-2 log L": fitted.minus_two_log_likelihood} | dict(fitted.parameters)
    for j, name in enumerate(fitted.names):
        one = fitted.contrast(np.eye(len(fitted.names))[j], name)
        rows = fitted.n["all"] * len(fitted.covariance)
        scale = sqrt(rows / (rows - len(fitted.names))) if few else 1.0
        found |= {f"b {name}": one.estimate, f"se {name}": one.details["standard error"] * scale}
        found |= {f"df {name}": one.df, f"t {name}": one.statistic, f"p {name}": one.p_value}
    found |= _covariances(fitted)
    if structure == "random intercept and slope":
        level, slope = fitted.parameters["variance of intercepts"], fitted.parameters["variance of slopes"]
        found["correlation"] = fitted.parameters["covariance"] / sqrt(level * slope)
    return found


def _made_trial(structure: str, restricted: bool = True, freedom: str = "Satterthwaite") -> Mapping[str, float]:
    """Differences from control at a month, their standard errors and degrees of freedom, an F test of the high arm."""
    data = load_yaml(path("reference", "statistics", "data", "made_trial.yaml"))
    response = np.array(data["response"], float)
    arm = data["arm"]
    how: dict[str, Any] = {"structure": structure, "restricted": restricted, "freedom": freedom}
    months = list(range(1, response.shape[1] + 1))
    fitted = methods.mmrm.mmrm(response, arm, control="control", visits=months, baseline=data["baseline"], **how)
    found = {"-2 log L": fitted.minus_two_log_likelihood}
    for other in ("low", "high"):
        for month in months:
            one = fitted.difference(other, month)
            found |= {f"{other} at {month}": one.estimate, f"df {other} at {month}": one.df}
            found[f"se {other} at {month}"] = one.details["standard error"]
    rows = [fitted.places["high", month] for month in months]
    joint = fitted.together(np.eye(len(fitted.names))[rows])
    found |= {"F": joint.statistic, "df of F": joint.denominator, "p of F": joint.p_value}
    return found | _covariances(fitted)


def _covariances(fitted: methods.mmrm.Fitted) -> dict[str, float]:
    """`cov jk` by the numbers of two visits."""
    table = fitted.covariance
    return {f"cov {j + 1}{k + 1}": float(table[j, k]) for j in range(len(table)) for k in range(j + 1)}


def _last_age_given_first() -> Mapping[str, float]:
    """Analysis of covariance of the last age on sex and the first age."""
    values, girl, _ = _children()
    known = np.ones((len(values), 1), dtype=bool)
    by_sex = methods.ancova(np.stack([values[:, :1], girl[:, np.newaxis]]), values[:, -1:], known, 1)
    slope = methods.ancova(np.stack([girl[:, np.newaxis], values[:, :1]]), values[:, -1:], known, 1)
    estimate, low, high = (float(part[0, 0]) for part in (by_sex.estimate, by_sex.low, by_sex.high))
    single = methods.mmrm.fit_design(
        values[:, -1:],
        np.column_stack([np.ones(len(values)), values[:, 0], girl])[:, np.newaxis],
        names=("1", "8", "s"),
    ).contrast([0, 0, 1])
    return {
        "female": estimate,
        "p": float(by_sex.p_value[0, 0]),
        "low": low,
        "high": high,
        "slope": float(slope.estimate[0, 0]),
        "se by MMRM of one visit": single.details["standard error"],
        "t by MMRM of one visit": single.statistic,
        "p by MMRM of one visit": single.p_value,
        "low by MMRM of one visit": single.low,
    }


CHECKS: Checks = {
    "potthoff_roy": _potthoff_roy,
    "made_trial": _made_trial,
    "last_age_given_first": _last_age_given_first,
}
