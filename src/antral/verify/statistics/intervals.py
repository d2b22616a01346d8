"""Exact and score intervals of one share."""

from collections.abc import Mapping

from antral.analysis import methods
from antral.verify.statistics.compare import Checks


def _clopper_pearson(events: int, n: int) -> Mapping[str, float]:
    low, high = methods.clopper_pearson(events, n)
    return {"low": float(low), "high": float(high)}


def _wilson(events: int, n: int) -> Mapping[str, float]:
    low, high = methods.wilson(events, n)
    return {"low": float(low), "high": float(high)}


CHECKS: Checks = {"clopper_pearson": _clopper_pearson, "wilson": _wilson}
