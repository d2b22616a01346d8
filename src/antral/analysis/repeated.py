"""Mixed models for repeated measures over many trials: treated against control at the endpoint's visit."""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis.by_size import Layout
from antral.analysis.endpoints import Derived, Question
from antral.analysis.methods import METHODS, mmrm
from antral.analysis.plan import Plan
from antral.analysis.rows_of_tests import rows_of
from antral.analysis.tails import in_tail, side_of, words
from antral.core import InputError

Numbers = NDArray[np.float64]

NAME = METHODS["mmrm"]


class Compared(NamedTuple):
    """One group of women less another at the endpoint's visit. All `[trial]`, NaN where nothing could be fitted."""

    estimate: Numbers
    low: Numbers
    high: Numbers
    p_value: Numbers
    n: NDArray[np.int64]
    """Women with a value at any visit of the model."""
    methods: list[str]
    """With the covariance structure that was used."""


def compared(layout: Layout, plan: Plan, question: Question, one: Derived, group: NDArray[np.int64]) -> Compared:
    """The model of every trial.

    Parameters
    ----------
    group
        0 control, 1 the women asked for; further groups stay in the model with means of their own. `[person]`
    """
    assert one.course is not None
    place, width = layout.places()
    response = np.full((layout.trials, width, one.course.shape[1]), np.nan)
    response[layout.trial, place] = one.course
    arm = np.zeros((layout.trials, width), dtype=np.int64)
    arm[layout.trial, place] = group
    baseline = None
    if "baseline" in question.covariates:
        if one.baseline is None:
            raise InputError(f"endpoint {question.name}: it has no baseline to adjust for.")
        baseline = np.full((layout.trials, width), np.nan)
        baseline[layout.trial, place] = one.baseline
    days = [day for day, _ in question.model_visits]
    found = mmrm.mmrm_many(
        response, arm, control=0, visits=days, at=days[-1:], baseline=baseline, level=plan.confidence
    )
    asked = next(at for at, effect in enumerate(found.effects) if effect.startswith("1 "))
    used = [*found.structures, "no structure could be fitted"]
    adjusted = ", adjusted for baseline" if baseline is not None else ""
    when = f", visits on days {', '.join(f'{day:g}' for day in days)}"
    names = [f"{NAME}, REML, Kenward-Roger, {name}{adjusted}{when}" for name in used]
    women = np.isfinite(response).any(axis=2).sum(axis=1)
    estimate, low, high, p = (part[:, asked] for part in (found.estimate, found.low, found.high, found.p_value))
    return Compared(estimate, low, high, p, women, [names[at] for at in found.structure])


def tested(
    layout: Layout, trials: list[int], plan: Plan, question: Question, one: Derived, scores: Numbers, name: str
) -> pl.DataFrame:
    """Rows of `Results.tests`: all treated women against the control arm.

    Parameters
    ----------
    scores
        0 in control arms, 1 in the others. `[arm]`
    """
    found = compared(layout, plan, question, one, scores[layout.arm].astype(np.int64))
    side = side_of(question, plan.sides)
    assert one.course is not None
    sizes = layout.counts(np.asarray(np.isfinite(one.course).any(axis=1)))
    return rows_of(
        trials,
        name=name,
        endpoint=question.name,
        kind="mmrm",
        statistic=found.estimate,
        p_value=in_tail(found.p_value, found.estimate, side),
        methods=[f"treated against control, {method}, {words(side)}" for method in found.methods],
        n=found.n,
        sizes=["/".join(map(str, row)) for row in sizes.astype(int).tolist()],
    )
