"""The endpoint of each participant, from the tables."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from antral.analysis.by_size import Layout
from antral.analysis.endings import ends
from antral.analysis.endpoints import ENDPOINTS, Derived, Histories, Question, Reason
from antral.analysis.histories import histories, people
from antral.analysis.plan import Plan, plan
from antral.core import DataError
from antral.dataset import Tables
from antral.protocol import Protocol

_REASONS = [reason.words for reason in Reason]


class Valued(NamedTuple):
    """Every endpoint of every participant of every trial, as arrays over persons."""

    persons: pl.DataFrame
    """All participants, in order of trial, dose and number."""
    trials: list[int]
    """Numbers of the trials."""
    layout: Layout
    """Trial and arm of each person, as positions."""
    values: dict[str, Derived]
    """By endpoint."""

    def first(self, women: int) -> "Valued":
        """The first so many participants of each trial, by their number: what a smaller trial would have seen."""
        kept = self.persons["participant_id"].to_numpy() <= women
        place = np.flatnonzero(kept)
        numbers = np.unique(self.layout.trial[place])
        layout = self.layout._replace(
            trial=np.searchsorted(numbers, self.layout.trial[place]), arm=self.layout.arm[place], trials=len(numbers)
        )
        values = {name: one.at(place) for name, one in self.values.items()}
        return Valued(self.persons.filter(pl.Series(kept)), [self.trials[n] for n in numbers], layout, values)

    @property
    def long(self) -> pl.DataFrame:
        """The same as one long table, as `derive` gives it."""
        who = self.persons.select("trial", "participant_id", "arm", "dose_cells")
        parts = []
        for name, one in self.values.items():
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


def valued(tables: Tables, wanted: Plan) -> Valued:
    """The endpoints of a plan."""
    if tables.participants.is_empty():
        raise DataError("participants has no rows; at least one participant was wanted.")
    persons = people(tables, wanted)
    trials = persons["trial"].unique(maintain_order=True).to_list()
    layout = Layout(
        trial=np.searchsorted(np.asarray(trials), persons["trial"].to_numpy()),
        arm=persons["arm_position"].to_numpy(),
        trials=len(trials),
        arms=len(wanted.doses),
    )
    known = histories(tables, wanted, persons)
    values = {question.name: _derived(known, question) for question in wanted.questions}
    return Valued(persons, trials, layout, values)


def _derived(known: Histories, question: Question) -> Derived:
    """An endpoint, with what its test needs beside: values at the visits of a mixed model, times to the event."""
    way = ENDPOINTS[question.derive].derive
    found = way(known, question)
    if question.test == "log_rank" and found.day is not None:
        time, ending, _ = ends(known, question, found)
        return found._replace(time=time, ending=ending)
    if not question.model_visits:
        return found
    course = [
        found.value if day == question.day else way(known, replace(question, day=day, window_days=window)).value
        for day, window in question.model_visits
    ]
    return found._replace(course=np.stack(course, axis=1))


def derive(tables: Tables, protocol: Protocol | Plan) -> pl.DataFrame:
    """Every endpoint of every participant of every trial.

    Returns
    -------
    Columns `trial, participant_id, arm, dose_cells, endpoint, value, estimable, reason`; a row for each participant and
    endpoint, in order of endpoint, trial and dose. `value` is the log ratio, the change, or 0 and 1; null with a reason
    where it is not estimable. `dose_cells` is the planned dose of all infusions together.
    """
    return valued(tables, plan(protocol)).long
