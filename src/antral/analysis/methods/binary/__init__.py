"""Yes-or-no outcomes in few women: intervals, exact tests, strata, dose, and logistic regression.

Takes counts (`events` of `n` women, the first group against the second) or, for Firth's regression, arrays by woman;
gives a `Result` for one sample, and arrays over trials where many are tested at once.

1. `share`: one share by Clopper and Pearson, Blaker, Wilson or Jeffreys.
2. `risk_difference` (Newcombe, Miettinen and Nurminen, Wald; Fisher, mid-p, Boschloo, chi-squared) and `odds_ratio`
   (conditional, exact): two groups.
3. `mantel_haenszel` and `exact_mantel_haenszel`: two groups within strata; `mcnemar`: two findings of each woman;
   `trend`: shares over dose, exact or asymptotic.
4. `firth`: adjusted for covariates, with finite estimates whatever is separated.
5. `fisher_p`, `boschloo_p`, `chi_squared`, `newcombe`, `wald_difference`, `blaker`, `jeffreys` take `[group, trial]`.

Fisher's test, the exact trend, Clopper and Pearson, Wilson, and Miettinen and Nurminen stand in `counts`, `proportion`
and `difference`, and are used from there.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis.methods.binary.boschloo import BOSCHLOO, BOSCHLOO_UP_TO, boschloo_p
from antral.analysis.methods.binary.chi_squared import CHI_SQUARED, CHI_SQUARED_CORRECTED, chi_squared
from antral.analysis.methods.binary.differences import (
    MIETTINEN_NURMINEN,
    NEWCOMBE,
    WALD_DIFFERENCE,
    newcombe,
    wald_difference,
)
from antral.analysis.methods.binary.firth import FIRTH, firth
from antral.analysis.methods.binary.fisher import MID_P, fisher_p
from antral.analysis.methods.binary.paired import MCNEMAR, mcnemar
from antral.analysis.methods.binary.share import BLAKER, JEFFREYS, blaker, jeffreys, share
from antral.analysis.methods.binary.stratified import (
    EXACT_MANTEL_HAENSZEL,
    MANTEL_HAENSZEL_DIFFERENCE,
    MANTEL_HAENSZEL_ODDS,
    exact_mantel_haenszel,
    mantel_haenszel,
)
from antral.analysis.methods.binary.tables import ALTERNATIVES
from antral.analysis.methods.binary.trend import COCHRAN_ARMITAGE, trend
from antral.analysis.methods.binary.two_shares import INTERVALS, ODDS_RATIO, TESTS, odds_ratio, risk_difference

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "blaker": BLAKER,
        "jeffreys": JEFFREYS,
        "mid_p": MID_P,
        "boschloo": BOSCHLOO,
        "chi_squared": CHI_SQUARED,
        "chi_squared_corrected": CHI_SQUARED_CORRECTED,
        "newcombe": NEWCOMBE,
        "miettinen_nurminen": MIETTINEN_NURMINEN,
        "wald_difference": WALD_DIFFERENCE,
        "odds_ratio": ODDS_RATIO,
        "mcnemar": MCNEMAR,
        "cochran_armitage": COCHRAN_ARMITAGE,
        "mantel_haenszel_odds": MANTEL_HAENSZEL_ODDS,
        "mantel_haenszel_difference": MANTEL_HAENSZEL_DIFFERENCE,
        "mantel_haenszel_exact": EXACT_MANTEL_HAENSZEL,
        "firth": FIRTH,
    }
)
"""Names and full names of this group."""

__all__ = [
    "ALTERNATIVES",
    "BOSCHLOO_UP_TO",
    "INTERVALS",
    "METHODS",
    "TESTS",
    "blaker",
    "boschloo_p",
    "chi_squared",
    "exact_mantel_haenszel",
    "firth",
    "fisher_p",
    "jeffreys",
    "mantel_haenszel",
    "mcnemar",
    "newcombe",
    "odds_ratio",
    "risk_difference",
    "share",
    "trend",
    "wald_difference",
]
