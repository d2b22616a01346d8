"""Curves, tests and restricted means of times to an event, and cumulative incidence with competing events."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from antral.analysis import methods
from antral.verify.oracles import Checks

Numbers = Sequence[float]
Found = Mapping[str, float]


def _kaplan_meier(time: Numbers, event: Numbers, days: Numbers, interval: str = "log-log") -> Found:
    curve = methods.survival.kaplan_meier(time, event, interval=interval)["all"]
    return _at(curve, days)


def _cumulative_incidence(
    time: Numbers, status: Numbers, days: Numbers, cause: int, causes: int, interval: str
) -> Found:
    curves = methods.survival.cumulative_incidence(time, status, cause=cause, causes=causes, interval=interval)
    return _at(curves["all"], days)


def _at(curve: Any, days: Numbers) -> Found:
    found: dict[str, float] = {}
    for day in days:
        one = curve.at(day)
        found |= {f"share {day:g}": one.estimate, f"error {day:g}": one.details["standard error"]}
        found |= {f"low {day:g}": one.low, f"high {day:g}": one.high}
    return found


def _quantiles(time: Numbers, event: Numbers, shares: Numbers, interval: str) -> Found:
    curve = methods.survival.kaplan_meier(time, event, interval=interval)["all"]
    found: dict[str, float] = {}
    for share in shares:
        one = curve.quantile(share)
        found |= {f"estimate {share:g}": one.estimate, f"low {share:g}": one.low, f"high {share:g}": one.high}
    return found


def _log_rank(time: Numbers, event: Numbers, group: Numbers, stratum: Numbers | None = None, rho: float = 0.0) -> Found:
    one = methods.survival.log_rank(time, event, group, stratum=stratum, rho=rho, control=min(group))
    return {"statistic": one.statistic, "df": one.df, "p_value": one.p_value} | dict(one.details)


def _exact_log_rank(time: Numbers, event: Numbers, group: Numbers) -> Found:
    return {"p_value": methods.survival.exact_log_rank(time, event, group, control=min(group)).p_value}


def _restricted_mean(time: Numbers, event: Numbers, day: float) -> Found:
    one = methods.survival.restricted_mean(time, event, day=day)["all"]
    return {"estimate": one.estimate, "error": one.details["standard error"]}


def _restricted_contrast(time: Numbers, event: Numbers, group: Numbers, day: float, ratio: bool) -> Found:
    one = methods.survival.restricted_mean_contrast(time, event, group, day=day, ratio=ratio, control=min(group))
    return {"estimate": one.estimate, "low": one.low, "high": one.high, "p_value": one.p_value}


def _cumulative_incidence_by_trial(
    time: Numbers, status: Numbers, group: Numbers, day: float, cause: int, causes: int
) -> Found:
    columns = np.asarray(time, float)[:, None], np.asarray(status, int)[:, None], np.asarray(group, int)[:, None]
    groups = int(columns[2].max()) + 1
    found = methods.survival.cumulative_incidence_by_trial(*columns, groups=groups, day=day, cause=cause, causes=causes)
    return {f"share {at}": float(found.estimate[at, 0]) for at in range(groups)}


def _cox(
    time: Numbers, event: Numbers, covariates: Mapping[str, Numbers], ties: str, stratum: Numbers | None = None
) -> Found:
    model = methods.survival.cox(time, event, covariates, stratum=stratum, ties=ties)
    found = {"wald": model.wald.statistic, "score": model.score.statistic, "ratio": model.likelihood_ratio.statistic}
    found |= {"without": model.log_likelihood_without, "height": model.log_likelihood, "concordance": model.concordance}
    for name, one in model.hazard_ratios.items():
        found |= {f"coefficient {name}": one.details["coefficient"], f"error {name}": one.details["standard error"]}
        found |= {f"p {name}": one.p_value, f"low {name}": one.low, f"high {name}": one.high}
    return found


CHECKS: Checks = {
    "kaplan_meier": _kaplan_meier,
    "quantiles": _quantiles,
    "log_rank": _log_rank,
    "exact_log_rank": _exact_log_rank,
    "restricted_mean": _restricted_mean,
    "restricted_contrast": _restricted_contrast,
    "cox": _cox,
    "cumulative_incidence": _cumulative_incidence,
    "cumulative_incidence_by_trial": _cumulative_incidence_by_trial,
}
