"""Numbers of two arms, or of the same women twice."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from antral.analysis.applied.application import Application, Applied, against
from antral.analysis.applied.data import Data
from antral.analysis.methods import Result, continuous


def _of_pairs(method: Callable[..., Result]) -> Callable[[Data], list[Applied]]:
    """A method of two groups, for each arm against control."""

    def run(data: Data) -> list[Applied]:
        data.once_each()
        values = data.number("value")
        return [
            Applied(
                against(one, control),
                method(data.of_arm(values, one), data.of_arm(values, control), level=data.ask.level),
            )
            for one, control in data.pairs_with(values)
        ]

    return run


def _adjusted(**options: Any) -> Callable[[Data], list[Applied]]:
    def run(data: Data) -> list[Applied]:
        data.once_each()
        values, covariates = data.number("value"), data.covariates()
        return [
            Applied(
                against(one, control),
                continuous.adjusted_difference(
                    values, data.arm, (one, control), covariates, level=data.ask.level, **options
                ),
            )
            for one, control in data.pairs_with(values)
        ]

    return run


def _tobit(data: Data) -> list[Applied]:
    data.once_each()
    values, covariates = data.number("value"), data.covariates()
    return [
        Applied(
            against(one, control),
            continuous.tobit(values, data.below, data.arm, (one, control), covariates, level=data.ask.level),
        )
        for one, control in data.pairs_with(values)
    ]


def _gehan(data: Data) -> list[Applied]:
    data.once_each()
    values, below, arm = data.number("value"), data.below, np.asarray(data.arm)
    found = []
    for one, control in data.pairs_with(values):
        first, second = arm == one, arm == control
        result = continuous.gehan_test(values[first], below[first], values[second], below[second], level=data.ask.level)
        found.append(Applied(against(one, control), result))
    return found


def _van_elteren(data: Data) -> list[Applied]:
    data.once_each()
    values, arm, strata = data.number("value"), np.asarray(data.arm), data.text("stratum")
    found = []
    for one, control in data.pairs_with(values):
        mine = (arm == one) | (arm == control)
        layers = [stratum for stratum, kept in zip(strata, mine, strict=True) if kept]
        found.append(
            Applied(against(one, control), continuous.van_elteren_test(arm[mine] == one, values[mine], layers))
        )
    return found


def _twice(data: Data) -> list[Applied]:
    """Before and after in each arm; no arm is compared."""
    data.once_each()
    values, before = data.number("value"), data.number("baseline")
    return [
        Applied(
            f"{arm}, after less before",
            continuous.paired_t_test(data.of_arm(values, arm), data.of_arm(before, arm), level=data.ask.level),
        )
        for arm in dict.fromkeys(data.arm)
    ]


_TWO = ("arm", "value")
_ADJUSTS = ("baseline", "covariates")

NUMBERS: Mapping[str, Application] = MappingProxyType(
    {
        "pooled_t": Application(
            "difference of means, equal spread", _TWO, (), _of_pairs(continuous.t_test), on_logs=True
        ),
        "welch": Application("difference of means", _TWO, (), _of_pairs(continuous.welch_test), on_logs=True),
        "ratio_of_geometric_means": Application(
            "ratio of geometric means", _TWO, (), _of_pairs(continuous.geometric_mean_ratio)
        ),
        "mann_whitney": Application("shift of ranks", _TWO, (), _of_pairs(continuous.rank_sum_test)),
        "ancova": Application("adjusted difference of means", _TWO, _ADJUSTS, _adjusted(), on_logs=True),
        "ancova_hc3": Application(
            "adjusted difference of means, spread free to differ", _TWO, _ADJUSTS, _adjusted(robust=True), on_logs=True
        ),
        "tobit": Application(
            "adjusted difference of means, values below detection", _TWO, _ADJUSTS, _tobit, on_logs=True
        ),
        "gehan": Application("chance of the higher value, values below detection", _TWO, (), _gehan, knows_below=True),
        "van_elteren": Application("equal distributions within strata", (*_TWO, "stratum"), (), _van_elteren),
        "paired_difference": Application("before and after in each arm", ("arm", "value", "baseline"), (), _twice),
    }
)
