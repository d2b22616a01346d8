"""Rare events in two arms beside metafor, base R and likelihoods written plainly."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import exp, sqrt

from antral.analysis import methods
from antral.evidence import pooling
from antral.verify.evidence.data import dataset
from antral.verify.oracles import Checks

Counts = Sequence[Sequence[int]]
Found = Mapping[str, float]

rare = pooling.rare
_MODELS = {"unconditional": "UM.FS", "conditional": "CM.EL", "approximate": "CM.AL"}


def _numbers(found: pooling.Pooled) -> dict[str, float]:
    return {name: float(getattr(found, name)) for name in ("estimate", "se", "low", "high", "p", "q", "q_p", "tau2")}


def _odds(name: str, found: pooling.Pooled) -> dict[str, float]:
    return {name: exp(found.estimate), f"{name}_low": exp(found.low), f"{name}_high": exp(found.high)}


def _peto(events: Counts, n: Counts) -> Found:
    return _numbers(rare.RARE_EVENTS["peto"](events, n))


def _mantel_haenszel(events: Counts, n: Counts) -> Found:
    test = methods.binary.mantel_haenszel(events=events, n=n)
    gap = rare.RARE_EVENTS["mantel_haenszel_rd"](events, n)
    return _numbers(rare.RARE_EVENTS["mantel_haenszel_or"](events, n)) | {
        "cmh": test.statistic,
        "cmh_p": test.p_value,
        "difference": gap.estimate,
        "difference_se": gap.se,
    }


def _corrected(events: Counts, n: Counts) -> Found:
    return _numbers(rare.mantel_haenszel_corrected(events, n))


def _exact(events: Counts, n: Counts) -> Found:
    found = rare.exact_odds_ratio(events, n)
    return _odds("odds", found) | {"p": found.p}


def _glmm(model: str, events: Counts, n: Counts) -> Found:
    values = _numbers(rare.odds_ratio_glmm(events, n, model=_MODELS[model]))  # type: ignore[arg-type]
    return values | {"tau": sqrt(values["tau2"]), "q_lrt": values["q"]}


def _beta_binomial(events: Counts, n: Counts) -> Found:
    return _numbers(rare.beta_binomial_odds_ratio(events, n))


def _small_trials(events: Counts, n: Counts) -> Found:
    gap, mixed = rare.RARE_EVENTS["mantel_haenszel_rd"](events, n), rare.odds_ratio_glmm(events, n)
    return {
        **_odds("peto", rare.RARE_EVENTS["peto"](events, n)),
        **_odds("mh", rare.RARE_EVENTS["mantel_haenszel_or"](events, n)),
        "difference": gap.estimate,
        "difference_se": gap.se,
        "glmm": mixed.estimate,
        "glmm_se": mixed.se,
    }


def _bcg() -> Found:
    columns = dataset("bcg")
    events, n = (
        [columns[first], columns[second]] for first, second in (("events", "control_events"), ("n", "control_n"))
    )
    found = {
        "fixed_levels": rare.odds_ratio_glmm(events, n),
        "approximate": rare.odds_ratio_glmm(events, n, model="CM.AL"),
    }
    values: dict[str, float] = {}
    for name, one in found.items():
        values |= {name: one.estimate, f"{name}_se": one.se, f"{name}_tau2": one.tau2}
    return (
        values
        | _odds("peto", rare.RARE_EVENTS["peto"](events, n))
        | _odds("mh", rare.RARE_EVENTS["mantel_haenszel_or"](events, n))
    )


CHECKS: Checks = {
    "peto": _peto,
    "mantel_haenszel": _mantel_haenszel,
    "mantel_haenszel_corrected": _corrected,
    "exact": _exact,
    **{f"glmm_{name}": partial(_glmm, name) for name in _MODELS},
    "beta_binomial": _beta_binomial,
    "small_trials": _small_trials,
    "bcg": _bcg,
}
