"""Counts, percentages and means of whole numbers: which of them cannot be."""

from collections.abc import Iterator
from typing import Final

from antral.evidence.studies.lint.arithmetic import decimals, nearest_counts, p_of_counts, prints_as, rounds_to
from antral.evidence.studies.lint.finding import Odd
from antral.evidence.studies.lint.limits import limit
from antral.evidence.studies.outcome import Outcome
from antral.evidence.studies.study import Study
from antral.evidence.studies.vocabulary import NOT_WOMEN, WOMEN, outcome_names

_SHARES: Final = ("percent", "upper_limit", "lower_limit")
_NARROWER: Final = (
    ("live_birth", "clinical_pregnancy"),
    ("live_birth", "biochemical_pregnancy"),
    ("live_birth", "pregnancy"),
    ("clinical_pregnancy", "biochemical_pregnancy"),
    ("clinical_pregnancy", "pregnancy"),
    ("spontaneous_pregnancy", "pregnancy"),
)
"""Pairs of which the first never happens to more women than the second."""
_AFTER: Final = (
    "menses_resumed",
    "ovarian_function_resumed",
    "responder",
    "hormone_improved",
    "symptom_improvement",
    "effective_rate",
    *dict.fromkeys(name for pair in _NARROWER for name in pair),
)
"""What a study counts from its treatment on."""


def _kind(one: Outcome) -> str | None:
    known = outcome_names().get(one.outcome)
    return None if known is None else known.kind


def events_above_n(study: Study) -> Iterator[Odd]:
    """More events than women."""
    for one in study.outcomes:
        if one.statistic == "count" and one.n is not None and one.value > one.n and one.unit in WOMEN:
            yield Odd(
                f"{one.key}.value",
                f"{one.value:g} of {one.n}",
                "More women with the event than women.",
                "Look up count and denominator; they may be swapped.",
            )


def count_not_whole(study: Study) -> Iterator[Odd]:
    """A count that is none."""
    for one in study.outcomes:
        if one.statistic == "count" and (one.value < 0.0 or one.value != round(one.value)):
            yield Odd(
                f"{one.key}.value",
                f"{one.value:g}",
                "A count is a whole number, not negative.",
                "A percentage has statistic: percent.",
            )


def percent_outside(study: Study) -> Iterator[Odd]:
    """A share of women below 0 or above 100 %."""
    for one in study.outcomes:
        shares = [one.value] if one.statistic in _SHARES and one.unit == "percent" else []
        shares += [one.printed.percent] if one.printed is not None else []
        for share in shares:
            if not 0.0 <= share <= 100.0:
                yield Odd(
                    one.key, f"{share:g} %", "A share lies between 0 and 100 %.", "A change has statistic: mean_change."
                )


def percent_without_count(study: Study) -> Iterator[Odd]:
    """A percentage that no number of women gives."""
    for one in study.outcomes:
        if one.statistic != "percent" or one.n is None or _kind(one) != "women":
            continue
        near = nearest_counts(one.value / 100.0, one.n)
        if not any(prints_as(100.0 * count / one.n, one.value) for count in near):
            told = ", ".join(
                f"{count}/{one.n} = {100.0 * count / one.n:.{decimals(one.value) + 1}f} %" for count in near
            )
            yield Odd(
                f"{one.key}.value",
                f"{one.value:g} % of {one.n}",
                f"No whole number of women gives it: {told}.",
                "Look for another denominator; an estimate of a curve is no share of women.",
            )


def printed_percent_differs(study: Study) -> Iterator[Odd]:
    """A count and its printed percentage that do not belong together."""
    for one in study.outcomes:
        if one.statistic != "count" or one.printed is None:
            continue
        exact = 100.0 * one.value / one.printed.of
        if not prints_as(exact, one.printed.percent):
            yield Odd(
                f"{one.key}.printed",
                f"{one.printed.percent:g} %",
                f"{one.value:g}/{one.printed.of} is {exact:.{decimals(one.printed.percent) + 1}f} %.",
                "Count, denominator or percentage is wrong; look up all three.",
            )


def mean_without_total(study: Study) -> Iterator[Odd]:
    """A mean of whole numbers that no total gives (GRIM: Brown and Heathers 2017, 10.1177/1948550616673876)."""
    for one in study.outcomes:
        known = outcome_names().get(one.outcome)
        if known is None or not known.counts_whole_things or one.statistic != "mean" or one.n is None:
            continue
        below = int(one.value * one.n)
        if not any(rounds_to(total / one.n, one.value) for total in (below, below + 1)):
            told = ", ".join(
                f"{total}/{one.n} = {total / one.n:.{decimals(one.value) + 1}f}" for total in (below, below + 1)
            )
            yield Odd(
                f"{one.key}.value",
                f"{one.value:g} in {one.n} women",
                f"No total of whole numbers gives this mean, rounded: {told}.",
                "Fewer women may have been measured, or a decimal was cut off or misprinted.",
            )


def n_above_arm(study: Study) -> Iterator[Odd]:
    """More women measured than there are in the arm."""
    for one in study.outcomes:
        women = study.arms[one.arm].n or study.enrolled
        if one.n is not None and women is not None and one.n > women:
            yield Odd(
                f"{one.key}.n",
                f"{one.n}",
                f"The arm has {women} women.",
                "If it counts cycles or embryos, say so in the unit and never use it as women.",
            )


def not_of_women(study: Study) -> Iterator[Odd]:
    """Births, pregnancies or cycles where women are counted."""
    for one in study.outcomes:
        if one.statistic == "count" and _kind(one) == "women" and one.unit in NOT_WOMEN:
            yield Odd(
                f"{one.key}.unit",
                one.unit,
                "One woman may count twice: this is no number of women.",
                "Never pool it as a share of women; look for the number of women.",
            )


def narrower_above_wider(study: Study) -> Iterator[Odd]:
    """More live births than pregnancies, and the like, at one time or by a later one."""
    counts = [one for one in study.outcomes if one.statistic == "count"]
    for narrow, wide in _NARROWER:
        for one in counts:
            for other in counts:
                same = (one.arm, one.unit) == (other.arm, other.unit) and (
                    one.months == other.months or (_later(other, one) and one.n == other.n)
                )
                if same and (one.outcome, other.outcome) == (narrow, wide) and one.value > other.value:
                    yield Odd(
                        f"{one.key}.value",
                        f"{one.value:g} against {other.value:g}",
                        f"Of {narrow} there cannot be more than of {wide}.",
                        "Look up both; one may count births.",
                    )


def part_above_whole(study: Study) -> Iterator[Odd]:
    """More women with an event in an arm than in the aggregate that holds it, at one time or by a later one."""
    counts = [one for one in study.outcomes if one.statistic == "count" and one.unit in WOMEN]
    for one in counts:
        for other in counts:
            inside = one.arm in study.arms[other.arm].aggregate_of and one.outcome == other.outcome
            if inside and one.value > other.value and (one.months == other.months or _later(other, one)):
                yield Odd(
                    f"{one.key}.value",
                    f"{one.value:g}, in {other.key} {other.value:g}",
                    f"The women of {one.arm} are among those of {other.arm}.",
                    "Look up both counts, or correct aggregate_of.",
                )


def count_against_p(study: Study) -> Iterator[Odd]:
    """A printed p of two counts that neither Fisher's exact nor the chi-square test gives."""
    counts = [one for one in study.outcomes if one.statistic == "count" and one.unit in WOMEN and one.n is not None]
    for one in counts:
        for other in counts:
            same = (other.outcome, other.months, other.arm) == (one.outcome, one.months, one.against)
            if not same or not one.value <= (one.n or 0) or not other.value <= (other.n or 0):
                continue
            least, greatest = p_of_counts(int(one.value), one.n or 0, int(other.value), other.n or 0)
            factor = limit("p_factor")
            low = one.p is not None and one.p * factor < least
            high = one.p is not None and one.p > greatest * factor
            below = one.p_below is not None and least > one.p_below * factor
            if low or high or below:
                yield Odd(
                    f"{one.key}.p",
                    f"p = {one.p:g}" if one.p is not None else f"p < {one.p_below:g}",
                    f"{one.value:g}/{one.n} against {other.value:g}/{other.n} gives p {least:.2g} to {greatest:.2g}.",
                    "It may be of another table, of a curve or adjusted; use the counts.",
                )


def event_at_start(study: Study) -> Iterator[Odd]:
    """What only follows a treatment, counted before it."""
    for one in study.outcomes:
        if one.statistic in ("count", "percent") and one.months == 0.0 and one.value > 0.0 and one.outcome in _AFTER:
            yield Odd(
                f"{one.key}.months",
                f"{one.value:g} at 0 months",
                "0 is before treatment.",
                "Leave months out where the time is not stated.",
            )


def falls_with_time(study: Study) -> Iterator[Odd]:
    """Fewer women with an event after a longer time."""
    counts = [one for one in study.outcomes if one.statistic == "count" and one.months is not None]
    for one in counts:
        for other in counts:
            same = (one.arm, one.outcome, one.unit, one.n) == (other.arm, other.outcome, other.unit, other.n)
            if same and _later(one, other) and one.value < other.value and _kind(one) == "women":
                yield Odd(
                    f"{one.key}.value",
                    f"{one.value:g}, before it {other.value:g}",
                    "Women who ever had an event do not become fewer.",
                    "The source counts who has it at the time; say so in the note.",
                )


def _later(one: Outcome, other: Outcome) -> bool:
    return one.months is not None and other.months is not None and one.months > other.months
