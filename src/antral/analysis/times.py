"""Times to a first event of each participant, from the tables: how long she was followed, and how it ended.

What the event is, and who has had it, the endpoint's own derivation says; here is only when. A woman without it is
followed to the endpoint's day, or until she left, or until one of the estimand's intercurrent events took her out.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis.derive import Valued, valued
from antral.analysis.endings import Ending, ends
from antral.analysis.endpoints import Reason
from antral.analysis.histories import histories
from antral.analysis.plan import Plan, plan
from antral.core import InputError
from antral.dataset import Tables
from antral.protocol import Protocol

Numbers = NDArray[np.float64]


CAUSES = len(Ending) - 1
"""Kinds of events, the one asked for and those that compete."""


class Times(NamedTuple):
    """The time of each participant of each trial. All arrays `[person]`, in order of trial, dose and number."""

    persons: pl.DataFrame
    trial: NDArray[np.int64]
    """Position of her trial."""
    arm: NDArray[np.int64]
    """Position of her arm, in order of dose."""
    time: Numbers
    """Days since randomisation; NaN where she tells nothing of the event."""
    ending: NDArray[np.int64]
    """An `Ending`."""
    left_out: tuple[str, ...]
    """Why she tells nothing; empty where she does."""

    @property
    def long(self) -> pl.DataFrame:
        """One row a participant: `trial, participant_id, arm, dose_cells, time, status, ended, left_out`.

        `status` is an `Ending`, as the methods of times take it; time and status are null where `left_out` says why.
        """
        words = [ending.words for ending in map(Ending, self.ending.tolist())]
        known = pl.Series(~np.isnan(self.time))
        return self.persons.select("trial", "participant_id", "arm", "dose_cells").with_columns(
            pl.Series("time", self.time).fill_nan(None),
            pl.when(known).then(pl.Series("status", self.ending)).alias("status"),
            pl.when(known).then(pl.Series("ended", words)).alias("ended"),
            pl.Series("left_out", self.left_out),
        )

    def by_trial(self) -> tuple[Numbers, NDArray[np.int64], NDArray[np.int64]]:
        """Time, ending and arm as the methods for many trials take them. `[woman, trial]`, NaN times where no woman."""
        trials = int(self.trial.max()) + 1
        start = np.searchsorted(self.trial, np.arange(trials))
        row = np.arange(len(self.trial)) - start[self.trial]
        shape = (int(row.max()) + 1, trials)
        time, ending, arm = np.full(shape, np.nan), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for array, values in ((time, self.time), (ending, self.ending), (arm, self.arm)):
            array[row, self.trial] = values
        return time, ending, arm


def event_times(tables: Tables, protocol: Protocol | Plan, endpoint: str) -> Times:
    """The time to an endpoint's first event, such as menses, ovulation, pregnancy or live birth.

    A woman whose endpoint is 1 has the event on its day: the second of two bleeds, the visit that showed it, the
    conception. Others are censored on the last day that could have shown it, or have a competing event, as the
    endpoint's strategies say:

    - leaving: censored; a competing event where the estimand counts it as a failure;
    - hormones, fertility treatment, pregnancy: nothing, censored, or a competing event. Where only bleeds under
      hormones do not count, time under hormones passes as time without the event, and she is censored when those began
      that she took to the end.

    Parameters
    ----------
    endpoint
        Name of an endpoint of the protocol.

    Raises
    ------
    InputError
        An endpoint that the protocol has not, or that is no first event (a change, menses sustained, adverse events).
    """
    wanted = plan(protocol)
    question = wanted.question(endpoint)
    alone = replace(wanted, questions=(question,))
    found: Valued = valued(tables, alone)
    derived = found.values[question.name]
    if derived.day is None:
        dated = "menses resumed, ovulation, follicular growth, conception, live birth"
        raise InputError(f"{endpoint} ({question.derive}) is no first event with a day; wanted one of: {dated}.")
    known = histories(tables, alone, found.persons)
    time, ending, reason = ends(known, question, derived)
    words = tuple(Reason(code).words for code in reason.tolist())
    return Times(found.persons, found.layout.trial, found.layout.arm, time, ending, words)
