"""Plain change from baseline: AMH, antral follicle count."""

import numpy as np

from antral.analysis.endpoints.definition import Derived, Endpoint, Histories, Question
from antral.analysis.endpoints.strategies import OF_NUMBERS
from antral.analysis.endpoints.visit_pair import visit_pair


def derive(histories: Histories, question: Question) -> Derived:
    """The visit's value minus baseline; two values below the detection limit are a change of 0, a tie."""
    pair = visit_pair(histories, question, logs=False)
    change = np.where(pair.reason == 0, pair.later - pair.baseline, np.nan)
    return Derived(change, pair.reason, pair.baseline, pair.tablet_day)


CHANGE = Endpoint(
    code="CHG",
    label="change from baseline",
    unit="as measured",
    is_count=False,
    estimate="median_order",
    confounders=frozenset({"detection_limit", "observer", "fluctuation", "hormones"}),
    strategies=OF_NUMBERS,
    derive=derive,
)
