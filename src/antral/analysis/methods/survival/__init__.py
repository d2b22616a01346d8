"""Time to an event: curves, tests and comparisons, for one trial and for many at once.

Takes times, how they ended (0 censored, 1 the event, 2 and more competing events) and groups, as plain arrays; gives
`Result`s and curves. Times come from the tables by `antral.analysis.times`.

1. `kaplan_meier` gives the share without the event by time, with its limits, its quantiles and its value at a day.
2. `log_rank` tests groups, also in strata and with weights; `exact_log_rank` re-allocates the women of a small trial.
3. `cox` estimates hazard ratios, with covariates and strata; an infinite one is told as such, with profile limits.
4. `restricted_mean_contrast` compares mean times up to a day, without assuming proportional hazards.
5. `cumulative_incidence` (Aalen-Johansen) counts women who left as such, and not as if they could still have the event.

What ends in `_by_trial` takes arrays `[woman, trial]` and gives the same numbers for thousands of trials.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis.methods.survival.cox import COX, Cox, cox
from antral.analysis.methods.survival.cumulative_incidence import (
    AALEN_JOHANSEN,
    Incidence,
    cumulative_incidence,
    cumulative_incidence_by_trial,
)
from antral.analysis.methods.survival.kaplan_meier import (
    KAPLAN_MEIER,
    MEDIAN_TIME,
    Curve,
    Shares,
    kaplan_meier,
    kaplan_meier_by_trial,
)
from antral.analysis.methods.survival.log_rank import (
    EXACT_LOG_RANK,
    G_RHO,
    LOG_RANK,
    STRATIFIED,
    ExactLogRank,
    LogRank,
    exact_log_rank,
    exact_log_rank_by_trial,
    log_rank,
    log_rank_by_trial,
)
from antral.analysis.methods.survival.restricted_mean import (
    RESTRICTED_DIFFERENCE,
    RESTRICTED_MEAN,
    RESTRICTED_RATIO,
    Contrast,
    Means,
    restricted_contrast,
    restricted_mean,
    restricted_mean_by_trial,
    restricted_mean_contrast,
)

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "kaplan_meier": KAPLAN_MEIER,
        "median_time": MEDIAN_TIME,
        "log_rank": LOG_RANK,
        "stratified_log_rank": STRATIFIED,
        "weighted_log_rank": G_RHO,
        "exact_log_rank": EXACT_LOG_RANK,
        "cox": COX,
        "restricted_mean": RESTRICTED_MEAN,
        "restricted_mean_difference": RESTRICTED_DIFFERENCE,
        "restricted_mean_ratio": RESTRICTED_RATIO,
        "cumulative_incidence": AALEN_JOHANSEN,
    }
)

__all__ = [
    "METHODS",
    "Contrast",
    "Cox",
    "Curve",
    "ExactLogRank",
    "Incidence",
    "LogRank",
    "Means",
    "Shares",
    "cox",
    "cumulative_incidence",
    "cumulative_incidence_by_trial",
    "exact_log_rank",
    "exact_log_rank_by_trial",
    "kaplan_meier",
    "kaplan_meier_by_trial",
    "log_rank",
    "log_rank_by_trial",
    "restricted_contrast",
    "restricted_mean",
    "restricted_mean_by_trial",
    "restricted_mean_contrast",
]
