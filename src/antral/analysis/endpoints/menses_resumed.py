"""Menses resumed: two spontaneous bleeds at a cycle's distance."""

import numpy as np

from antral.analysis.endpoints.bleeds import after_day_one, begins_cycle, not_estimable
from antral.analysis.endpoints.definition import Derived, Endpoint, Histories, Question, event_or_lost


def derive(histories: Histories, question: Question) -> Derived:
    """1 for a woman with two bleeds 21 to 60 days apart, both from day 1 on and off hormones, else 0.

    Any two bleeds count, not only neighbours: spotting between two menses does not undo them. A conception counts as
    resumed. Bleeding under hormones, or within 30 days after, is not menstruation; a woman treated with hormones before
    she resumed is not estimable, nor is one who left before she resumed.
    """
    person, day = after_day_one(histories, question)
    event = np.zeros(histories.persons, dtype=bool)
    event[person[begins_cycle(person, day, question)]] = True
    event |= histories.conceived <= question.day
    derived = event_or_lost(histories, question, event)
    not_estimable(histories, question, event, derived.reason)
    return Derived(np.where(derived.reason == 0, derived.value, np.nan), derived.reason)


MENSES_RESUMED = Endpoint(
    code="MENSRES",
    label="menses resumed",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounded_by="spontaneous resumption, in about one woman of four; bleeding after hormones; breakthrough bleeding",
    derive=derive,
)
