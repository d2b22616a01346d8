"""Intervals and p-values that contradict each other or their estimate."""

from collections.abc import Iterator

from antral.evidence.studies.lint.arithmetic import Scale, half_unit, identity, lopsided, p_of_interval
from antral.evidence.studies.lint.finding import Odd
from antral.evidence.studies.lint.limits import limit
from antral.evidence.studies.outcome import Outcome
from antral.evidence.studies.study import Study


def estimate_outside(study: Study) -> Iterator[Odd]:
    """An estimate that its own interval or range does not hold."""
    for one in study.outcomes:
        if one.spread is None or one.spread.high is None or (one.spread.kind == "iqr" and one.statistic != "median"):
            continue
        if not one.spread.low <= one.value <= one.spread.high:
            yield Odd(
                f"{one.key}.spread",
                f"{one.value:g} ({one.spread.low:g} to {one.spread.high:g})",
                "The interval does not hold its estimate.",
                "A minus sign may be lost, or two rows of a table mixed.",
            )


def interval_lopsided(study: Study) -> Iterator[Odd]:
    """A 95 % interval of a mean whose halves differ."""
    for one in _means_with_interval(study):
        assert one.spread is not None  # chosen so
        assert one.spread.high is not None
        found = lopsided_interval(one.value, one.spread.low, one.spread.high)
        if found is not None:
            yield Odd(f"{one.key}.spread", *found)


def interval_against_p(study: Study) -> Iterator[Odd]:
    """A printed p that the interval does not allow."""
    for one in _means_with_interval(study):
        assert one.spread is not None  # chosen so
        assert one.spread.high is not None
        if one.statistic == "mean_change":
            found = p_contradiction(one.value, one.spread.low, one.spread.high, one.p, one.p_below)
            if found is not None:
                yield Odd(f"{one.key}.p", *found)


def _means_with_interval(study: Study) -> Iterator[Outcome]:
    for one in study.outcomes:
        if one.spread is not None and one.spread.kind == "ci95" and one.statistic in ("mean", "mean_change"):
            yield one


def lopsided_interval(estimate: float, low: float, high: float, *scales: Scale) -> tuple[str, str, str] | None:
    """What came, why and what to do, where an interval is symmetric on none of the scales; none where it is on one."""
    tried = scales or (identity,)
    if not low <= estimate <= high or any(_symmetric(estimate, low, high, scale) for scale in tried):
        return None
    widths = f"Below the estimate it is {estimate - low:g} wide, above it {high - estimate:g}"
    came = f"{estimate:g} ({low:g} to {high:g})"
    if identity not in tried:
        if _symmetric(estimate, low, high, identity):
            return came, f"{widths}: symmetric as of a difference, not as of a ratio.", "The scale may be misstated."
        return came, f"{widths}; its logarithm is not symmetric.", "One of the three numbers may be misprinted."
    sign = sign_lost(estimate, low, high)
    return (
        came,
        f"{widths}.",
        f"With {sign} it is symmetric: a sign may be lost." if sign else "One of the three numbers may be misprinted.",
    )


def _symmetric(estimate: float, low: float, high: float, scale: Scale) -> bool:
    try:
        return lopsided(estimate, low, high, scale) <= limit("lopsided_share")
    except (ValueError, ZeroDivisionError):  # an end lies outside the scale, such as 0 on the logarithm
        return False


def sign_lost(estimate: float, low: float, high: float) -> str:
    """Which end with its sign turned makes an interval symmetric; empty where none does."""
    if -low < estimate and lopsided(estimate, -low, high) == 0.0:
        return f"low {-low:g}"
    if estimate < -high and lopsided(estimate, low, -high) == 0.0:
        return f"high {-high:g}"
    return ""


def p_contradiction(
    estimate: float,
    low: float,
    high: float,
    p: float | None,
    p_below: float | None = None,
    null: float = 0.0,
    scale: Scale = identity,
) -> tuple[str, str, str] | None:
    """What came, why and what to do, where a printed p and a 95 % interval exclude each other."""
    least, greatest = p_of_interval(estimate, low, high, null, scale)
    do = "Interval, estimate or p is misprinted; do not pool it before the source is seen."
    if p_below is not None and least > p_below * limit("p_factor"):
        return f"p < {p_below:g}", f"The interval gives p of at least {least:.2g}.", do
    if p is None:
        return None
    rounding = half_unit(estimate, low, high)
    outside = low - rounding > null or high + rounding < null
    inside = low + rounding < null < high - rounding
    level, factor = limit("significance"), limit("p_factor")
    if (outside and p > level) or (inside and p < level):
        holds = "holds" if inside else "excludes"
        return f"p = {p:g}", f"The 95 % interval {holds} {null:g} and gives p from {least:.2g} to {greatest:.2g}.", do
    if p > greatest * factor or p * factor < least:
        return f"p = {p:g}", f"The interval gives p from {least:.2g} to {greatest:.2g}.", do
    return None
