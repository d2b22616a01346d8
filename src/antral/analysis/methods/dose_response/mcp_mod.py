"""MCP-Mod as one procedure: test for a response, choose or average shapes, find the target dose.

Sources: Bretz, Pinheiro and Branson 2005, Biometrics 61:738; Pinheiro and others 2014, Stat Med 33:1646 (generalised);
Schorning and others 2016, Stat Med 35:4021 (averaging and its bootstrap).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from antral.analysis.methods.dose_response.contrast_test import ContrastTest, Direction, contrast_test
from antral.analysis.methods.dose_response.fit import Fit, curve, fit, search
from antral.analysis.methods.dose_response.groups import Groups
from antral.analysis.methods.dose_response.shapes import MODELS, Candidate, ShapeName
from antral.analysis.methods.dose_response.target import dose_of_share, reached, target_dose
from antral.analysis.methods.result import Result
from antral.core import InputError, Purpose, normal, text_table

MCP_MOD: Final = "MCP-Mod, target dose of the average curve by AIC weights, bootstrap interval"

Numbers = NDArray[np.float64]

_GRID: Final = 1001


@dataclass(frozen=True)
class McpMod:
    """The whole procedure on one data set; printed, the tables of test and shapes."""

    test: ContrastTest
    fits: tuple[Fit, ...]
    """Shapes that could be fitted, of the significant candidates; empty when none is."""
    weights: tuple[float, ...]
    """Of each fit in the average, by AIC."""
    chosen: Fit | None
    """The fit with the smallest criterion."""
    target: Result | None
    """Target dose of the chosen shape, the shape taken as true."""
    averaged: Result | None
    """Target dose of the average curve; its interval knows that the shape is uncertain."""
    ed90: float
    """Dose of the chosen shape with 90 % of its largest effect."""

    def __str__(self) -> str:
        if self.target is None or self.averaged is None or self.chosen is None:
            return f"{self.test}\nNo candidate is significant (or none can be fitted): no dose is estimated."
        rows = [(one.name, one.squares, one.aic, w) for one, w in zip(self.fits, self.weights, strict=True)]
        doses = [
            (f"{self.chosen.name} (chosen)", self.target.estimate, self.target.low, self.target.high),
            ("average curve", self.averaged.estimate, self.averaged.low, self.averaged.high),
        ]
        return (
            f"{self.test}\n{text_table(('fitted', 'squares', 'AIC', 'weight'), rows)}\n"
            f"{self.target.effect}:\n{text_table(('', 'dose', 'low', 'high'), doses)}\n"
            f"dose with 90 % of the largest effect, {self.chosen.name}: {self.ed90:.3f}"
        )


def mcp_mod(
    groups: Groups,
    candidates: Sequence[Candidate],
    delta: float,
    *,
    direction: Direction = "increase",
    alpha: float = 0.025,
    sides: int = 1,
    criterion: Literal["aic", "bic"] = "aic",
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 1,
) -> McpMod:
    """Test for a response to the dose; when there is one, fit the significant shapes and find the target dose.

    Parameters
    ----------
    groups
        From `from_women`, `from_summaries`, `from_events`, or `Groups` of any model's estimates.
    delta
        Wanted effect over dose 0, positive; downwards when the direction is "decrease".
    criterion
        What chooses the shape; the average always weighs by AIC (BIC is not known in the generalised form).
    """
    if not (delta > 0 and math.isfinite(delta)) or groups.doses[0] != 0:
        raise InputError(f"delta = {delta!r}: a positive effect over dose 0 was wanted, and dose 0 among the doses.")
    if criterion not in ("aic", "bic") or (criterion == "bic" and groups.n is None):
        raise InputError(f"criterion = {criterion!r}: aic was wanted, or bic for values of women.")
    test = contrast_test(groups, candidates, direction=direction, alpha=alpha, sides=sides)
    names = list(dict.fromkeys(one.model for one in test.significant))
    fits = tuple(fit(groups, name) for name in names if MODELS[name].size <= len(groups.doses))
    if not fits:
        return McpMod(test, (), (), None, None, None, math.nan)
    sign = 1.0 if direction == "increase" else -1.0
    weights = aic_weights(np.array([one.aic for one in fits]))
    chosen = min(fits, key=lambda one: one.aic if criterion == "aic" else one.bic)
    return McpMod(
        test,
        fits,
        tuple(weights.tolist()),
        chosen,
        target_dose(groups, chosen, sign * delta, level=level),
        averaged_dose(groups, [one.model for one in fits], sign * delta, level=level, resamples=resamples, seed=seed),
        dose_of_share(chosen, 0.9, sign=sign),
    )


def aic_weights(aic: Numbers) -> Numbers:
    """exp(-AIC / 2), adding up to 1 (Buckland and others 1997, Biometrics 53:603). `[…, model]`"""
    weight = np.exp(-0.5 * (aic - aic.min(axis=-1, keepdims=True)))
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True))


def averaged_dose(
    groups: Groups, models: Sequence[ShapeName], delta: float, *, level: float, resamples: int, seed: int
) -> Result:
    """The smallest dose at which the average of the fitted curves has an effect, by parametric bootstrap.

    Estimates are drawn anew from their normal distribution, all shapes fitted and averaged again. A draw whose curve
    never has the effect counts as a dose above the highest: the limit is then infinite.
    """
    if resamples < 20:
        raise InputError(f"resamples = {resamples}: at least 20 were wanted.")
    k = len(groups.doses)
    nth = np.arange(resamples)[:, np.newaxis]
    drawn = normal(seed, 0, np.arange(k), Purpose.BOOTSTRAP, nth)
    values, vectors = np.linalg.eigh(groups.covariance)
    sampled = groups.estimates + drawn @ (vectors * np.sqrt(np.maximum(values, 0.0))).T
    dose = _averaged(groups, models, groups.estimates[np.newaxis], delta)[0]
    doses = np.sort(np.nan_to_num(_averaged(groups, models, sampled, delta), nan=math.inf))
    tail = (1 - level) / 2
    low, high = (float(doses[int(np.clip(round(p * resamples) - 1, 0, resamples - 1))]) for p in (tail, 1 - tail))
    share = float(np.isinf(doses).mean())
    notes = groups.notes if share == 0 else (*groups.notes, f"{share:.0%} of the resamples reach the effect at no dose")
    n = {f"{d:g}": int(size) for d, size in zip(groups.doses, groups.n, strict=True)} if groups.n is not None else {}
    return Result(
        method=MCP_MOD,
        effect=f"dose with an effect of {delta:g} over dose 0",
        estimate=float(dose),
        low=low,
        high=high,
        p_value=math.nan,
        confidence=level,
        n=n,
        left_out=groups.left_out,
        assumptions=(*groups.assumptions, "one of the fitted shapes, or their average, is near the truth"),
        notes=notes,
        details={"resamples": resamples, "never_reached": share},
    )


def _averaged(groups: Groups, models: Sequence[ShapeName], estimates: Numbers, delta: float) -> Numbers:
    """Target dose of the average curve for many sets of estimates. `[trial, dose]` in, `[trial]` out."""
    highest = float(groups.doses[-1])
    grid = np.linspace(0.0, highest, _GRID)
    curves, aic = [], []
    for name in models:
        found = search(MODELS[name], groups.doses, estimates, groups.precision)
        curves.append(curve(MODELS[name], np.concatenate([found.linear, found.theta], axis=1), grid, highest))
        if groups.n is None:
            aic.append(found.squares + 2 * MODELS[name].size)
        else:
            women = groups.n.sum()
            aic.append(women * np.log(found.squares + groups.within) + 2 * MODELS[name].size)
    weights = aic_weights(np.stack(aic, axis=-1))
    average = np.einsum("tm,mtd->td", weights, np.stack(curves))
    effects = math.copysign(1.0, delta) * (average - average[:, :1])
    return reached(grid, effects, np.full(len(estimates), abs(delta)))
