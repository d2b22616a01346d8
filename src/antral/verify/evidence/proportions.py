"""Pooled shares beside metafor and base R."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import sqrt

from antral.evidence import pooling
from antral.verify.oracles import Checks

Counts = Sequence[int]
Found = Mapping[str, float]


def _numbers(found: pooling.Pooled, n: Counts) -> dict[str, float]:
    share = pooling.proportions.on_share(found, n)
    ends = {"share": share.share, "low": share.low, "high": share.high}
    names = ("estimate", "se", "tau2", "q", "q_p")
    return ends | {name: float(getattr(found, name)) for name in names}


def _glmm(events: Counts, n: Counts) -> Found:
    found = pooling.proportions.proportion_glmm(events, n)
    values = _numbers(found, n)
    ratio, wald = pooling.proportions.homogeneity(events, n)
    return values | {"q_lrt": ratio, "q_lrt_p": values["q_p"], "q_wald": wald}


def _glmm_profile(events: Counts, n: Counts) -> Found:
    found = pooling.proportions.proportion_glmm(events, n, interval="profile")
    return {
        "estimate": found.estimate,
        "tau": sqrt(found.tau2),
        "profile_low": found.low,
        "profile_high": found.high,
    }


def _glmm_t(events: Counts, n: Counts) -> Found:
    found = pooling.proportions.proportion_glmm(events, n, interval="t")
    return {name: float(getattr(found, name)) for name in ("low", "high", "prediction_low", "prediction_high")}


def _two_stage(name: str, events: Counts, n: Counts) -> Found:
    return _numbers(pooling.proportions.PROPORTIONS[f"proportion_{name}"](events, n), n)


CHECKS: Checks = {
    "glmm": _glmm,
    "glmm_profile": _glmm_profile,
    "glmm_t": _glmm_t,
    **{name: partial(_two_stage, name) for name in ("logit", "freeman_tukey", "arcsine", "exact")},
}
