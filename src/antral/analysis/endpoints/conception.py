"""Conception and live birth."""

from dataclasses import replace

import numpy as np

from antral.analysis.endpoints.definition import Derived, Endpoint, Histories, Numbers, Question, Reason
from antral.analysis.endpoints.first_event import event_or_lost, usable
from antral.analysis.endpoints.strategies import OF_CONCEPTION


def conceived(histories: Histories, question: Question) -> Derived:
    """1 for a woman who conceived by the endpoint's day, else 0; few women try, and who does is not chance."""
    return _by_then(histories, question, histories.conceived)


def live_birth(histories: Histories, question: Question) -> Derived:
    """1 for a woman who had borne a living child by the endpoint's day, else 0; a pregnancy takes nine months."""
    return _by_then(histories, question, histories.born)


def _by_then(histories: Histories, question: Question, day: Numbers) -> Derived:
    """The endpoint; the hormones of her arm do not take a pregnancy out, and whether others do the estimand says."""
    asked = replace(question, under_assigned_hormones=True)
    counts = usable(histories, asked, np.arange(histories.persons), histories.conceived)
    derived = event_or_lost(histories, asked, np.where(counts, day, np.inf))
    if not histories.has_events:
        derived.reason[:], derived.value[:] = Reason.NO_DIARY, np.nan
    return derived


CONCEIVED = Endpoint(
    code="CONCEIVE",
    label="conception",
    unit="share of women",
    is_count=True,
    estimate="clopper_pearson",
    confounders=frozenset({"resumption", "wish", "fertility_treatment", "follow_up"}),
    strategies=OF_CONCEPTION,
    derive=conceived,
    own_hormones=False,
)

LIVE_BIRTH = CONCEIVED._replace(code="LIVEBIRT", label="live birth", derive=live_birth)
