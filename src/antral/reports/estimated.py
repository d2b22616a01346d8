"""Estimates of a run and the truth beside them: what an arm shows, what a comparison shows, and what is true."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from antral.reports.wording import spaced

_OF_RATIOS = ("geometric mean", "ratio of ratios")
"""How the names of methods begin whose estimates are ratios."""


@dataclass(frozen=True)
class Truth:
    """What a simulation knows and no trial does: how far an estimate lies from the effect of the cells."""

    effect: float | None
    """Effect of the cells in the same women: with cells against the same woman without them."""
    bias: float | None
    """Mean estimate less the effect; of ratios the quotient."""
    coverage: float | None
    """Share of trials whose interval holds the effect."""
    too_short: bool = False
    """Whether it holds it less often than it says, beyond the Monte-Carlo error."""


@dataclass(frozen=True)
class Estimate:
    """One endpoint in one arm: mean over the trials, and the range that holds 95 % of them."""

    n: float | None
    value: float | None
    low: float | None
    high: float | None
    mcse: float | None
    method: str
    unit: str
    label: str
    truth: Truth | None


@dataclass(frozen=True)
class Contrast:
    """A comparison of arms, or a slope over the dose, with how often it rejects and what is true."""

    name: str
    endpoint: str
    label: str
    arm: str
    against: str
    estimate: Estimate
    rate: float | None
    """Share of trials in which its test rejects; None where it has no test."""
    disagrees: float | None = None
    """Share of trials in which the interval and the test, being of two methods, say different things."""


def estimate(name: str, one: Mapping[str, Any]) -> Estimate:
    """One estimate as the results give it; geometric means and ratios are told as ratios."""
    method = str(one.get("method") or "").split("; mean over trials")[0]
    return Estimate(
        n=one.get("n"),
        value=one.get("estimate"),
        low=one.get("ci_low"),
        high=one.get("ci_high"),
        mcse=one.get("mcse"),
        method=method,
        unit="ratio" if method.startswith(_OF_RATIOS) else str(one.get("unit") or ""),
        label=spaced(str(one.get("label") or name.replace("_", " "))),
        truth=_truth(one),
    )


def contrasts(found: Mapping[str, Any]) -> dict[str, Contrast]:
    """The comparisons of one scenario by name."""
    return {name: _contrast(name, one) for name, one in found.items()}


def _contrast(name: str, one: Mapping[str, Any]) -> Contrast:
    endpoint = str(one.get("endpoint") or name)
    return Contrast(
        name=name,
        endpoint=endpoint,
        label=spaced(str(one.get("label") or name.replace("_", " "))),
        arm=str(one.get("arm") or ""),
        against=str(one.get("against") or ""),
        estimate=estimate(endpoint, one),
        rate=one.get("rejection_rate"),
        disagrees=one.get("disagrees"),
    )


def _truth(one: Mapping[str, Any]) -> Truth | None:
    """The truth, where the run computed any of it."""
    if not any(one.get(name) is not None for name in ("true_effect", "bias", "coverage")):
        return None
    return Truth(one.get("true_effect"), one.get("bias"), one.get("coverage"), bool(one.get("too_short")))
