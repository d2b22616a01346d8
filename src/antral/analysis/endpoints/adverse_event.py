"""Adverse events: any, serious, or taken to be related to the cells."""

from functools import partial

import numpy as np

from antral.analysis.endpoints.definition import Derived, Endpoint, Histories, Question, Reason
from antral.analysis.endpoints.strategies import FERTILITY, HORMONES, LEAVING, OF_SAFETY, PREGNANCY, WHILE_ON_TREATMENT


def derive(histories: Histories, question: Question, *, kind: str) -> Derived:
    """1 for a woman with an adverse event of a kind from randomisation on, else 0.

    Every woman counts, also one who left early: her events until then are known, later ones are not.

    Parameters
    ----------
    kind
        `any`, `serious` (whatever its cause) or `related` (as the investigator judged).
    """
    person, day = histories.adverse[kind]
    until = np.full(histories.persons, np.inf)
    other = histories.began_hormones(assigned=False, until=question.day, free_days=0.0)
    for name, began in (
        (HORMONES, other),
        (PREGNANCY, histories.conceived),
        (LEAVING, histories.last_day),
        (FERTILITY, histories.fertility),
    ):
        if question.strategies[name] == WHILE_ON_TREATMENT:
            until = np.minimum(until, began)
    event = np.zeros(histories.persons)
    event[person[(day >= 0.0) & (day <= np.minimum(question.day, until[person]))]] = 1.0
    reason = np.zeros(histories.persons, dtype=np.int8)
    if not histories.has_events:
        reason[:], event[:] = Reason.NO_DIARY, np.nan
    return Derived(event, reason)


ADVERSE_EVENT = Endpoint(
    code="AE",
    label="at least one adverse event",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounders=frozenset({"background_events", "hormones", "follow_up"}),
    strategies=OF_SAFETY,
    derive=partial(derive, kind="any"),
    is_harm=True,
)

SERIOUS_EVENT = ADVERSE_EVENT._replace(
    code="SAE", label="at least one serious adverse event", derive=partial(derive, kind="serious")
)

RELATED_EVENT = ADVERSE_EVENT._replace(
    code="AEREL",
    label="at least one adverse event taken to be related to the cells",
    confounders=ADVERSE_EVENT.confounders | {"judgement"},
    derive=partial(derive, kind="related"),
    needs_cells=True,
)
