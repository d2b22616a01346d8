"""Exact and score intervals of one share."""

from collections.abc import Mapping

from antral.analysis import methods, safety
from antral.verify.oracles import Checks


def _clopper_pearson(events: int, n: int) -> Mapping[str, float]:
    low, high = methods.clopper_pearson(events, n)
    return {"low": float(low), "high": float(high)}


def _wilson(events: int, n: int) -> Mapping[str, float]:
    low, high = methods.wilson(events, n)
    return {"low": float(low), "high": float(high)}


def _jeffreys(events: int, n: int) -> Mapping[str, float]:
    low, high = methods.binary.jeffreys(events, n)
    return {"low": float(low), "high": float(high)}


def _blaker(events: int, n: int) -> Mapping[str, float]:
    low, high = methods.binary.blaker(events, n)
    return {"low": float(low), "high": float(high)}


def _blaker_p(events: int, n: int, null: float) -> Mapping[str, float]:
    return {"p": methods.binary.share(events=events, n=n, interval="blaker", null=null).p_value}


def _safety_of(n: int) -> Mapping[str, float]:
    return {"upper_bound_after_none": safety(n).upper_bound_after_none}


CHECKS: Checks = {
    "clopper_pearson": _clopper_pearson,
    "wilson": _wilson,
    "jeffreys": _jeffreys,
    "blaker": _blaker,
    "blaker_p": _blaker_p,
    "safety_of": _safety_of,
}
