"""The mean change of one arm from before treatment, and how exactly it is known."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from antral.core import AntralError, convert
from antral.evidence.questions.question import Question
from antral.evidence.studies import Outcome, Study

_Z = 1.959963984540054
"""Standard errors on each side of an estimate in a 95 % interval."""


@dataclass(frozen=True)
class Change:
    """Mean change from before treatment, in the question's unit."""

    study: str
    title: str
    arm: str
    keys: tuple[str, ...]
    months: float | None
    mean: float
    se: float
    n: int
    note: str = ""


def change_of(asked: Question, study: Study, rows: Sequence[Outcome]) -> tuple[Change | None, dict[str, str]]:
    """The change of one arm at its latest time with a number, and why each other row was not used, by key."""
    reasons = {one.key: reason for one in rows if (reason := _unusable(asked, one))}
    usable = [one for one in rows if one.key not in reasons]
    before = next((one for one in usable if one.statistic == "mean" and one.months == 0.0), None)
    printed = [one for one in usable if one.statistic == "mean_change"]
    after = [one for one in usable if one.statistic == "mean" and one.months != 0.0]
    later = sorted(printed or (after if before is not None else []), key=lambda one: one.months or 0.0)
    used = {later[-1].key} if later else set()
    if later and not printed and before is not None:
        used.add(before.key)
    for one in usable:
        if one.key not in used:
            reasons[one.key] = (
                f"another time of the same women: {later[-1].key} is used" if later else _alone(one, before)
            )
    if not later:
        return None, reasons
    last = later[-1]
    made = _printed(asked, last) if printed or before is None else _difference(asked, before, last)
    mean, se, note = made
    keys = tuple(one.key for one in rows if one.key in used)
    return Change(study.id, study.title, last.arm, keys, last.months, mean, se, int(last.n or 0), note), reasons


def _alone(one: Outcome, before: Outcome | None) -> str:
    return "a value before treatment, none after it" if one is before else "no value before treatment"


def _unusable(asked: Question, one: Outcome) -> str:
    if one.statistic not in ("mean", "mean_change"):
        return f"{one.statistic.replace('_', ' ')}, no mean"
    if one.statistic == "mean_change" and one.against is not None and one.p is None and one.p_below is None:
        return f"a difference from {one.against}, no change from before treatment"
    if one.n is None:
        return "how many women were measured is not stated"
    try:
        _scale(asked, one)
    except AntralError:
        return _spreadless(one) or f"unit: {one.unit}, which cannot be turned into {asked.unit}"
    return _spreadless(one)


def _spreadless(one: Outcome) -> str:
    """Why nobody can tell how exactly a mean is known; empty where it can be told."""
    if one.n == 1:
        return "one woman: no spread"
    if one.spread is None or one.spread.kind in ("range", "iqr"):
        return "no SD, SE or interval printed"
    return "" if _error(one) > 0.0 else "a spread of zero"


def _scale(asked: Question, one: Outcome) -> float:
    """Factor from the unit of a row to that of the question."""
    if one.unit == asked.unit:
        return 1.0
    return convert(1.0, one.unit, asked.unit, analyte=asked.id.upper())


def _error(one: Outcome) -> float:
    """Standard error of a printed mean, in its own unit."""
    spread = one.spread
    if spread is None or one.n is None:
        raise ValueError(f"{one.key} has no spread")
    if spread.kind == "ci95":
        return ((spread.high or 0.0) - spread.low) / (2.0 * _Z)
    return spread.low if spread.kind == "se" else spread.low / math.sqrt(one.n)


def _printed(asked: Question, one: Outcome) -> tuple[float, float, str]:
    scale = _scale(asked, one)
    return scale * one.value, scale * _error(one), ""


def _difference(asked: Question, before: Outcome, after: Outcome) -> tuple[float, float, str]:
    """Of two means of the same women; their correlation is assumed."""
    r = 0.0 if asked.correlation is None else asked.correlation.value
    first, last = _scale(asked, before) * _error(before), _scale(asked, after) * _error(after)
    mean = _scale(asked, after) * after.value - _scale(asked, before) * before.value
    se = math.sqrt(first**2 + last**2 - 2.0 * r * first * last)
    return mean, se, f"correlation between before and after assumed {r:g}"
