"""The kinds of planned test, a line each: how it is made, what goes with it, and what it wants."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Made = Literal["allocations", "ranks", "counts", "covariance", "repeated", "times", "shapes"]
"""From what a p-value comes: allocations of values or of mid-ranks, counts of women, an analysis of covariance, a mixed
model for repeated measures, times to an event, or shapes of the response to a dose."""


class Kind(NamedTuple):
    """One kind of test."""

    made: Made
    with_control: str | None = None
    """Of a trend: the test of treated women against the control arm that goes with it."""
    wants_control: tuple[str, str] | None = None
    """Of a test that cannot do without a control arm: its name in a sentence, and the trend to take instead."""
    stand_in: Made | None = None
    """From what it comes instead where one value a woman is all that is known: times are then yes or no."""
    extreme: str = "distance"
    """Which outcomes are as extreme as the observed one, two-sided: a key of `counts.RULES`."""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        # name in `METHODS`
        "linear_trend": Kind("allocations", with_control="difference"),
        "rank_trend": Kind("ranks", with_control="rank_sum"),
        "exact_trend": Kind("counts", with_control="fisher"),
        "mcp_mod": Kind("shapes"),
        "difference": Kind("allocations", wants_control=("the difference of means", "linear_trend")),
        "rank_sum": Kind("ranks", wants_control=("the rank-sum test", "rank_trend")),
        "fisher": Kind("counts", wants_control=("Fisher's exact test", "exact_trend"), extreme="probability"),
        "boschloo": Kind("counts", wants_control=("Boschloo's test", "exact_trend"), extreme="boschloo"),
        "mid_p": Kind("counts", wants_control=("Fisher's mid-p", "exact_trend"), extreme="mid_p"),
        "ancova": Kind("covariance"),
        "ancova_hc3": Kind("covariance"),
        "mmrm": Kind("repeated", wants_control=("the mixed model", "linear_trend"), stand_in="covariance"),
        "log_rank": Kind(
            "times", wants_control=("the log-rank test", "exact_trend"), stand_in="counts", extreme="probability"
        ),
    }
)
"""`ancova` compares treated women with the control arm, and without one asks for a trend over the dose."""
