"""The log-rank test over many trials: how long treated and control women wait for an endpoint's first event."""

import numpy as np
import polars as pl

from antral.analysis.by_size import Layout
from antral.analysis.endings import Ending
from antral.analysis.endpoints import Derived, Question
from antral.analysis.methods import METHODS, survival
from antral.analysis.plan import Plan
from antral.analysis.rows_of_tests import rows_of
from antral.analysis.tails import in_tail, side_of, words
from antral.core import InputError


def tested(
    layout: Layout,
    trials: list[int],
    plan: Plan,
    question: Question,
    one: Derived,
    scores: tuple[float, ...],
    name: str,
) -> pl.DataFrame:
    """Rows of `Results.tests`; the statistic is z, above 0 where treated women have more events than expected.

    A competing event ends her time as leaving does. A trial in which no event can tell the groups apart has no p-value.

    Parameters
    ----------
    scores
        0 in control arms, 1 in the others.
    """
    if one.time is None or one.ending is None:
        raise InputError(
            f"endpoint {question.name}: {question.derive} is no first event with a day; log_rank wants one."
        )
    place, width = layout.places()
    shape = (width, layout.trials)
    time, event, group = np.full(shape, np.nan), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    time[place, layout.trial] = one.time
    event[place, layout.trial] = one.ending == Ending.EVENT
    group[place, layout.trial] = np.asarray(scores)[layout.arm] > 0
    found = survival.log_rank_by_trial(time, event, group, groups=2)
    side = side_of(question, plan.sides)
    sizes = layout.counts(np.isfinite(one.time)).astype(int)
    return rows_of(
        trials,
        name=name,
        endpoint=question.name,
        kind="log_rank",
        statistic=found.z,
        p_value=in_tail(found.p_value, found.z, side),
        methods=f"treated against control, {METHODS['log_rank']} of the time to the event, {words(side)}",
        n=sizes.sum(axis=1),
        sizes=["/".join(map(str, row)) for row in sizes.tolist()],
    )
