"""Change of a hormone on the log scale: FSH, E2."""

import numpy as np

from antral.analysis.endpoints.definition import Derived, Endpoint, Histories, Question
from antral.analysis.endpoints.strategies import OF_NUMBERS
from antral.analysis.endpoints.visit_pair import visit_pair


def derive(histories: Histories, question: Question) -> Derived:
    """Natural logarithm of the ratio of the visit's value to baseline; never in pregnancy."""
    pair = visit_pair(histories, question, logs=True)
    change = np.where(pair.reason == 0, pair.later - pair.baseline, np.nan)
    return Derived(change, pair.reason, pair.baseline, pair.tablet_day)


LOG_CHANGE = Endpoint(
    code="LOGCHG",
    label="log ratio to baseline",
    unit="ratio",
    is_count=False,
    estimate="mean_t",
    confounders=frozenset({"fluctuation", "entry", "cycle_day", "hormones"}),
    strategies=OF_NUMBERS,
    derive=derive,
)
