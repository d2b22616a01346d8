"""Rules for published meta-analyses."""

from collections.abc import Iterator
from math import asin, log, sqrt
from typing import Final

from antral.evidence.studies.lint.arithmetic import (
    Scale,
    decimals,
    identity,
    nearest_counts,
    prints_as,
)
from antral.evidence.studies.lint.finding import Odd
from antral.evidence.studies.lint.intervals import lopsided_interval, p_contradiction
from antral.evidence.studies.lint.limits import limit
from antral.evidence.studies.lint.naming import unknown_name
from antral.evidence.studies.meta_analysis import MetaAnalysis, PooledResult
from antral.evidence.studies.vocabulary import outcome_names

_RATIOS: Final = ("OR", "RR")
_LEAST: Final = 1e-6
_SHARES: Final = ("proportion", "crude_proportion", "range_of_proportions")


def _log(ratio: float) -> float:
    """An end that is printed as 0 was rounded."""
    return log(max(ratio, _LEAST))


def _logit(share: float) -> float:
    return log(share / (1.0 - share))


def _angle(share: float) -> float:
    return asin(sqrt(share))


def _scales(one: PooledResult) -> tuple[Scale, ...]:
    """The scales on which methods in use give a symmetric interval."""
    if one.measure in _RATIOS:
        return (_log,)
    return (identity, _logit, _angle, _log) if one.measure in _SHARES else (identity,)


def unknown_outcome(pooled: MetaAnalysis) -> Iterator[Odd]:
    """A name of an outcome that is not on record."""
    for key, one in pooled.keyed.items():
        if one.outcome not in outcome_names():
            yield Odd(f"{key}.outcome", one.outcome, *unknown_name(one.outcome))


def missing_locator(pooled: MetaAnalysis) -> Iterator[Odd]:
    """A number without its place in the source."""
    for key, one in pooled.keyed.items():
        if not any(letter.isalnum() for letter in one.locator):
            yield Odd(
                f"{key}.locator", repr(one.locator), "Nobody can look the number up.", "Write table, page or abstract."
            )


def outside_its_scale(pooled: MetaAnalysis) -> Iterator[Odd]:
    """A share outside 0 to 1, a ratio not above 0, I2 outside 0 to 100."""
    for key, one in pooled.keyed.items():
        numbers = [value for value in (one.estimate, one.low, one.high) if value is not None]
        if one.measure in _SHARES and not all(0.0 <= value <= 1.0 for value in numbers):
            yield Odd(key, f"{one.estimate:g}", "A proportion lies between 0 and 1.", "Divide a percentage by 100.")
        if one.measure in _RATIOS and not all(value > 0.0 for value in numbers):
            yield Odd(key, f"{one.estimate:g}", "A ratio is above 0.", "A logarithm has measure: log_OR.")
        if one.i2 is not None and not 0.0 <= one.i2 <= 100.0:
            yield Odd(f"{key}.i2", f"{one.i2:g}", "I2 lies between 0 and 100 %.", "Q or tau2 may have been read.")


def estimate_outside(pooled: MetaAnalysis) -> Iterator[Odd]:
    """An estimate that its interval does not hold."""
    for key, one in pooled.keyed.items():
        if one.low is not None and one.high is not None and not one.low <= one.estimate <= one.high:
            yield Odd(
                f"{key}.interval",
                f"{one.estimate:g} ({one.low:g} to {one.high:g})",
                "The interval does not hold its estimate.",
                "A minus sign may be lost, or two rows of a table mixed.",
            )


def interval_lopsided(pooled: MetaAnalysis) -> Iterator[Odd]:
    """An interval that is symmetric on no scale in use."""
    for key, one in pooled.keyed.items():
        if one.low is not None and one.high is not None and one.measure != "range_of_proportions":
            found = lopsided_interval(one.estimate, one.low, one.high, *_scales(one))
            if found is not None:
                yield Odd(f"{key}.interval", *found)


def interval_against_p(pooled: MetaAnalysis) -> Iterator[Odd]:
    """A printed p that the interval does not allow."""
    for key, one in pooled.keyed.items():
        if one.low is None or one.high is None or one.measure in _SHARES:
            continue
        ratio = one.measure in _RATIOS
        found = p_contradiction(
            one.estimate, one.low, one.high, one.p, null=1.0 if ratio else 0.0, scale=_log if ratio else identity
        )
        if found is not None:
            yield Odd(f"{key}.p", *found)


def printed_percent_differs(pooled: MetaAnalysis) -> Iterator[Odd]:
    """Events, number and percentage that do not belong together."""
    for key, one in pooled.keyed.items():
        if one.events is None or one.n is None:
            continue
        exact = one.events / one.n
        if one.events > one.n:
            yield Odd(f"{key}.events", f"{one.events} of {one.n}", "More events than women.", "Look up both.")
        if one.measure == "crude_proportion" and not prints_as(exact, one.estimate):
            yield Odd(
                f"{key}.estimate", f"{one.estimate:g}", f"{one.events}/{one.n} is {exact:.4f}.", "Look up all three."
            )
        if one.printed_percent is not None and not prints_as(100.0 * exact, one.printed_percent):
            places = decimals(one.printed_percent) + 1
            yield Odd(
                f"{key}.printed_percent",
                f"{one.printed_percent:g} %",
                f"{one.events}/{one.n} is {100.0 * exact:.{places}f} %.",
                "Count, denominator or percentage is wrong; look up all three.",
            )


def proportion_without_count(pooled: MetaAnalysis) -> Iterator[Odd]:
    """A crude proportion that no number of women gives."""
    for key, one in pooled.keyed.items():
        if one.measure != "crude_proportion" or one.n is None or one.events is not None:
            continue
        near = nearest_counts(one.estimate, one.n)
        if not any(prints_as(count / one.n, one.estimate) for count in near):
            told = ", ".join(f"{count}/{one.n} = {count / one.n:.4f}" for count in near)
            yield Odd(
                f"{key}.estimate", f"{one.estimate:g} of {one.n}", f"No count gives it: {told}.", "Look up the number."
            )


def fewer_women_than_studies(pooled: MetaAnalysis) -> Iterator[Odd]:
    """More studies than women."""
    for key, one in pooled.keyed.items():
        if one.k is not None and one.n is not None and one.n < one.k:
            yield Odd(
                f"{key}.n", f"{one.n} women in {one.k} studies", "Fewer women than studies.", "Columns may be swapped."
            )


def result_twice(pooled: MetaAnalysis) -> Iterator[Odd]:
    """The same result on record twice."""
    seen: dict[tuple[object, ...], str] = {}
    for key, one in pooled.keyed.items():
        same = (one.outcome, one.measure, one.population, one.months, one.months_as_printed)
        if same in seen:
            yield Odd(
                key, seen[same], "Outcome, measure, population and time are the same.", "Say what differs, or drop one."
            )
        seen.setdefault(same, key)


def effect_too_large(pooled: MetaAnalysis) -> Iterator[Odd]:
    """A standardised difference that groups of living beings do not show."""
    for key, one in pooled.keyed.items():
        if one.measure == "SMD" and abs(one.estimate) > limit("smd_high"):
            yield Odd(
                f"{key}.estimate",
                f"SMD {one.estimate:g}",
                f"Groups differ by {abs(one.estimate):g} standard deviations.",
                "Standard errors may have been taken for standard deviations.",
            )


def corrected(pooled: MetaAnalysis) -> Iterator[Odd]:
    """A number that was entered otherwise than printed."""
    for key, one in pooled.keyed.items():
        if one.corrected is None:
            continue
        numbers = {"estimate": one.estimate, "low": one.low, "high": one.high}
        now = numbers[one.corrected.field]
        as_printed = numbers | {one.corrected.field: one.corrected.printed}
        low, estimate, high = (as_printed[name] for name in ("low", "estimate", "high"))
        possible = low is not None and estimate is not None and high is not None and low <= estimate <= high
        yield Odd(
            f"{key}.{one.corrected.field}",
            f"printed {one.corrected.printed:g}, entered {now if now is None else format(now, 'g')}",
            "As printed the interval holds its estimate: no correction is called for."
            if possible
            else "As printed the interval does not hold its estimate.",
            "Enter what is printed." if possible else "See the source before it is used.",
        )
