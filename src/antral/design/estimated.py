"""What the trial would estimate, on average and how it varies, with the truth beside it: arms, contrasts, slopes."""

from typing import Any, Final

import numpy as np
import polars as pl

from antral.analysis import Plan, Question
from antral.design import truth
from antral.design.clustered import over_trials
from antral.design.gathered import Gathered
from antral.design.plain import mean, number
from antral.protocol import Protocol

OVER_TRIALS: Final = "; mean over trials, the interval holds 95 % of trials"


def arms(gathered: Gathered, protocol: Protocol, plan: Plan, women: dict[str, int]) -> dict[str, Any]:
    """Estimates of every endpoint in every arm: a before-after comparison, and what is true."""
    result: dict[str, Any] = {}
    for arm in plan.doses:
        mine = gathered.arms.filter(arm=arm)
        endpoints = {}
        for question in plan.questions:
            rows = mine.filter(endpoint=question.name)
            described = protocol.endpoint(question.name)
            endpoints[question.name] = {
                "label": described.label,
                "unit": "ratio" if question.derive == "log_change" else described.unit,
                **_estimate(gathered, question, rows, truth.of_arm(gathered, question, arm)),
                "not_estimable": _reasons(gathered, arm, question.name),
            }
        result[arm] = {
            "label": protocol.arms[arm].label,
            "dose_cells": plan.doses[arm],
            "women": women[arm],
            "endpoints": endpoints,
        }
    return result


def contrasts(gathered: Gathered, protocol: Protocol, plan: Plan) -> dict[str, Any]:
    """Every treated arm against every control."""
    result = {}
    named = gathered.contrasts.select(pl.col("contrast", "endpoint", "arm", "against").cast(pl.String))
    for name, endpoint, arm, against in named.unique(maintain_order=True).rows():
        question, rows = plan.question(endpoint), gathered.contrasts.filter(contrast=name)
        true = truth.of_contrast(gathered, protocol, question, arm, against)
        arms = f"{protocol.arms[arm].label} against {protocol.arms[against].label}"
        result[name] = {
            "label": f"{protocol.endpoint(endpoint).label}: {arms}; {_commonest(rows)}",
            "endpoint": endpoint,
            "arm": arm,
            "against": against,
            "unit": _unit(protocol, question),
            **_estimate(gathered, question, rows, true),
            **_rejections(gathered, plan, rows),
            "disagrees": number(rows["disagrees"].cast(pl.Float64).mean()),
        }
        result[name]["too_short"] = too_short(result[name], plan.confidence)
    return result


def slopes(gathered: Gathered, protocol: Protocol, plan: Plan) -> dict[str, Any]:
    """The slope over the dose of every number that is estimated by its mean."""
    result = {}
    for endpoint in gathered.slopes["endpoint"].cast(pl.String).unique(maintain_order=True):
        question, rows = plan.question(endpoint), gathered.slopes.filter(endpoint=endpoint)
        true = truth.of_slope(gathered, protocol, plan, question)
        result[endpoint] = {
            "label": f"{protocol.endpoint(endpoint).label}: for each {plan.dose_unit_cells:.3g} cells more",
            "endpoint": endpoint,
            "arm": "",
            "against": "",
            "unit": _unit(protocol, question),
            **_estimate(gathered, question, rows, true),
            **_rejections(gathered, plan, rows),
        }
        result[endpoint]["too_short"] = too_short(result[endpoint], plan.confidence)
    return result


def too_short(one: dict[str, Any], confidence: float) -> bool:
    """Whether intervals hold the true effect less often than they say, beyond two Monte-Carlo errors."""
    covered, error = one["coverage"], one["coverage_mcse"]
    return covered is not None and covered < confidence - 2 * (error or 0.0)


def _unit(protocol: Protocol, question: Question) -> str:
    """Unit of a difference between arms."""
    return "ratio" if question.derive == "log_change" else protocol.endpoint(question.name).unit


def _estimate(gathered: Gathered, question: Question, rows: pl.DataFrame, true: truth.Truth | None) -> dict[str, Any]:
    """One estimate over trials, with truth, bias and coverage; ratios are averaged as logarithms.

    Averaged plainly, ratios would be biased upwards where women are few. The bias of a ratio is a ratio.
    """
    is_ratio = question.derive == "log_change"
    known = rows.filter(pl.col("estimate").is_not_null())
    trial, values = known["trial"].to_numpy(), known["estimate"].cast(pl.Float64).to_numpy()
    logs = np.log(values) if is_ratio else values
    average = over_trials(trial, logs, gathered.enrolled)
    value, mcse = average.value, average.mcse
    low, high = np.quantile(values, [0.025, 0.975]) if len(values) else (None, None)
    result = {
        "n": mean(rows["n"]),
        "estimate": number(np.exp(value) if is_ratio else value),
        "ci_low": number(low),
        "ci_high": number(high),
        "mcse": number(np.exp(value) * mcse if is_ratio else mcse),
        "method": _commonest(rows) + OVER_TRIALS,
        "true_effect": None,
        "bias": None,
        "coverage": None,
        "coverage_mcse": None,
    }
    if true is None or not len(values):
        return result
    bias = value - true.effect
    covered = _coverage(gathered, rows, true, is_ratio=is_ratio)
    return result | {
        "true_effect": number(np.exp(true.effect) if is_ratio else true.effect),
        "bias": number(np.exp(bias) if is_ratio else bias),
        "coverage": covered[0],
        "coverage_mcse": covered[1],
    }


def _coverage(
    gathered: Gathered, rows: pl.DataFrame, true: truth.Truth, *, is_ratio: bool
) -> tuple[float | None, float | None]:
    """Share of the intervals that hold the true effect, of the trial's own women where it is drawn anew for each."""
    known = rows.filter(pl.col("ci_low").is_not_null() & pl.col("ci_high").is_not_null())
    trial = known["trial"].to_numpy()
    low, high = (known[side].cast(pl.Float64).to_numpy() for side in ("ci_low", "ci_high"))
    effect = np.full(len(trial), true.effect)
    if true.by_trial:
        effect = np.array([true.by_trial.get(int(one), np.nan) for one in trial])
    slack = 1e-6 * np.maximum(np.abs(low), np.abs(high))  # limits are kept with seven digits
    at = np.exp(effect) if is_ratio else effect
    held = np.where(np.isfinite(at), ((low - slack <= at) & (at <= high + slack)).astype(float), np.nan)
    found = over_trials(trial, held, gathered.enrolled)
    return number(found.value), number(found.mcse)


def _reasons(gathered: Gathered, arm: str, endpoint: str) -> dict[str, float]:
    """Why women have no value: mean number of women a trial, by the reason, the commonest first."""
    if gathered.sums["reasons"].is_empty():
        return {}
    rows = gathered.sums["reasons"].filter(arm=arm, endpoint=endpoint).sort("women", "reason", descending=[True, False])
    return {row["reason"]: row["women"] / gathered.trials for row in rows.iter_rows(named=True)}


def _rejections(gathered: Gathered, plan: Plan, rows: pl.DataFrame) -> dict[str, Any]:
    """How often the p-value of a contrast or slope is at most alpha; one that cannot be had rejects nothing.

    None where it can be had in no trial.
    """
    missing = rows["p_value"].null_count() / max(len(rows), 1)
    if missing == 1.0:
        return {"rejection_rate": None, "rejection_mcse": None, "not_testable": missing}
    p = rows["p_value"].fill_null(1.0).to_numpy()
    found = over_trials(rows["trial"].to_numpy(), (p <= plan.alpha).astype(float), gathered.enrolled)
    return {"rejection_rate": number(found.value), "rejection_mcse": number(found.mcse), "not_testable": missing}


def _commonest(rows: pl.DataFrame) -> str:
    """The method of most trials."""
    names = rows["method"].cast(pl.String).value_counts().sort("count", "method", descending=[True, False])["method"]
    return str(names[0]) if len(names) else ""
