"""A bleed: at least one spontaneous bleed, the loosest sense in which menses can be said to have returned."""

import numpy as np

from antral.analysis.endpoints.bleeds import after_day_one
from antral.analysis.endpoints.definition import Derived, Endpoint, Histories, Question, Reason, first_day
from antral.analysis.endpoints.first_event import event_or_lost, with_pregnancy
from antral.analysis.endpoints.strategies import OF_BLEEDING


def derive(histories: Histories, question: Question) -> Derived:
    """1 for a woman with a spontaneous bleed from day 1 on and off hormones, else 0.

    One bleed may be a withdrawal of oestrogen without ovulation, so this says less than `menses_resumed`. A conception
    counts where the estimand says so.
    """
    day = first_day(histories.persons, after_day_one(histories, question))
    derived = event_or_lost(histories, question, with_pregnancy(histories, question, day, bleeding=True), bleeding=True)
    if not histories.has_events:
        derived.reason[:], derived.value[:] = Reason.NO_DIARY, np.nan
    return derived


BLED = Endpoint(
    code="BLED",
    label="at least one spontaneous bleed",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounders=frozenset({"fluctuation", "resumption", "hormones", "hormone_bleeds", "breakthrough", "follow_up"}),
    strategies=OF_BLEEDING,
    derive=derive,
    bleeding=True,
)
