"""Posteriors and predictive probabilities."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from antral.analysis import methods
from antral.verify.oracles import Checks

Found = Mapping[str, float]


def _numbers(result: methods.Result) -> Found:
    found = {"estimate": result.estimate, "low": result.low, "high": result.high}
    if "probability_above" in result.details:
        found["above"] = result.details["probability_above"]
    return found | {name: value for name, value in result.details.items() if name == "median"}


def _superiority(events: Sequence[int], n: Sequence[int]) -> Found:
    found = methods.bayesian.superiority(np.asarray(events)[:, np.newaxis], np.asarray(n)[:, np.newaxis])
    return {"above": float(found[0])}


def _predictive_difference(**given: Any) -> Found:
    of = methods.bayesian.predictive_difference
    return {success: of(success=success, **given).estimate for success in ("fisher", "posterior")}


CHECKS: Checks = {
    "posterior_share": lambda **given: _numbers(methods.bayesian.posterior_share(**given)),
    "posterior_difference": lambda **given: _numbers(methods.bayesian.posterior_difference(**given)),
    "superiority": _superiority,
    "posterior_normal": lambda **given: _numbers(methods.bayesian.posterior_normal(**given)),
    "predictive_share": lambda **given: _numbers(methods.bayesian.predictive_share(**given)),
    "predictive_difference": _predictive_difference,
    "predictive_normal": lambda **given: _numbers(methods.bayesian.predictive_normal(**given)),
}
