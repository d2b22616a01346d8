"""Each treated arm against control: a difference with its interval and p-value, in every trial."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import repeated
from antral.analysis.adjusted import adjusted
from antral.analysis.by_size import Layout, groups
from antral.analysis.endpoints import ENDPOINTS, Derived, Question
from antral.analysis.methods import (
    METHODS,
    Compared,
    clopper_pearson,
    counts,
    midranks,
    permutation,
    score_difference,
    shift,
    welch,
)
from antral.analysis.plan import Plan

Numbers = NDArray[np.float64]

CONTRASTS_SCHEMA = {
    "trial": pl.Int32(),
    "contrast": pl.String(),
    "endpoint": pl.String(),
    "arm": pl.String(),
    "against": pl.String(),
    "n": pl.Int64(),
    "estimate": pl.Float64(),
    "ci_low": pl.Float64(),
    "ci_high": pl.Float64(),
    "p_value": pl.Float64(),
    "method": pl.String(),
    "disagrees": pl.Boolean(),
}


def contrast_name(plan: Plan, endpoint: str, arm: str, against: str) -> str:
    """What a contrast is called."""
    return f"{endpoint}_{arm}" if len(plan.controls) == 1 else f"{endpoint}_{arm}_against_{against}"


def contrasts_frame(
    layout: Layout, trials: list[int], plan: Plan, question: Question, one: Derived, strata: pl.Series, *, seed: int
) -> pl.DataFrame:
    """One endpoint's rows of `Results.contrasts`: every treated arm against every control."""
    arms = list(plan.doses)
    frames = [pl.DataFrame(schema=CONTRASTS_SCHEMA)]
    for against in plan.controls:
        treated = [arm for arm in arms if arm not in plan.controls]
        adjusting = question.test in ("ancova", "ancova_hc3")
        if adjusting:
            others = [arm for arm in arms if arm != against]
            columns = np.stack([(layout.arm == arms.index(arm)).astype(float) for arm in others])
            found = adjusted(layout, plan, question, one, strata, columns, robust=question.test == "ancova_hc3")
        for arm in treated:
            if question.test == "mmrm":
                group = np.select([layout.arm == arms.index(against), layout.arm == arms.index(arm)], [0, 1], 2)
                model = repeated.compared(layout, plan, question, one, group)
                compared, methods = Compared(*model[:4]), model.methods
            elif adjusting:
                part = [of[others.index(arm)] for of in found.fit[:4]]
                compared, methods = Compared(*part), found.methods
            else:
                compared, methods = _compared(layout, plan, question, one, arms.index(arm), arms.index(against), seed)
            disagrees = _disagrees(compared, plan.confidence)
            if question.derive == "log_change":
                estimate, low, high = (np.exp(side) for side in compared[:3])
                compared = Compared(estimate, low, high, compared.p_value)
                methods = [f"ratio of ratios; on logs {method}" for method in methods]
            sizes = layout.counts(one.reason == 0)
            frames.append(
                pl.DataFrame(
                    {
                        "trial": pl.Series(trials, dtype=pl.Int32()),
                        "contrast": contrast_name(plan, question.name, arm, against),
                        "endpoint": question.name,
                        "arm": arm,
                        "against": against,
                        "n": (sizes[:, arms.index(arm)] + sizes[:, arms.index(against)]).astype(np.int64),
                        "estimate": compared.estimate,
                        "ci_low": compared.low,
                        "ci_high": compared.high,
                        "p_value": compared.p_value,
                        "method": methods,
                        "disagrees": disagrees,
                    }
                ).with_columns(pl.col("estimate", "ci_low", "ci_high", "p_value").fill_nan(None))
            )
    return pl.concat(frames)


def _compared(
    layout: Layout, plan: Plan, question: Question, one: Derived, arm: int, against: int, seed: int
) -> tuple[Compared, list[str]]:
    """Two arms of every trial, by the method that goes with the endpoint's estimate."""
    kind = ENDPOINTS[question.derive]
    pair = np.isin(layout.arm, (arm, against))
    known = (one.reason == 0) & pair
    if kind.needs_cells and plan.doses[list(plan.doses)[against]] == 0:
        compared, name = _without_comparison(layout, plan, one, known, arm), "structural_zero"
    elif kind.is_count:
        compared, name = _of_shares(layout, plan, one, known, arm, against), "score_difference"
    elif (question.estimate or kind.estimate) == "mean_t":
        compared, name = _of_means(layout, plan, one, known, arm, against), "welch"
    else:
        compared, name = _of_ranks(layout, plan, one, known, arm, against, seed), "shift"
    return compared, [METHODS[name]] * layout.trials


def _disagrees(compared: Compared, confidence: float) -> pl.Series:
    """Whether the interval says one thing of "no difference" and the p-value another; null where either is missing."""
    excluded = (compared.low > 0.0) | (compared.high < 0.0)
    rejected = compared.p_value <= 1.0 - confidence + 1e-12
    known = np.isfinite(compared.low) & np.isfinite(compared.high) & np.isfinite(compared.p_value)
    return pl.Series(np.where(known, excluded != rejected, False)).set(~pl.Series(known), None)


def _without_comparison(layout: Layout, plan: Plan, one: Derived, known: NDArray[np.bool_], arm: int) -> Compared:
    """The share of the treated arm, where the control arm can have no event: there is nothing to test."""
    n, events = layout.counts(known)[:, arm], np.rint(layout.counts(known, one.value)[:, arm])
    low, high = clopper_pearson(events, n, plan.confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Compared(np.where(n > 0, events / n, np.nan), low, high, np.full(layout.trials, np.nan))


def _of_shares(layout: Layout, plan: Plan, one: Derived, known: NDArray[np.bool_], arm: int, against: int) -> Compared:
    """Difference of shares with score limits, and the p-value of Fisher's exact test."""
    both = [arm, against]
    n, events = layout.counts(known)[:, both].T, np.rint(layout.counts(known, one.value)[:, both].T)
    p = np.full(layout.trials, np.nan)
    sizes, which = np.unique(n, axis=1, return_inverse=True)
    for number, (first, second) in enumerate(sizes.T.astype(int)):
        chosen = which.ravel() == number
        pairs = events[::-1, chosen].T.astype(np.int64)
        p[chosen] = counts.p_values(pairs, (second, first), (0.0, 1.0), "probability")[1]
    estimate, low, high = score_difference(events, n, plan.confidence)
    return Compared(estimate, low, high, p)


def _of_means(layout: Layout, plan: Plan, one: Derived, known: NDArray[np.bool_], arm: int, against: int) -> Compared:
    """Difference of means."""
    n, total = layout.counts(known), layout.counts(known, one.value)
    with np.errstate(invalid="ignore", divide="ignore"):
        average = total / n
        residual = np.where(known, one.value - average[layout.trial, layout.arm], 0.0)
        deviation = np.sqrt(layout.counts(known, residual**2) / (n - 1))
        deviation[deviation < 1e-12 * np.abs(average)] = 0.0  # equal values, but for rounding
    both = [arm, against]
    return welch(average[:, both].T, deviation[:, both].T, n[:, both].T, plan.confidence)


def _of_ranks(
    layout: Layout, plan: Plan, one: Derived, known: NDArray[np.bool_], arm: int, against: int, seed: int
) -> Compared:
    """Shift of the ranks, and the p-value of the randomisation test of mid-ranks."""
    parts = np.full((4, layout.trials), np.nan)
    for group in groups(layout, one.value, known):
        if not sum(group.sizes):
            continue
        ends = np.cumsum(group.sizes)
        first, second = (group.values[ends[place] - group.sizes[place] : ends[place]] for place in (arm, against))
        parts[:3, group.trials] = shift(first, second, plan.confidence)
        ranks = midranks(np.concatenate([second, first]))
        parts[3, group.trials] = permutation.p_values(ranks, (len(second), len(first)), (0.0, 1.0), seed=seed)[1]
    return Compared(*parts)
