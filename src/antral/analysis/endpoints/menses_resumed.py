"""Menses resumed: two spontaneous bleeds at a cycle's distance."""

import numpy as np

from antral.analysis.endpoints.bleeds import after_day_one, begins_cycle
from antral.analysis.endpoints.definition import Derived, Endpoint, Happened, Histories, Question, Reason, first_day
from antral.analysis.endpoints.first_event import event_or_lost, with_pregnancy
from antral.analysis.endpoints.strategies import OF_BLEEDING


def derive(histories: Histories, question: Question) -> Derived:
    """1 for a woman with two bleeds 21 to 60 days apart, both from day 1 on and off hormones, else 0.

    Any two bleeds count, not only neighbours: spotting between two menses does not undo them. A conception counts as
    resumed where the estimand says so. Bleeding under hormones, or within 30 days after, is not menstruation; a woman
    treated with hormones before she resumed is not estimable, nor is one who left before she resumed.
    """
    bleeds = after_day_one(histories, question)
    begins, second = begins_cycle(bleeds, question)
    resumed = first_day(histories.persons, Happened(bleeds.person[begins], second[begins]))
    resumed = with_pregnancy(histories, question, resumed, bleeding=True)
    derived = event_or_lost(histories, question, resumed, bleeding=True)
    if not histories.has_events:
        derived.reason[:], derived.value[:] = Reason.NO_DIARY, np.nan
    return derived


MENSES_RESUMED = Endpoint(
    code="MENSRES",
    label="menses resumed",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounders=frozenset({"resumption", "hormones", "hormone_bleeds", "breakthrough"}),
    strategies=OF_BLEEDING,
    derive=derive,
    bleeding=True,
)
