"""Any serious adverse event."""

import numpy as np

from antral.analysis.endpoints.definition import Derived, Endpoint, Histories, Question, Reason


def derive(histories: Histories, question: Question) -> Derived:
    """1 for a woman with a serious adverse event from randomisation on, whatever its cause, else 0.

    Every woman counts, also one who left early: her events until then are known, later ones are not.
    """
    person, day = histories.serious
    event = np.zeros(histories.persons)
    event[person[(day >= 0.0) & (day <= question.day)]] = 1.0
    reason = np.zeros(histories.persons, dtype=np.int8)
    if not histories.has_events:
        reason[:], event[:] = Reason.NO_DIARY, np.nan
    return Derived(event, reason)


SERIOUS_EVENT = Endpoint(
    code="SAE",
    label="at least one serious adverse event",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounded_by="events that would have happened without cells; length of follow-up",
    derive=derive,
)
