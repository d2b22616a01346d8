"""Harm: rates, no event at all, and the bound that stops a trial."""

from collections.abc import Mapping, Sequence
from typing import Any

from antral.analysis import methods
from antral.verify.oracles import Checks

Found = Mapping[str, float]


def _numbers(result: methods.Result) -> Found:
    return {"estimate": result.estimate, "low": result.low, "high": result.high, "p": result.p_value}


def _none_seen(women: int) -> Found:
    found = methods.safety.none_seen(women=women)
    seen = methods.safety.incidence(events=[0] * women)
    return {"high": found.high, "two_sided": seen.high, "rule_of_three": found.details["rule_of_three"]}


def _none_seen_rate(time: float) -> Found:
    found = methods.safety.none_seen(time=time)
    return {"high": found.high, "two_sided": found.details["two_sided_high"]}


def _bound(looks: Sequence[int], acceptable: float, certainty: float, prior: Sequence[float]) -> list[Any]:
    return methods.safety.harm_bound(
        looks, acceptable=acceptable, certainty=certainty, prior=(float(prior[0]), float(prior[1]))
    )


def _harm_bound(looks: Sequence[int], **rule: Any) -> Found:
    found = {look.women: float(look.events) for look in _bound(looks, **rule)}
    return {f"at_{women}": found.get(women, float("nan")) for women in looks}


def _harm_chance(women: int, share: float, **rule: Any) -> Found:
    found = methods.safety.harm_chance(_bound(**rule), women, share)
    return {"stops": found.stops, "women": found.women}


CHECKS: Checks = {
    "rate": lambda **given: _numbers(methods.safety.rate(**given)),
    "rate_ratio": lambda **given: _numbers(methods.safety.rate_ratio(**given)),
    "rate_difference": lambda **given: _numbers(methods.safety.rate_difference(**given)),
    "none_seen": _none_seen,
    "none_seen_rate": _none_seen_rate,
    "women_to_exclude": lambda share: {"women": float(methods.safety.women_to_exclude(share))},
    "harm_bound": _harm_bound,
    "harm_chance": _harm_chance,
}
