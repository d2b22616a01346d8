"""Names, units, places in the source, and values that their name or unit does not allow."""

from collections.abc import Iterator
from typing import Final

from antral.core import InputError
from antral.evidence.studies.lint.arithmetic import rounds_to
from antral.evidence.studies.lint.finding import Odd
from antral.evidence.studies.outcome import Outcome
from antral.evidence.studies.study import Study
from antral.evidence.studies.vocabulary import NOT_STATED, NOT_WOMEN, RELATIVE, WOMEN, nearest_outcomes, outcome_names

_MEASURED: Final = ("mean", "median", "mean_change", "threshold", "upper_limit", "lower_limit")


def unknown_outcome(study: Study) -> Iterator[Odd]:
    """A name of an outcome that is not on record."""
    for one in study.outcomes:
        if one.outcome not in outcome_names():
            yield Odd(f"{one.key}.outcome", one.outcome, *unknown_name(one.outcome))


def unknown_name(name: str) -> tuple[str, str]:
    """Why a name is refused, and the nearest ones."""
    near = nearest_outcomes(name)
    return (
        "No outcome on record has this name, so nothing would pool it.",
        f"Did you mean {' or '.join(near)}?" if near else "Add it to records/outcomes with its unit and meaning.",
    )


def wrong_unit(study: Study) -> Iterator[Odd]:
    """A unit that is none of the outcome."""
    for one in study.outcomes:
        known = outcome_names().get(one.outcome)
        if known is None or one.unit == NOT_STATED:
            continue
        wanted: tuple[str, ...]
        if one.statistic == "direction":
            wanted = () if one.unit == "sign" else ("sign",)
        elif one.statistic == "count":
            wanted = () if one.unit in (*WOMEN, *NOT_WOMEN) else WOMEN
        elif known.unit is None:
            wanted = () if one.unit == "percent" else ("percent",)
        else:
            wanted = _measure(one)
        if wanted:
            yield Odd(
                f"{one.key}.unit",
                one.unit,
                f"{known.title} as {one.statistic} has the unit {' or '.join(wanted)}.",
                "Correct unit, statistic or outcome.",
            )


def _measure(one: Outcome) -> tuple[str, ...]:
    """The unit wanted of a measure; none where it is right."""
    known = outcome_names()[one.outcome]
    if one.statistic == "mean_change" and one.unit in RELATIVE:
        return ()
    try:
        known.in_its_unit(one.value, one.unit)
    except InputError:
        return (known.unit or "",)
    return ()


def unit_not_stated(study: Study) -> Iterator[Odd]:
    """A measure without unit."""
    for one in study.outcomes:
        if one.unit == NOT_STATED:
            yield Odd(
                f"{one.key}.unit",
                f"{one.value:g}",
                "Without a unit the value can be compared with nothing.",
                "Look for the unit; until then use the sign only.",
            )


def missing_locator(study: Study) -> Iterator[Odd]:
    """A number without its place in the source."""
    for one in study.outcomes:
        if not any(letter.isalnum() for letter in one.locator):
            yield Odd(
                f"{one.key}.locator",
                repr(one.locator),
                "Nobody can look the number up.",
                "Write table, page or abstract.",
            )


def direction_value(study: Study) -> Iterator[Odd]:
    """A direction that is no sign."""
    for one in study.outcomes:
        if one.statistic == "direction" and one.value not in (-1.0, 0.0, 1.0):
            yield Odd(
                f"{one.key}.value",
                f"{one.value:g}",
                "A direction is -1 (fell), 0 (no change seen) or 1 (rose).",
                "A size has statistic: mean_change.",
            )


def impossible_value(study: Study) -> Iterator[Odd]:
    """A mean that no group of women has."""
    for one in study.outcomes:
        known = outcome_names().get(one.outcome)
        if known is None or known.possible is None or one.statistic not in ("mean", "median") or _measure(one):
            continue
        value = known.in_its_unit(one.value, one.unit)
        if not known.possible.low <= value <= known.possible.high:
            yield Odd(
                f"{one.key}.value",
                f"{one.value:g} {one.unit}",
                f"{known.title} of women lies between {known.possible.low:g} and {known.possible.high:g} {known.unit}.",
                "Unit or decimal point may be wrong.",
            )


def entry_against_outcome(study: Study) -> Iterator[Odd]:
    """A mean FSH at entry that is not the one reported before treatment."""
    stated = study.population.fsh_mean
    for one in study.outcomes:
        before = one.outcome == "fsh" and one.months == 0.0 and one.statistic == "mean" and not _measure(one)
        whole = study.enrolled is not None and one.n == study.enrolled
        if stated is not None and before and whole and not rounds_to(one.value, stated):
            yield Odd(
                "population.fsh_mean",
                f"{stated:g}",
                f"{one.key} is {one.value:g} {one.unit} in all women enrolled.",
                "One of them is a slip.",
            )
