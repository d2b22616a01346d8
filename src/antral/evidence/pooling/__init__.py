"""Effects of studies pooled, each number with its method's full name.

Takes effects and their variances, or counts; gives a `Pooled`.

1. `effect_size` gives effects and variances of any of the `MEASURES` from what studies print.
2. `random_effects` pools effects that differ between studies: nine estimators of tau2 (`ESTIMATORS`), the
   Hartung-Knapp-Sidik-Jonkman interval or Wald's, Q-profile interval of tau2, prediction interval.
3. `common_effect` assumes one effect; `mantel_haenszel` and `peto` do from counts, for rare events.
4. `se_from_interval`, `se_from_p`, `sd_from_se`, `from_range`, `from_quartiles`, `from_five` turn what papers print
   into means, standard deviations and standard errors.
5. `meta_regression` explains effects by numbers and groups (`exchanged` gives its p-values for few studies);
   `subgroups` pools groups apart and compares them.
6. `leave_one_out`, `cumulative`, `influence` and `baujat` say what single studies do to the result.
7. `proportions`: one share from several studies. `rare`: rare events in two arms. `signs`: directions and p-values.
   `small_studies`: tests of the
   funnel. `dependence`: several effects of one study. Each is a group with its front door.

To add a method, add a file, its line in `METHODS` and a case with an outside result.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.evidence.pooling import dependence, proportions, rare, signs, small_studies
from antral.evidence.pooling.between import ESTIMATORS
from antral.evidence.pooling.common_effect import COMMON_EFFECT, common_effect
from antral.evidence.pooling.effect_sizes import MEASURES, Effects, Measure, correlation_of, effect_size
from antral.evidence.pooling.exchanged import EXCHANGED, Exchanged, exchanged
from antral.evidence.pooling.influence import INFLUENCE, Baujat, Influence, baujat, influence
from antral.evidence.pooling.intervals import INTERVALS, PREDICTIONS
from antral.evidence.pooling.one_by_one import cumulative, leave_one_out
from antral.evidence.pooling.pooled import BACK, Pooled
from antral.evidence.pooling.pooled_counts import MANTEL_HAENSZEL, PETO, mantel_haenszel, peto
from antral.evidence.pooling.printed import (
    Converted,
    from_five,
    from_quartiles,
    from_range,
    sd_from_se,
    se_from_interval,
    se_from_p,
)
from antral.evidence.pooling.random_effects import method_name, random_effects
from antral.evidence.pooling.regression import META_REGRESSION, Fitted, Regression, meta_regression
from antral.evidence.pooling.subgroups import SUBGROUPS, Subgroups, subgroups

OPTIONS: Mapping[str, str] = MappingProxyType(
    {f"interval_{name.lower()}": f"interval of a random-effects pooling: {words}" for name, words in INTERVALS.items()}
    | {
        f"prediction_{name.replace('-', '_')}": f"interval of a new study: {words}"
        for name, words in PREDICTIONS.items()
    }
    | {
        f"proportion_glmm_{name.lower()}": proportions.GLMM.format(interval=words)
        for name, words in proportions.INTERVALS.items()
    }
)
"""Intervals that can be chosen: name, and what is printed."""

METHODS: Mapping[str, str] = MappingProxyType(
    {f"random_effects_{name.lower()}": method_name(name, "HKSJ") for name in ESTIMATORS}
    | {f"effect_size_{name.lower()}": measure.words for name, measure in MEASURES.items()}
    | dict(OPTIONS)
    | dict(proportions.METHODS)
    | dict(rare.METHODS)
    | dict(signs.METHODS)
    | dict(small_studies.METHODS)
    | dict(dependence.METHODS)
    | {f"mantel_haenszel_{name.lower()}": words for name, words in MANTEL_HAENSZEL.items()}
    | {
        "common_effect": COMMON_EFFECT,
        "peto": PETO,
        "meta_regression": META_REGRESSION.format(tau2="restricted maximum likelihood", interval="as chosen"),
        "exchanged": EXCHANGED,
        "subgroups": SUBGROUPS.format(tau2="a tau2 for each group, or one for all"),
        "leave_one_out": "pooled effect without each study in turn",
        "cumulative": "pooled effect after each study, in a stated order",
        "influence": INFLUENCE,
        "baujat": "contribution to Q and pull on the common effect (Baujat 2002)",
        "printed_forms": "means, standard deviations and standard errors from printed forms (Wan 2014, Luo 2018)",
    }
)
"""Name of a method: the name that is printed beside its number."""

__all__ = [
    "BACK",
    "ESTIMATORS",
    "MEASURES",
    "METHODS",
    "OPTIONS",
    "Baujat",
    "Converted",
    "Effects",
    "Exchanged",
    "Fitted",
    "Influence",
    "Measure",
    "Pooled",
    "Regression",
    "Subgroups",
    "baujat",
    "common_effect",
    "correlation_of",
    "cumulative",
    "dependence",
    "effect_size",
    "exchanged",
    "from_five",
    "from_quartiles",
    "from_range",
    "influence",
    "leave_one_out",
    "mantel_haenszel",
    "meta_regression",
    "peto",
    "proportions",
    "random_effects",
    "rare",
    "sd_from_se",
    "se_from_interval",
    "se_from_p",
    "signs",
    "small_studies",
    "subgroups",
]
