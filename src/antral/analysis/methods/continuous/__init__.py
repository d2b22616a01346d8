"""Continuous endpoints: means, ranks, covariates, and values below detection; one data set or many trials at once.

Takes arrays of women, NaN where a value is missing; gives a `Result` with the method's full name, or arrays by trial.

1. Two groups: `t_test`, `welch_test`, `geometric_mean_ratio`, `rank_sum_test`; the same women twice: `paired_t_test`.
2. Arms with covariates: `adjusted_difference`, with usual or HC3 errors.
3. Values below detection: `tobit` takes them as censored, `gehan_test` by ranks. Within strata: `van_elteren_test`.
4. `as_ratio` tells any difference of logarithms as a ratio.
5. Over trials: `pooled`, `rank_sum`, `censored`, `gehan` here; `ancova`, `welch`, `shift`, `paired_t` one level up.

To add a method, add a file, its line in `METHODS` and a case in `records/reference/statistics/continuous.yaml`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis.methods.ancova import ANCOVA_HC3
from antral.analysis.methods.continuous.covariance import adjusted_difference
from antral.analysis.methods.continuous.gehan import GEHAN, gehan, gehan_test
from antral.analysis.methods.continuous.geometric import RATIO_OF_GEOMETRIC_MEANS, as_ratio, geometric_mean_ratio
from antral.analysis.methods.continuous.rank_sum import MANN_WHITNEY, rank_sum, rank_sum_test
from antral.analysis.methods.continuous.tobit import TOBIT, Censored, censored, tobit
from antral.analysis.methods.continuous.two_means import (
    PAIRED_DIFFERENCE,
    POOLED_T,
    paired_t_test,
    pooled,
    t_test,
    welch_test,
)
from antral.analysis.methods.continuous.van_elteren import VAN_ELTEREN, van_elteren_test

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "pooled_t": POOLED_T,
        "paired_difference": PAIRED_DIFFERENCE,
        "ratio_of_geometric_means": RATIO_OF_GEOMETRIC_MEANS,
        "mann_whitney": MANN_WHITNEY,
        "ancova_hc3": ANCOVA_HC3,
        "tobit": TOBIT,
        "gehan": GEHAN,
        "van_elteren": VAN_ELTEREN,
    }
)

__all__ = [
    "METHODS",
    "Censored",
    "adjusted_difference",
    "as_ratio",
    "censored",
    "gehan",
    "gehan_test",
    "geometric_mean_ratio",
    "paired_t_test",
    "pooled",
    "rank_sum",
    "rank_sum_test",
    "t_test",
    "tobit",
    "van_elteren_test",
    "welch_test",
]
