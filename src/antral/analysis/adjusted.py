"""Analysis of covariance of one endpoint over many trials: its covariates as columns, its coefficients by trial."""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis.by_size import Layout
from antral.analysis.endpoints import Derived, Question
from antral.analysis.methods import ANCOVA, ANCOVA_HC3, Fit, ancova
from antral.analysis.plan import Plan
from antral.core import InputError

Numbers = NDArray[np.float64]

COVARIATES = {
    "baseline": "baseline",
    "tablet_day": "tablet day (first harmonic of the hormone calendar)",
    "stratum": "stratum",
}
"""Name in a protocol: the name that is printed."""


class Adjusted(NamedTuple):
    """Coefficients of many trials with what they were adjusted for."""

    fit: Fit
    n: NDArray[np.int64]
    """Women with a value. `[trial]`"""
    methods: list[str]
    """Name of the method with its covariates and those left out. `[trial]`"""


def adjusted(
    layout: Layout,
    plan: Plan,
    question: Question,
    one: Derived,
    strata: pl.Series,
    asked: Numbers,
    *,
    robust: bool = False,
) -> Adjusted:
    """Coefficients of some columns, adjusted for the covariates of an endpoint.

    Parameters
    ----------
    strata
        Stratum of each person.
    asked
        Columns whose coefficients are wanted. `[column, person]`
    robust
        HC3 errors.
    """
    names, columns = _covariates(layout, plan, question, one, strata)
    place, width = layout.places()
    stacked = np.zeros((len(columns) + len(asked), width, layout.trials))
    for number, column in enumerate([*columns, *asked]):
        stacked[number, place, layout.trial] = column
    values, known = np.zeros((width, layout.trials)), np.zeros((width, layout.trials), dtype=bool)
    estimable = one.reason == 0
    values[place[estimable], layout.trial[estimable]] = one.value[estimable]
    known[place[estimable], layout.trial[estimable]] = True
    fit = ancova(stacked, values, known, len(asked), plan.confidence, robust=robust)
    return Adjusted(fit, known.sum(axis=0), _methods(question, names, fit.kept, ANCOVA_HC3 if robust else ANCOVA))


def _covariates(
    layout: Layout, plan: Plan, question: Question, one: Derived, strata: pl.Series
) -> tuple[list[str], list[Numbers]]:
    """Columns of the covariates over persons, and the covariate of each."""
    names: list[str] = []
    columns: list[Numbers] = []
    for covariate in question.covariates:
        if covariate == "baseline" and one.baseline is not None:
            found = [np.where(np.isfinite(one.baseline), one.baseline, 0.0)]
        elif covariate == "tablet_day" and one.tablet_day is not None:
            found = _harmonic(layout, plan, one.tablet_day)
        elif covariate == "stratum":
            levels = strata.fill_null("")
            found = [(levels == level).to_numpy().astype(float) for level in sorted(levels.unique().to_list())]
        else:
            raise InputError(
                f"endpoint {question.name}: covariate {covariate!r} is unknown here; wanted some of: "
                f"{', '.join(COVARIATES)}."
            )
        names += [covariate] * len(found)
        columns += found
    return names, columns


def _harmonic(layout: Layout, plan: Plan, tablet_day: Numbers) -> list[Numbers]:
    """The day of the calendar as cosine and sine, so that its last day is next to its first; and whether off hormones.

    Two numbers describe the rise in the tablet-free days and the fall after them with the fewest degrees of freedom.
    """
    length = np.array([plan.calendars.get(arm, 0) for arm in plan.doses], dtype=float)[layout.arm]
    on = np.isfinite(tablet_day) & (length > 0)
    angle = 2 * np.pi * (np.where(on, tablet_day, 1.0) - 1.0) / np.where(on, length, 1.0)
    return [np.where(on, np.cos(angle), 0.0), np.where(on, np.sin(angle), 0.0), 1.0 - on]


def _methods(question: Question, names: list[str], kept: NDArray[np.bool_], method: str) -> list[str]:
    """The method's name in each trial: what was adjusted for, and what could not be."""
    used = np.zeros((len(question.covariates), kept.shape[1]), dtype=bool)
    for column, name in enumerate(names):
        used[question.covariates.index(name)] |= kept[column]
    patterns, which = np.unique(used, axis=1, return_inverse=True)
    words = []
    for pattern in patterns.T:
        inside = [COVARIATES[c] for c, is_used in zip(question.covariates, pattern, strict=True) if is_used]
        outside = [COVARIATES[c] for c, is_used in zip(question.covariates, pattern, strict=True) if not is_used]
        text = f"{method}, adjusted for {', '.join(inside)}" if inside else f"{method}, without covariates"
        words.append(text + (f"; left out, the same in all women: {', '.join(outside)}" if outside else ""))
    return [words[place] for place in which.ravel()]
