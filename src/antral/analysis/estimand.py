"""A result beside the question that it answers (ICH E9(R1)): the five attributes of the estimand, then the estimate.

Whether the analysis fits the question is for a person to judge, so both stand in one text: imputing women who left at
random answers a hypothetical question, jumping to the reference is nearer to treatment policy.
"""

import math

from antral.analysis.methods.result import Result
from antral.protocol import Estimand


def answer(estimand: Estimand, result: Result) -> str:
    """The estimand's attributes and the result that estimates it, in lines of plain text."""
    events = [
        f"  {event.replace('_', ' ')}: {one.strategy.replace('_', ' ')} ({one.handling})"
        for event, one in estimand.intercurrent_events.items()
    ]
    return "\n".join(
        [
            f"Estimand {estimand.name}",
            f"Population: {estimand.population}",
            f"Treatment: {estimand.treatment}",
            f"Endpoint: {', '.join(estimand.endpoints)}",
            "Intercurrent events:",
            *events,
            f"Summary: {estimand.summary}",
            *told(result),
        ]
    )


def told(result: Result) -> list[str]:
    """A result in lines of plain text: what was estimated, how, in whom, under which assumptions."""
    interval = f"{result.confidence:.0%} interval {number(result.low)} to {number(result.high)}"
    freedom = f", {number(result.df)} degrees of freedom" if math.isfinite(result.df) else ""
    women = ", ".join(f"{size} {name}" for name, size in result.n.items())
    left = f"; {result.left_out} left out for missing values" if result.left_out else ""
    return [
        f"Estimate: {number(result.estimate)} ({interval}), {result.effect}",
        f"P-value: {number(result.p_value)} ({'two' if result.sides == 2 else 'one'}-sided{freedom})",
        f"Method: {result.method}",
        f"Sample: {women}{left}",
        *(f"Assumed: {one}" for one in result.assumptions),
        *(f"Note: {one}" for one in result.notes),
    ]


def number(value: float) -> str:
    """Four figures; no limit where it is infinite, none where there is no number."""
    if math.isnan(value):
        return "none"
    if math.isinf(value):
        return "no limit"
    return f"{value:.4g}"
