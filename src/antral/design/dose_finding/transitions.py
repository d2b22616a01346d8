"""Dose-transition pathways: which dose each possible result of the next cohorts leads to.

Source: Yap and others 2017, Clin Cancer Res 23:7440.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError, text_table
from antral.design.dose_finding.rule import STOP, Rule, counted


class Step(NamedTuple):
    """One cohort of a pathway."""

    dose: int
    """Counted from 0."""
    events: int
    """Women of the cohort with a dose-limiting toxicity."""


@dataclass(frozen=True)
class Pathway:
    """What happens in the next cohorts, and the dose it leads to."""

    steps: tuple[Step, ...]
    then: int | None
    """The dose after that; None where the trial stops."""


@dataclass(frozen=True)
class Pathways:
    """Every pathway over the next cohorts; printed, a table with doses counted from 1."""

    rule: str
    ways: tuple[Pathway, ...]

    def __str__(self) -> str:
        longest = max(len(way.steps) for way in self.ways)
        head = [part for k in range(1, longest + 1) for part in (f"dose {k}", f"events {k}")]
        rows = []
        for way in self.ways:
            cells: list[object] = [part for step in way.steps for part in (step.dose + 1, step.events)]
            rows.append([*cells, *[""] * (2 * (longest - len(way.steps))), _dose(way.then)])
        return f"{self.rule}\n{text_table((*head, 'then'), rows)}"


def pathways(
    rule: Rule,
    cohorts: int,
    *,
    patients: ArrayLike | None = None,
    events: ArrayLike | None = None,
    current: int | None = None,
) -> Pathways:
    """Every result of the next cohorts and the doses that follow.

    Parameters
    ----------
    patients, events
        Women treated so far and those with a dose-limiting toxicity; none when left out. `[dose]`
    current
        Dose of the next cohort; the design's first when left out.
    """
    if not 1 <= cohorts <= 6:
        raise InputError(f"cohorts = {cohorts}: 1 to 6 were wanted; more pathways than that nobody reads.")
    none = np.zeros(rule.doses, dtype=int)
    n, y = counted(rule, none if patients is None else patients, none if events is None else events)
    first = rule.start if current is None else current
    if not 0 <= first < rule.doses:
        raise InputError(f"current = {first}: a dose between 0 and {rule.doses - 1} was wanted (counted from 0).")
    return Pathways(rule.name, tuple(_onward(rule, cohorts, n, y, first, ())))


def _onward(
    rule: Rule, cohorts: int, n: np.ndarray, y: np.ndarray, dose: int, before: tuple[Step, ...]
) -> list[Pathway]:
    """Pathways from one state."""
    found: list[Pathway] = []
    for events in range(rule.cohort + 1):
        treated, hit = n.copy(), y.copy()
        treated[0, dose] += rule.cohort
        hit[0, dose] += events
        steps = (*before, Step(dose, events))
        then = int(rule.next_dose(treated, hit, np.array([dose]))[0])
        if then == STOP or len(steps) == cohorts:
            found.append(Pathway(steps, None if then == STOP else then))
        else:
            found += _onward(rule, cohorts, treated, hit, then, steps)
    return found


def _dose(dose: int | None) -> str:
    """A dose as it is printed, counted from 1."""
    return "stop" if dose is None else str(dose + 1)
