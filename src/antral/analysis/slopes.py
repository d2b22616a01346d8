"""The slope of an endpoint over the dose, in every trial."""

import numpy as np
import polars as pl

from antral.analysis.adjusted import adjusted
from antral.analysis.by_size import Layout, groups
from antral.analysis.endpoints import ENDPOINTS, Derived, Question
from antral.analysis.methods import METHODS, Compared, slope
from antral.analysis.plan import Plan

SLOPES_SCHEMA = {
    "trial": pl.Int32(),
    "endpoint": pl.String(),
    "n": pl.Int64(),
    "estimate": pl.Float64(),
    "ci_low": pl.Float64(),
    "ci_high": pl.Float64(),
    "p_value": pl.Float64(),
    "method": pl.String(),
}


def has_slope(plan: Plan, question: Question) -> bool:
    """Whether an endpoint is a number estimated by its mean, in a trial of several doses."""
    treated = {dose for arm, dose in plan.doses.items() if arm not in plan.controls}
    return len(treated) > 1 and (
        (question.estimate or ENDPOINTS[question.derive].estimate) == "mean_t" or question.test == "ancova"
    )


def slopes_frame(
    layout: Layout, trials: list[int], plan: Plan, question: Question, one: Derived, strata: pl.Series
) -> pl.DataFrame:
    """One endpoint's rows of `Results.slopes`: the ratio or difference for each further step of dose."""
    is_ratio = question.derive == "log_change"
    doses = np.asarray(list(plan.doses.values())) / plan.dose_unit_cells
    number = layout.counts(one.reason == 0).sum(axis=1).astype(np.int64)
    methods = [METHODS["slope_ratio" if is_ratio else "slope"]] * layout.trials
    parts = np.full((4, layout.trials), np.nan)
    if question.test == "ancova":
        found = adjusted(layout, plan, question, one, strata, doses[layout.arm][np.newaxis])
        parts = np.stack([of[0] for of in found.fit[:4]])
        methods = [f"{'ratio' if is_ratio else 'difference'} per dose step, {method}" for method in found.methods]
    else:
        for group in groups(layout, one.value, one.reason == 0):
            parts[:, group.trials] = slope(np.repeat(doses, group.sizes), group.values, plan.confidence)
    line = Compared(*parts)
    if is_ratio:
        line = Compared(np.exp(line.estimate), np.exp(line.low), np.exp(line.high), line.p_value)
    return pl.DataFrame(
        {
            "trial": pl.Series(trials, dtype=pl.Int32()),
            "endpoint": question.name,
            "n": number,
            "estimate": line.estimate,
            "ci_low": line.low,
            "ci_high": line.high,
            "p_value": line.p_value,
            "method": methods,
        }
    ).with_columns(pl.col("estimate", "ci_low", "ci_high", "p_value").fill_nan(None))
