"""Standard deviations printed as standard errors, and the reverse."""

from collections.abc import Iterator
from math import sqrt

from antral.evidence.studies.lint.arithmetic import standard_error, two_sided
from antral.evidence.studies.lint.finding import Odd
from antral.evidence.studies.lint.limits import limit
from antral.evidence.studies.outcome import Outcome
from antral.evidence.studies.study import Study
from antral.evidence.studies.vocabulary import outcome_names

_OTHER = {"sd": "se", "se": "sd"}
_WORDS = {"sd": "standard deviation", "se": "standard error"}


def sd_looks_like_se(study: Study) -> Iterator[Odd]:
    """A standard deviation so small that it must be a standard error."""
    yield from _implausible(study, "sd")


def se_looks_like_sd(study: Study) -> Iterator[Odd]:
    """A standard error so large that it must be a standard deviation."""
    yield from _implausible(study, "se")


def sd_too_wide(study: Study) -> Iterator[Odd]:
    """A standard deviation `sd_se_ratio` times wider than the typical one, of values that cannot be negative."""
    for one in study.outcomes:
        known = outcome_names().get(one.outcome)
        if known is None or known.typical_cv is None or one.spread is None or one.statistic != "mean":
            continue
        typical, sd = known.typical_cv.value, one.spread.low
        if one.spread.kind == "sd" and one.value > 0.0 and sd > limit("sd_se_ratio") * typical * one.value:
            yield Odd(
                f"{one.key}.spread",
                f"{one.value:g} with sd {sd:g}",
                f"Women would differ by {100.0 * sd / one.value:.3g} % of the mean; {100.0 * typical:.2g} % is usual.",
                "Mean or spread may be misprinted, or of other units.",
            )


def _implausible(study: Study, kind: str) -> Iterator[Odd]:
    """The spread is `sd_se_ratio` times too far from the typical one as printed, and not so as the other kind."""
    ratio = limit("sd_se_ratio")
    for one in study.outcomes:
        known = outcome_names().get(one.outcome)
        if (
            known is None
            or known.typical_cv is None
            or one.spread is None
            or one.spread.kind != kind
            or one.statistic != "mean"
            or one.value <= 0.0
            or one.n is None
        ):
            continue
        typical = known.typical_cv.value
        root = sqrt(one.n)
        cv = one.spread.low / one.value * (1.0 if kind == "sd" else root)
        other_cv = cv * root if kind == "sd" else cv / root
        far = cv < typical / ratio if kind == "sd" else cv > typical * ratio
        if far and typical / ratio <= other_cv <= typical * ratio:
            yield Odd(
                f"{one.key}.spread",
                f"{one.value:g} with {kind} {one.spread.low:g}, {one.n} women",
                f"Women would differ by {100.0 * cv:.2g} % of the mean; {100.0 * typical:.2g} % is usual. "
                f"As {_WORDS[_OTHER[kind]]} it gives {100.0 * other_cv:.2g} %.",
                f"It is probably a {_WORDS[_OTHER[kind]]}; look at the legend of the table.",
            )


def spread_against_p(study: Study) -> Iterator[Odd]:
    """A printed p that fits only if the spread is of the other kind."""
    for one in study.outcomes:
        p = one.p
        if p is None or not _is_mean(one):
            continue
        as_printed, as_other = _p(study, one, swapped=False), _p(study, one, swapped=True)
        if as_printed is None or as_other is None:
            continue
        factor = limit("p_factor")
        if not _near(p, as_printed, factor) and _near(p, as_other, factor) and one.spread is not None:
            yield Odd(
                f"{one.key}.p",
                f"p = {p:g}",
                f"With the spread as printed ({one.spread.kind}) p is {as_printed:.2g}, "
                f"as {_WORDS[_OTHER[one.spread.kind]]} {as_other:.2g}.",
                "The kind of spread is probably mistaken.",
            )


def _is_mean(one: Outcome) -> bool:
    return one.statistic in ("mean", "mean_change") and one.spread is not None and one.spread.kind in _OTHER


def _near(p: float, recomputed: float, factor: float) -> bool:
    return p / factor <= recomputed <= p * factor


def _p(study: Study, one: Outcome, *, swapped: bool) -> float | None:
    """Student's p of a mean change against nothing, or of two arms at one time (n1 + n2 - 2)."""
    mine = _error(one, swapped)
    if mine is None or one.n is None:
        return None
    if one.statistic == "mean_change" and one.against is None:
        return two_sided(one.value / mine, one.n - 1) if mine > 0.0 and one.n > 1 else None
    for other in study.outcomes:
        same = (other.outcome, other.months, other.statistic) == (one.outcome, one.months, one.statistic)
        if same and other.arm == one.against and _is_mean(other):
            theirs = _error(other, swapped)
            if theirs is not None and other.n is not None and min(one.n, other.n) > 1 and mine + theirs > 0.0:
                return two_sided((one.value - other.value) / sqrt(mine**2 + theirs**2), one.n + other.n - 2)
    return None


def _error(one: Outcome, swapped: bool) -> float | None:
    if one.spread is None or one.n is None:
        return None
    return standard_error(one.spread.low, _OTHER[one.spread.kind] if swapped else one.spread.kind, one.n)
