"""Power and sample size of one planned test, from its formula: trials with one look and no simulated women.

Takes true effects, women an arm and error rates; gives a power, or a `Size`: women as the formula is solved, whole
women, and the power that those have.

1. Each test has `<test>_power` and, where it makes sense, `<test>_size`, in the file of its kind of endpoint.
2. Exact where the test's distribution is known (`means`) or can be enumerated (`exact`); by approximation where the
   name of the method says so (`proportions`, `survival`, `ranks`, `mixed`); else simulated, with Monte-Carlo error.
3. `precision` finds sizes for an interval instead of a test.

Arms are told as (treated, control). `design.sample_size` is another thing: it searches over women simulated by antral.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.design.fixed import exact, means, mixed, precision, proportions, ranks, survival
from antral.design.fixed.exact import (
    OneShare,
    binomial_power,
    binomial_size,
    boschloo_power,
    fisher_power,
    fisher_size,
    trend_power,
)
from antral.design.fixed.means import (
    ancova_power,
    ancova_size,
    one_t_power,
    one_t_size,
    t_drift,
    t_power,
    t_size,
    z_power,
    z_size,
)
from antral.design.fixed.mixed import mmrm_inflation, mmrm_power, mmrm_size
from antral.design.fixed.precision import expected_width, precision_size, women_without_events
from antral.design.fixed.proportions import (
    arcsine_power,
    arcsine_size,
    correlation_power,
    correlation_size,
    effect_h,
    one_proportion_power,
    one_proportion_size,
    proportions_power,
    proportions_size,
)
from antral.design.fixed.ranks import mann_whitney_simulated, noether_power, noether_size, normal_chance
from antral.design.fixed.simulated import Simulated
from antral.design.fixed.sized import Size
from antral.design.fixed.survival import (
    Course,
    event_share,
    log_rank_events,
    log_rank_power,
    log_rank_simulated,
    survival_size,
    time_of_events,
)

DESIGNS: Mapping[str, str] = MappingProxyType(
    {
        "fixed_z": means.Z,
        "fixed_t": means.T,
        "fixed_one_t": means.ONE_T,
        "fixed_ancova": means.ANCOVA,
        "fixed_proportions": proportions.PROPORTIONS,
        "fixed_arcsine": proportions.ARCSINE,
        "fixed_one_proportion": proportions.ONE,
        "fixed_correlation": proportions.CORRELATION,
        "fixed_fisher": exact.FISHER,
        "fixed_boschloo": exact.BOSCHLOO,
        "fixed_trend": exact.TREND,
        "fixed_binomial": exact.BINOMIAL,
        "fixed_schoenfeld": survival.SCHOENFELD,
        "fixed_freedman": survival.FREEDMAN,
        "fixed_log_rank": survival.SIMULATED,
        "fixed_noether": ranks.NOETHER,
        "fixed_mann_whitney": ranks.SIMULATED,
        "fixed_mmrm": mixed.MMRM,
        "fixed_precision": precision.PRECISION,
    }
)

__all__ = [
    "DESIGNS",
    "Course",
    "OneShare",
    "Simulated",
    "Size",
    "ancova_power",
    "ancova_size",
    "arcsine_power",
    "arcsine_size",
    "binomial_power",
    "binomial_size",
    "boschloo_power",
    "correlation_power",
    "correlation_size",
    "effect_h",
    "event_share",
    "expected_width",
    "fisher_power",
    "fisher_size",
    "log_rank_events",
    "log_rank_power",
    "log_rank_simulated",
    "mann_whitney_simulated",
    "mmrm_inflation",
    "mmrm_power",
    "mmrm_size",
    "noether_power",
    "noether_size",
    "normal_chance",
    "one_proportion_power",
    "one_proportion_size",
    "one_t_power",
    "one_t_size",
    "precision_size",
    "proportions_power",
    "proportions_size",
    "survival_size",
    "t_drift",
    "t_power",
    "t_size",
    "time_of_events",
    "trend_power",
    "women_without_events",
    "z_power",
    "z_size",
]
