"""How far the women who left would have to differ from what was imputed until the conclusion changes.

Every value after the last one of the treated women is moved by the same delta; the smallest that turns a significant
difference into none is the tipping point. Whether it is credible is a clinical question.

Source: Rubin 1977, J Am Stat Assoc 72:538; Ratitch, O'Kelly and Tosiello 2013, Pharm Stat 12:337.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from antral.analysis.methods.missing.complete import Complete
from antral.analysis.methods.missing.impute import Imputed
from antral.analysis.methods.missing.imputed_analysis import MULTIPLE_IMPUTATION, pooled_result
from antral.analysis.methods.missing.rubin import pool
from antral.analysis.methods.result import Result
from antral.core import InputError

DELTA = f"{MULTIPLE_IMPUTATION}; delta adjustment with tipping point"

_STEPS = 200
"""Deltas looked at on each side; a conclusion that turns twice within a step is not seen."""
_FARTHEST = 10.0
"""Standard deviations of all values beyond which no tipping point is looked for."""


class Adjusted(NamedTuple):
    """One delta and what is concluded under it."""

    delta: float
    estimate: float
    low: float
    high: float
    p_value: float


class Tipping(NamedTuple):
    """The tipping point beside the analysis without delta."""

    delta: float
    """Smallest in size at which significance ends, unit of the values; NaN where there is none."""
    result: Result
    """Without delta; where there is no tipping point its last note says why."""
    table: tuple[Adjusted, ...]
    """By delta, as asked for."""


def tipping_point(
    data: Imputed,
    analysis: Complete,
    arm: object,
    deltas: Sequence[float] = (),
    alpha: float = 0.05,
) -> Tipping:
    """The smallest delta in the women of an arm at which significance at level `alpha` (two-sided) ends.

    Parameters
    ----------
    data
        Completed data sets, imputed at random or from the reference.
    deltas
        Of the table, unit of the values.
    """
    if str(arm) not in data.arm:
        raise InputError(f"arm: there is no arm {arm!r} in the imputed data.")
    result = pooled_result(data, analysis, 1 - alpha)
    table = tuple(_adjusted(data, analysis, arm, float(delta), alpha) for delta in deltas)
    delta, words = _tipped(data, analysis, arm, result.p_value, alpha)
    return Tipping(delta, replace(result, notes=(*result.notes, *words)), table)


def _tipped(
    data: Imputed, analysis: Complete, arm: object, p_value: float, alpha: float
) -> tuple[float, tuple[str, ...]]:
    """The tipping point, or NaN and why there is none."""
    spread = float(data.values.std())
    if not data.after_last[data.arm == str(arm)].any() or spread == 0:
        return math.nan, (f"no tipping point: nothing was imputed in {arm} after the last value",)
    if not math.isfinite(p_value):
        return math.nan, ("no tipping point: there is no p-value",)
    if p_value > alpha:
        return math.nan, ("already not significant; no conclusion to tip",)
    step = _FARTHEST * spread / _STEPS
    for count in range(1, _STEPS + 1):
        for side in (-step, step):
            if _p_value(data, analysis, arm, count * side) > alpha:
                return _halved(data, analysis, arm, (count - 1) * side, count * side, alpha), ()
    return math.nan, (f"no tipping point within {_FARTHEST:g} standard deviations: the difference stays significant",)


def _adjusted(data: Imputed, analysis: Complete, arm: object, delta: float, alpha: float) -> Adjusted:
    """One row of the table."""
    found = pool(*analysis(data.shifted(delta, arm)), 1 - alpha)
    return Adjusted(delta, found.estimate, found.low, found.high, found.p_value)


def _p_value(data: Imputed, analysis: Complete, arm: object, delta: float) -> float:
    """Under one delta."""
    return pool(*analysis(data.shifted(delta, arm))).p_value


def _halved(data: Imputed, analysis: Complete, arm: object, near: float, far: float, alpha: float) -> float:
    """The delta between a significant and a non-significant one at which significance ends."""
    for _ in range(50):
        middle = (near + far) / 2
        if _p_value(data, analysis, arm, middle) <= alpha:
            near = middle
        else:
            far = middle
    return far
