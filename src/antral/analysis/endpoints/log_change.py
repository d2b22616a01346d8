"""Change of a hormone on the log scale: FSH, E2."""

import numpy as np

from antral.analysis.endpoints.definition import Derived, Endpoint, Histories, Question
from antral.analysis.endpoints.visit_pair import visit_pair


def derive(histories: Histories, question: Question) -> Derived:
    """Natural logarithm of the ratio of the visit's value to baseline; not under hormones, not in pregnancy."""
    pair = visit_pair(histories, question, logs=True, off_hormones=True)
    return Derived(np.where(pair.reason == 0, pair.later - pair.baseline, np.nan), pair.reason)


LOG_CHANGE = Endpoint(
    code="LOGCHG",
    label="log ratio to baseline",
    unit="ratio",
    is_count=False,
    estimate="mean_t",
    confounded_by="spontaneous fluctuation, entry at a bad moment (regression to the mean), day of the cycle, hormones",
    derive=derive,
)
