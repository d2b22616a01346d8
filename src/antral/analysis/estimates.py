"""Estimates by arm."""

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis.by_size import Layout
from antral.analysis.endpoints import ENDPOINTS, Derived, Question
from antral.analysis.methods.mean import GEOMETRIC_MEAN, MEAN, Estimate, mean
from antral.analysis.methods.median import named, order_statistics
from antral.analysis.methods.proportion import CLOPPER_PEARSON, clopper_pearson
from antral.analysis.plan import Plan
from antral.core import InputError

Cells = tuple[Estimate, NDArray[np.float64], list[str]]
"""Estimates, numbers of women and names of methods; `[trial × arm]` each."""


def by_arm(layout: Layout, plan: Plan, question: Question, one: Derived) -> Cells:
    """One endpoint's estimate in each arm of each trial."""
    kind = ENDPOINTS[question.derive]
    name = question.estimate or kind.estimate
    if name not in ESTIMATES:
        raise InputError(
            f"endpoint {question.name}: estimate {name!r} is unknown; wanted one of: {', '.join(ESTIMATES)}."
        )
    return ESTIMATES[name](layout, plan, question, one)


def _shares(layout: Layout, plan: Plan, question: Question, one: Derived) -> Cells:
    """Shares with Clopper-Pearson intervals."""
    known = one.reason == 0
    n, events = layout.counts(known).ravel(), layout.counts(known, one.value).ravel()
    pairs, which = np.unique(np.stack([events, n]), axis=1, return_inverse=True)
    low, high = (limit[which.ravel()] for limit in clopper_pearson(pairs[0], pairs[1], plan.confidence))
    with np.errstate(invalid="ignore", divide="ignore"):
        return Estimate(np.where(n > 0, events / n, np.nan), low, high), n, [CLOPPER_PEARSON] * len(n)


def _means(layout: Layout, plan: Plan, question: Question, one: Derived) -> Cells:
    """Means with t intervals; of log ratios as geometric mean ratios."""
    known = one.reason == 0
    n, total = layout.counts(known).ravel(), layout.counts(known, one.value).ravel()
    with np.errstate(invalid="ignore", divide="ignore"):
        average = total / n
        residual = np.where(known, one.value - average[layout.trial * layout.arms + layout.arm], 0.0)
        deviation = np.sqrt(layout.counts(known, residual**2).ravel() / (n - 1))
    deviation[deviation < 1e-12 * np.maximum(np.abs(average), 1e-300)] = 0.0
    estimate = mean(average, deviation, n, plan.confidence)
    if question.derive != "log_change":
        return estimate, n, [MEAN] * len(n)
    return Estimate(*(np.exp(part) for part in estimate)), n, [GEOMETRIC_MEAN] * len(n)


def _medians(layout: Layout, plan: Plan, question: Question, one: Derived) -> Cells:
    """Medians with order-statistic intervals; of log ratios as median ratios."""
    known = one.reason == 0
    cell = (layout.trial * layout.arms + layout.arm)[known]
    ordered = one.value[known][np.lexsort((one.value[known], cell))]
    n = np.bincount(cell, minlength=layout.trials * layout.arms)
    starts = np.r_[0, np.cumsum(n)[:-1]]
    estimate, low, high = (np.full(len(n), np.nan) for _ in range(3))
    for size in np.unique(n[n > 0]):
        first = starts[n == size]
        estimate[n == size] = (ordered[first + (size - 1) // 2] + ordered[first + size // 2]) / 2
        position, coverage = order_statistics(int(size), plan.confidence)
        if coverage > 0:
            low[n == size], high[n == size] = ordered[first + position], ordered[first + size - 1 - position]
    names = {int(size): named(int(size), plan.confidence) for size in np.unique(n)}
    if question.derive == "log_change":
        estimate, low, high = np.exp(estimate), np.exp(low), np.exp(high)
    return Estimate(estimate, low, high), n.astype(float), [names[int(size)] for size in n]


ESTIMATES: dict[str, Callable[[Layout, Plan, Question, Derived], Cells]] = {
    "mean_t": _means,
    "median_order": _medians,
    "clopper_pearson": _shares,
}


def arms_frame(trials: list[int], plan: Plan, question: Question, cells: Cells) -> pl.DataFrame:
    """One endpoint's rows of `Results.arms`."""
    estimate, n, names = cells
    return pl.DataFrame(
        {
            "trial": pl.Series(np.repeat(np.asarray(trials), len(plan.doses)), dtype=pl.Int32()),
            "arm": list(plan.doses) * len(trials),
            "endpoint": question.name,
            "n": n.astype(np.int64),
            "estimate": estimate.estimate,
            "ci_low": estimate.low,
            "ci_high": estimate.high,
            "method": names,
        }
    ).with_columns(pl.col("estimate", "ci_low", "ci_high").fill_nan(None))
