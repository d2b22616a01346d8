"""Whether time alone lets a woman in or shuts her out: the protocol is held against her again, on later days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from antral.patient import Patient
from antral.protocol import Criterion, Screened, Screening, Study, evaluate, screen

_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_WEEKS: Final = 261
"""Five years: nobody plans further ahead with today's record."""


def eligible_from(protocol: Study, patient: Patient, screening: Screening, on: date) -> date | None:
    """The first day on which she is eligible if nothing new happens; None where time alone does not decide.

    Every line that keeps her out is evaluated week by week over five years, then day by day within the week; on the
    day that is found the whole protocol is.
    """
    failing = [line.criterion for line in screening.lines if line.admits is False and not line.criterion.duplicate_of]
    weeks = [on + timedelta(days=_WEEK * number) for number in range(1, _WEEKS + 1)]
    for line in failing:
        weeks = [day for day in weeks if _admits(patient, [line], day)]
        if not weeks:
            return None
    for week in weeks:
        for day in (week - _DAY * back for back in range(_WEEK - 1, -1, -1)):
            if _admits(patient, failing, day) and screen(protocol, patient, on=day).outcome == "eligible":
                return day
    return None


def open_until(patient: Patient, screening: Screening, on: date) -> date | None:
    """The last day on which no line keeps her out if nothing new happens; None where one does today, or none ever will.

    Every line is evaluated week by week over five years, then day by day within the week.
    """
    if screening.outcome == "ineligible":
        return None
    lines = [line.criterion for line in screening.lines if not line.criterion.duplicate_of]
    for number in range(1, _WEEKS + 1):
        week = on + timedelta(days=_WEEK * number)
        closing = [line for line in lines if _shuts(patient, line, week)]
        for day in (week - _DAY * back for back in range(_WEEK - 1, -1, -1)):
            if any(_shuts(patient, line, day) for line in closing):
                return day - _DAY
    return None


def _shuts(patient: Patient, line: Criterion, day: date) -> bool:
    return Screened(line, evaluate(patient, line, day)).admits is False


def _admits(patient: Patient, lines: Sequence[Criterion], day: date) -> bool:
    return all(Screened(line, evaluate(patient, line, day)).admits for line in lines)
