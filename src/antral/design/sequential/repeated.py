"""Intervals and p-values that hold at every look, whether the trial stops or not.

Repeated confidence intervals (Jennison and Turnbull 1989, J R Stat Soc B 51:305): the estimate, more or less its
standard error times the boundary. The repeated p-value is the smallest level at which the trial would have rejected.
"""

import math
from dataclasses import replace

from antral.core import InputError
from antral.design.sequential.bounds import rejections, root
from antral.design.sequential.rules import Boundaries, Rule, boundaries, constant_of, shape


def repeated_interval(bounds: Boundaries, look: int, estimate: float, standard_error: float) -> tuple[float, float]:
    """The interval of an effect at a look, of confidence 1 - 2 alpha (one-sided test) or 1 - alpha (two-sided)."""
    away = bounds.efficacy[_index(bounds, look)] * standard_error
    return estimate - away, estimate + away


def repeated_p(bounds: Boundaries, look: int, z: float) -> float:
    """The smallest alpha with which the same rule would have rejected at a look; at most 0.5.

    Raises
    ------
    InputError
        At an interim look of Haybittle-Peto, and for given boundaries, which are the same for every level.
    """
    k = _index(bounds, look)
    z = abs(z) if bounds.sides == 2 else z
    if bounds.rule.name == "haybittle_peto" and k + 1 < len(bounds.information):
        raise InputError("the interim boundary of haybittle_peto does not move with alpha: it has no repeated p-value.")
    if bounds.futility_rule is not None and bounds.binding and bounds.futility_rule.name != "fixed":
        raise InputError("a repeated p-value is not defined where a spent, binding futility moves with alpha.")
    if bounds.rule.name == "given_z":
        raise InputError("boundaries that are given do not move with alpha: they have no repeated p-value.")
    futility = bounds.futility if bounds.binding else (-math.inf,) * len(bounds.futility)
    constant = constant_of(bounds.rule, bounds.looks, k, z)
    if constant is not None:
        at = shape(bounds.rule, bounds.looks)
        efficacy = [at(constant, j) for j in range(len(bounds.information))]
        return min(sum(rejections(bounds.looks, efficacy, futility)), 0.5)
    fixed = None if not bounds.binding else bounds.futility_rule

    def short(log_alpha: float) -> float:
        alpha = math.exp(log_alpha)
        rule = _scaled(bounds.rule, alpha / bounds.alpha)
        found = boundaries(
            bounds.information, rule, alpha=alpha, sides=bounds.sides, futility=fixed, binding=bounds.binding, beta=1e-6
        )
        return z - min(found.efficacy[k], 30.0)

    return math.exp(root(short, math.log(1e-14), math.log(0.5 - 1e-9)))


def _scaled(rule: Rule, share: float) -> Rule:
    """User spending of another level spends it in the same proportions."""
    return rule if rule.values is None else replace(rule, values=tuple(v * share for v in rule.values))


def _index(bounds: Boundaries, look: int) -> int:
    if not 1 <= look <= len(bounds.information):
        raise InputError(f"there is no look {look}: there are {len(bounds.information)}.")
    return look - 1
