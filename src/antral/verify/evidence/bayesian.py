"""Random effects with priors beside other algorithms in base R."""

from collections.abc import Mapping, Sequence

from antral.evidence import bayesian
from antral.verify.oracles import Checks

Found = Mapping[str, float]


def _numbers(found: bayesian.Posterior) -> dict[str, float]:
    return {
        "mu": found.mu.mean,
        "mu_sd": found.mu.sd,
        "mu_low": found.mu.low,
        "mu_high": found.mu.high,
        "new_low": found.new.low,
        "new_high": found.new.high,
        "tau": found.tau.mean,
        "tau_median": found.tau.median,
        "tau_low": found.tau.low,
        "tau_high": found.tau.high,
        "first": found.studies[0].mean,
        "p_positive": found.p_positive,
        "p_new_positive": found.p_new_positive,
        "bayes_factor": found.bayes_factor,
        "bayes_factor_spread": found.bayes_factor_spread,
    }


def _effects(yi: Sequence[float], vi: Sequence[float], prior: str, sd: float) -> Found:
    return _numbers(bayesian.posterior_effects(yi, vi, spread=bayesian.prior(prior), mean=bayesian.Normal(0.0, sd)))


def _proportion(events: Sequence[int], n: Sequence[int], scale: float, sd: float) -> Found:
    return _numbers(
        bayesian.posterior_proportion(events, n, spread=bayesian.half_normal(scale), mean=bayesian.Normal(0.0, sd))
    )


CHECKS: Checks = {"effects": _effects, "proportion": _proportion}
