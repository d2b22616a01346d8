"""Numbers of two arms, or of the same women twice."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

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
            for one, control in data.pairs
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
            for one, control in data.pairs
        ]

    return run


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
        "pooled_t": Application("difference of means, equal spread", _TWO, (), _of_pairs(continuous.t_test)),
        "welch": Application("difference of means", _TWO, (), _of_pairs(continuous.welch_test)),
        "ratio_of_geometric_means": Application(
            "ratio of geometric means", _TWO, (), _of_pairs(continuous.geometric_mean_ratio)
        ),
        "mann_whitney": Application("shift of ranks", _TWO, (), _of_pairs(continuous.rank_sum_test)),
        "ancova": Application("adjusted difference of means", _TWO, _ADJUSTS, _adjusted()),
        "ancova_hc3": Application(
            "adjusted difference of means, spread free to differ", _TWO, _ADJUSTS, _adjusted(robust=True)
        ),
        "paired_difference": Application("before and after in each arm", ("arm", "value", "baseline"), (), _twice),
    }
)
