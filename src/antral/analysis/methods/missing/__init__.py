"""Missing values: imputed many times under a stated assumption, each data set analysed, the answers pooled.

Takes values `[woman, visit]`, arms and complete covariates; gives a `Result` that names the assumption.

1. `impute` completes the data: at random, or after a woman's last value from the reference arm (`ASSUMPTIONS`).
2. `covariance_at` or `means_at` analyses every completed data set; a function of one's own may do it.
3. `pool` joins the answers by Rubin's rules. `multiple_imputation` is all three, with as many imputations as it needs.
4. `tipping_point` moves what was imputed until the conclusion changes.

To add an assumption, give it a profile in `impute` and a line in `ASSUMPTIONS`; to add a method, its line in `METHODS`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis.methods.missing.complete import Complete, covariance_at, means_at
from antral.analysis.methods.missing.delta import DELTA, Adjusted, Tipping, tipping_point
from antral.analysis.methods.missing.impute import ASSUMPTIONS, Imputed, impute
from antral.analysis.methods.missing.imputed_analysis import MULTIPLE_IMPUTATION, multiple_imputation, pooled_result
from antral.analysis.methods.missing.rubin import RUBIN, Pooled, pool

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "rubin": RUBIN,
        "multiple_imputation": MULTIPLE_IMPUTATION,
        **{name: f"{MULTIPLE_IMPUTATION}; {words}" for name, words in ASSUMPTIONS.items() if name != "at_random"},
        "tipping_point": DELTA,
    }
)

__all__ = [
    "ASSUMPTIONS",
    "METHODS",
    "Adjusted",
    "Complete",
    "Imputed",
    "Pooled",
    "Tipping",
    "covariance_at",
    "impute",
    "means_at",
    "multiple_imputation",
    "pool",
    "pooled_result",
    "tipping_point",
]
