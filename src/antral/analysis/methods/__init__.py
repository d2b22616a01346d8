"""How endpoints are estimated and tested, one method a file; every result carries its method's name.

The flat files serve `analyse`, many trials at once. Each folder is a group with its own front door, for one data set
too.

To add a method, add a file and its line in `METHODS` (of its group), and a case with an outside result to the reference
tests.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis.methods import (
    bayesian,
    binary,
    continuous,
    counts,
    dose_response,
    missing,
    mmrm,
    multiplicity,
    safety,
    survival,
)
from antral.analysis.methods.ancova import ANCOVA, ANCOVA_HC3, Fit, ancova
from antral.analysis.methods.before_after import PAIRED_T, SIGN, SIGNED_RANK, paired_t, sign, signed_rank
from antral.analysis.methods.counts import EXACT_TREND, FISHER
from antral.analysis.methods.difference import (
    NO_COMPARISON,
    SCORE_DIFFERENCE,
    SHIFT,
    STRUCTURAL_ZERO,
    WELCH,
    Compared,
    score_difference,
    shift,
    welch,
)
from antral.analysis.methods.mean import GEOMETRIC_MEAN, MEAN, mean
from antral.analysis.methods.median import MEDIAN, order_statistics
from antral.analysis.methods.permutation import DIFFERENCE, LINEAR_TREND, RANK_SUM, RANK_TREND
from antral.analysis.methods.proportion import CLOPPER_PEARSON, WILSON, clopper_pearson, wilson
from antral.analysis.methods.ranks import midranks
from antral.analysis.methods.result import Result
from antral.analysis.methods.slope import OLS, OLS_RATIO, slope

METHODS: Mapping[str, str] = MappingProxyType(
    {
        # name in a protocol: the name that is printed beside the number
        "clopper_pearson": CLOPPER_PEARSON,
        "wilson": WILSON,
        "mean_t": MEAN,
        "geometric_mean_t": GEOMETRIC_MEAN,
        "median_order": MEDIAN,
        "slope": OLS,
        "slope_ratio": OLS_RATIO,
        "linear_trend": LINEAR_TREND,
        "rank_trend": RANK_TREND,
        "exact_trend": EXACT_TREND,
        "difference": DIFFERENCE,
        "rank_sum": RANK_SUM,
        "fisher": FISHER,
        "ancova": ANCOVA,
        "welch": WELCH,
        "score_difference": SCORE_DIFFERENCE,
        "structural_zero": STRUCTURAL_ZERO,
        "shift": SHIFT,
        "paired_t": PAIRED_T,
        "sign": SIGN,
        "signed_rank": SIGNED_RANK,
        **bayesian.METHODS,
        **binary.METHODS,
        **safety.METHODS,
        **continuous.METHODS,
        **mmrm.METHODS,
        **multiplicity.METHODS,
        **missing.METHODS,
        **dose_response.METHODS,
        **survival.METHODS,
    }
)

__all__ = [
    "ANCOVA",
    "ANCOVA_HC3",
    "METHODS",
    "NO_COMPARISON",
    "Compared",
    "Fit",
    "Result",
    "ancova",
    "bayesian",
    "binary",
    "clopper_pearson",
    "continuous",
    "counts",
    "dose_response",
    "mean",
    "midranks",
    "missing",
    "mmrm",
    "multiplicity",
    "order_statistics",
    "paired_t",
    "safety",
    "score_difference",
    "shift",
    "sign",
    "signed_rank",
    "slope",
    "survival",
    "welch",
    "wilson",
]
