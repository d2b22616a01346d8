"""The endpoint of each participant, from the tables."""

import numpy as np
import polars as pl

from antral.analysis.endpoints import ENDPOINTS, Derived, Reason
from antral.analysis.histories import histories, people
from antral.analysis.plan import Plan, plan
from antral.dataset import Tables
from antral.protocol import Protocol

_REASONS = [reason.words for reason in Reason]


def derive(tables: Tables, protocol: Protocol | Plan) -> pl.DataFrame:
    """Every endpoint of every participant of every trial.

    Returns
    -------
    Columns `trial, participant_id, arm, dose_cells, endpoint, value, estimable, reason`; a row for each participant and
    endpoint, in order of endpoint, trial and dose. `value` is the log ratio, the change, or 0 and 1; null with a reason
    where it is not estimable. `dose_cells` is the planned dose of all infusions together.
    """
    wanted = plan(protocol)
    persons = people(tables, wanted)
    return long_frame(persons, derived(tables, wanted, persons))


def derived(tables: Tables, wanted: Plan, persons: pl.DataFrame) -> dict[str, Derived]:
    """The same as arrays over persons, by endpoint."""
    known = histories(tables, wanted, persons)
    return {question.name: ENDPOINTS[question.derive].derive(known, question) for question in wanted.questions}


def long_frame(persons: pl.DataFrame, values: dict[str, Derived]) -> pl.DataFrame:
    """Arrays by endpoint as one long table."""
    who = persons.select("trial", "participant_id", "arm", "dose_cells")
    parts = []
    for name, one in values.items():
        reason = pl.Series("reason", one.reason.astype(np.int64)).replace_strict(
            dict(enumerate(_REASONS)), return_dtype=pl.String()
        )
        parts.append(
            who.with_columns(
                pl.lit(name).alias("endpoint"),
                pl.Series("value", one.value).fill_nan(None),
                pl.Series("estimable", one.reason == Reason.ESTIMABLE),
                reason,
            )
        )
    return pl.concat(parts)
