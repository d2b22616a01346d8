"""Means, ranks and covariance of continuous endpoints."""

from collections.abc import Mapping
from typing import Any

from antral.analysis import methods
from antral.verify.oracles import Checks


def _numbers(result: methods.Result) -> Mapping[str, float]:
    """Every number of a result by its name."""
    return {
        **{name.replace(" ", "_"): value for name, value in result.details.items()},
        "estimate": result.estimate,
        "low": result.low,
        "high": result.high,
        "p_value": result.p_value,
        "statistic": result.statistic,
        "df": result.df,
    }


def _ancova(versus: list[str], **given: Any) -> Mapping[str, float]:
    return _numbers(methods.continuous.adjusted_difference(versus=(versus[0], versus[1]), **given))


CHECKS: Checks = {
    "t_test": lambda **given: _numbers(methods.continuous.t_test(**given)),
    "welch_test": lambda **given: _numbers(methods.continuous.welch_test(**given)),
    "paired_t_test": lambda **given: _numbers(methods.continuous.paired_t_test(**given)),
    "geometric_mean_ratio": lambda **given: _numbers(methods.continuous.geometric_mean_ratio(**given)),
    "tobit": lambda versus, **given: _numbers(methods.continuous.tobit(versus=(versus[0], versus[1]), **given)),
    "gehan": lambda **given: _numbers(methods.continuous.gehan_test(**given)),
    "van_elteren": lambda **given: _numbers(methods.continuous.van_elteren_test(**given)),
    "rank_sum_test": lambda **given: _numbers(methods.continuous.rank_sum_test(**given)),
    "ancova": _ancova,
    "ancova_hc3": lambda **given: _ancova(robust=True, **given),
}
