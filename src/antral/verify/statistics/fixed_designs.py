"""Powers and sizes of fixed designs beside R, rpact, East and enumerations."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import ndtri

from antral.design import fixed, sequential
from antral.verify.oracles import Checks

_POWERS = {
    "t": fixed.t_power,
    "z": fixed.z_power,
    "one_t": fixed.one_t_power,
    "ancova": fixed.ancova_power,
    "proportions": fixed.proportions_power,
    "correlation": fixed.correlation_power,
    "noether": fixed.noether_power,
    "fisher": fixed.fisher_power,
    "boschloo": fixed.boschloo_power,
    "trend": fixed.trend_power,
}
_SIZES = {
    "t": fixed.t_size,
    "z": fixed.z_size,
    "one_t": fixed.one_t_size,
    "proportions": fixed.proportions_size,
    "arcsine": fixed.arcsine_size,
    "one_proportion": fixed.one_proportion_size,
    "correlation": fixed.correlation_size,
}


def _power(test: str, **given: Any) -> Mapping[str, float]:
    return {"power": _POWERS[test](**given)}  # type: ignore[operator]


def _size(test: str, **given: Any) -> Mapping[str, float]:
    found = _SIZES[test](**given)  # type: ignore[operator]
    return {"treated": found.n[0], "control": found.n[-1], "total": found.total}


def _effect_h(treated: float, control: float) -> Mapping[str, float]:
    return {"h": fixed.effect_h(treated, control)}


def _binomial(true: float, null: float, n: int, alpha: float) -> Mapping[str, float]:
    found = fixed.binomial_power(true, null, n, alpha=alpha)
    return {"events": found.events, "power": found.power, "size": found.size}


def _survival(
    hazard_ratio: float, median: float, accrual: float, follow_up: float, dropout_hazard: float = 0.0, **more: Any
) -> Mapping[str, float]:
    course = fixed.Course(math.log(2.0) / median, accrual, follow_up, dropout_hazard)
    return {
        "events": fixed.log_rank_events(hazard_ratio, **more),
        "women": fixed.survival_size(hazard_ratio, course, **more).total,
    }


def _looks(
    hazard_ratio: float,
    median: float,
    accrual: float,
    follow_up: float,
    dropout_hazard: float,
    events: Sequence[int],
    women: int,
    power: float,
    alpha: float,
) -> Mapping[str, float]:
    """Women of a group-sequential trial, from the events of a fixed one, and the months of its looks."""
    course = fixed.Course(math.log(2.0) / median, accrual, follow_up, dropout_hazard)
    times = [fixed.time_of_events(e, hazard_ratio, course, (women / 2, women / 2)) for e in events]
    plan = sequential.plan(
        (0.75, 1.0),
        sequential.Rule("lan_demets_obrien_fleming"),
        alpha=alpha,
        power=power,
        futility=sequential.Rule("hwang_shih_decani", -10.0),
    )
    needed = fixed.survival_size(hazard_ratio, course, power=power, alpha=alpha, sides=1).total * plan.inflation
    return {"women": needed} | {f"month{k + 1}": time for k, time in enumerate(times)}


def _futility_at_zero(effect: float, n: int) -> Mapping[str, float]:
    """Two looks at means by t-test, Lan-DeMets, stopping for futility below 0."""
    rule = sequential.Rule("lan_demets_obrien_fleming")
    bounds = sequential.boundaries((0.5, 1.0), rule, futility=sequential.Rule("fixed", values=(0.0,)))
    found = sequential.operating(bounds, fixed.t_drift(effect, 1.0, (n / 2, n / 2)))
    return {"power": found.power, "women": n * found.expected}


def _log_rank(
    hazard_ratio: float, median: float, accrual: float, follow_up: float, dropout_hazard: float, n: Sequence[int]
) -> Mapping[str, float]:
    course = fixed.Course(math.log(2.0) / median, accrual, follow_up, dropout_hazard)
    return {"power": fixed.log_rank_simulated(hazard_ratio, course, n, trials=4000).power}


def _mann_whitney(effect: float, n: Sequence[int]) -> Mapping[str, float]:
    return {"power": fixed.mann_whitney_simulated(lambda u: effect + ndtri(u), ndtri, n, trials=4000).power}


def _mmrm(structure: str, rho: float, retention: Sequence[float]) -> Mapping[str, float]:
    apart = np.abs(np.subtract.outer(np.arange(len(retention)), np.arange(len(retention))))
    correlation = np.where(apart == 0, 1.0, rho) if structure == "compound" else rho ** apart.astype(float)
    return {"inflation": fixed.mmrm_inflation(correlation, retention)}


def _width(true: float, n: int) -> Mapping[str, float]:
    return {"width": fixed.expected_width(true, n)}


CHECKS: Checks = {
    "power": _power,
    "size": _size,
    "effect_h": _effect_h,
    "binomial": _binomial,
    "survival": _survival,
    "looks": _looks,
    "futility_at_zero": _futility_at_zero,
    "log_rank": _log_rank,
    "mann_whitney": _mann_whitney,
    "mmrm": _mmrm,
    "width": _width,
}
