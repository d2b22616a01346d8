"""Menses sustained: resumed, and still there at the end."""

import numpy as np

from antral.analysis.endpoints.bleeds import after_day_one, begins_cycle, gaps
from antral.analysis.endpoints.definition import Derived, Endpoint, Histories, Question, Reason, limits
from antral.analysis.endpoints.first_event import settled, with_pregnancy
from antral.analysis.endpoints.strategies import OF_BLEEDING


def derive(histories: Histories, question: Question) -> Derived:
    """1 for a woman who resumed and still menstruates when follow-up ends, else 0.

    Her last unbroken run of bleeds, none more than 60 days after the one before, must hold a cycle of 21 to 60 days
    and at least three bleeds (two are resumption itself; a single cycle is what fluctuation gives), and reach into the
    last 90 days: a woman who bled within the longest cycle of 60 days and a month of grace has not visibly stopped.
    About half of those who resume stop again, so this asks for more than resumption does. A conception counts as
    sustained where the estimand says so. It can only be known at the end: whoever left or had hormones earlier is not
    estimable, whatever she had shown, unless the estimand counts that as a failure.
    """
    bleeds = after_day_one(histories, question)
    person, day = bleeds
    _, longest = gaps(question)
    usual = limits("bleeding")
    stretch = usual["last_stretch"] if question.last_days is None else question.last_days
    event = np.zeros(histories.persons, dtype=bool)
    if len(person):
        begins = np.r_[True, (np.diff(person) != 0) | (np.diff(day) > longest + 1e-6)]
        run = np.cumsum(begins) - 1
        first, after = np.flatnonzero(begins), np.r_[np.flatnonzero(begins)[1:], len(person)]
        cycles = np.bincount(run, weights=begins_cycle(bleeds, question)[0], minlength=len(first))
        last = np.r_[np.diff(person[first]) != 0, True]  # her last run: a later, shorter one ends the one before
        holds = last & (after - first >= usual["fewest_bleeds"]) & (cycles > 0)
        holds &= day[after - 1] >= question.day - stretch
        event[person[first[holds]]] = True
    conceived = with_pregnancy(histories, question, np.full(histories.persons, np.inf), bleeding=True)
    event |= conceived <= question.day
    derived = settled(histories, question, event, bleeding=True, kept_when_lost=False)
    if not histories.has_events:
        derived.reason[:], derived.value[:] = Reason.NO_DIARY, np.nan
    return derived


MENSES_SUSTAINED = Endpoint(
    code="MENSSUS",
    label="menses sustained to the end",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounders=frozenset({"resumption", "hormones", "hormone_bleeds", "follow_up"}),
    strategies=OF_BLEEDING,
    derive=derive,
    bleeding=True,
)
