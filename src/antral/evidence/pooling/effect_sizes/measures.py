"""Every effect size by its name in the field."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.effect_sizes import changes, single_arm, two_arm_counts, two_arm_means
from antral.evidence.pooling.effect_sizes.effects import Effects


class Measure(NamedTuple):
    """One kind of effect."""

    words: str
    takes: tuple[str, ...]
    """Names of what is needed, each `[study]`."""
    compute: Callable[..., Effects]
    corrected: bool
    """Whether empty cells get a correction."""


_COUNTS = ("events", "n", "control_events", "control_n")
_MEANS = ("mean", "sd", "n", "control_mean", "control_sd", "control_n")
_PAIRS = ("before", "before_sd", "after", "after_sd", "n", "correlation")
_SHARE = ("events", "n")


def _counts(compute: Callable[[two_arm_counts.Table, float], Effects]) -> Callable[..., Effects]:
    def of(*, correction: float, labels: Sequence[str] | None, **given: Any) -> Effects:
        return compute(two_arm_counts.table(**given, labels=labels), correction)

    return of


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "OR": Measure("log odds ratio", _COUNTS, _counts(two_arm_counts.odds_ratio), True),
        "RR": Measure("log risk ratio", _COUNTS, _counts(two_arm_counts.risk_ratio), True),
        "RD": Measure("risk difference", _COUNTS, _counts(two_arm_counts.risk_difference), True),
        "PETO": Measure("log odds ratio by Peto", _COUNTS, _counts(two_arm_counts.peto_odds_ratio), True),
        "MD": Measure("mean difference", _MEANS, two_arm_means.mean_difference, False),
        "SMD": Measure(
            "standardised mean difference, Hedges' g", _MEANS, two_arm_means.standardised_mean_difference, False
        ),
        "ROM": Measure("log ratio of means", _MEANS, two_arm_means.ratio_of_means, False),
        "MC": Measure("mean change", _PAIRS, changes.mean_change, False),
        "SMCC": Measure("standardised mean change, by the change", _PAIRS, changes.standardised_by_change, False),
        "SMCR": Measure(
            "standardised mean change, by the values before", _PAIRS, changes.standardised_by_before, False
        ),
        "ROMC": Measure("log ratio of means, after to before", _PAIRS, changes.ratio_of_means_change, False),
        "PR": Measure("proportion", _SHARE, single_arm.proportion, True),
        "PLO": Measure("log odds", _SHARE, single_arm.logit, True),
        "PLN": Measure("log proportion", _SHARE, single_arm.log_proportion, True),
        "PFT": Measure("double arcsine of the proportion", _SHARE, single_arm.freeman_tukey, True),
        "IRLN": Measure("log rate", ("events", "time"), single_arm.log_rate, True),
        "IRR": Measure(
            "log rate ratio", ("events", "time", "control_events", "control_time"), single_arm.rate_ratio, True
        ),
        "MN": Measure("mean", ("mean", "sd", "n"), single_arm.mean, False),
    }
)
"""Short name, as in metafor: what it is and what it needs."""


def effect_size(
    measure: str, *, correction: float = 0.5, labels: Sequence[object] | None = None, **given: ArrayLike
) -> Effects:
    """Effect and sampling variance of each study.

    Parameters
    ----------
    measure
        One of `MEASURES`, which says what is needed; each `[study]`, or one value for all.
    correction
        What is added to empty cells, only where they would stop the computation; the notes name the studies.

    Raises
    ------
    InputError
        Where the measure is not known, something is missing, or a number is impossible.
    """
    if measure not in MEASURES:
        raise InputError(f"measure: {measure!r} is not known; known are {', '.join(MEASURES)}.")
    one = MEASURES[measure]
    if set(given) != set(one.takes):
        raise InputError(f"{measure}, {one.words}, needs {', '.join(one.takes)}; it got {', '.join(given)}.")
    if not correction > 0:
        raise InputError(f"correction: a number above zero was wanted; it is {correction:g}.")
    how = {"correction": correction} if one.corrected else {}
    return one.compute(**given, **how, labels=labels)
