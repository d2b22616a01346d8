"""Yes or no: shares of the arms, compared."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.analysis.applied.application import Application, Applied, against
from antral.analysis.applied.data import Data
from antral.analysis.methods import Result, binary
from antral.core import InputError

_TWO = ("arm", "value")


class _Counted(NamedTuple):
    """Women with the event and women with a value, by arm; and those without a value."""

    events: dict[str, int]
    n: dict[str, int]
    left_out: dict[str, int]

    def told(self, result: Result, *arms: str) -> Result:
        """A result of some arms with the women used and left out."""
        return replace(result, n={arm: self.n[arm] for arm in arms}, left_out=sum(self.left_out[arm] for arm in arms))


def _counts(data: Data) -> _Counted:
    data.once_each()
    value, arm = data.yes(), np.asarray(data.arm)
    known = np.isfinite(value)
    names = dict.fromkeys(data.arm)
    return _Counted(
        {name: int(value[known & (arm == name)].sum()) for name in names},
        {name: int((known & (arm == name)).sum()) for name in names},
        {name: int((~known & (arm == name)).sum()) for name in names},
    )


def _of_pairs(method: Callable[..., Result], **options: Any) -> Callable[[Data], list[Applied]]:
    def run(data: Data) -> list[Applied]:
        found = _counts(data)
        return [
            Applied(
                against(one, control),
                found.told(
                    method(
                        events=(found.events[one], found.events[control]),
                        n=(found.n[one], found.n[control]),
                        confidence=data.ask.level,
                        **options,
                    ),
                    one,
                    control,
                ),
            )
            for one, control in data.pairs
        ]

    return run


def _by_arm(interval: str) -> Callable[[Data], list[Applied]]:
    def run(data: Data) -> list[Applied]:
        found = _counts(data)
        return [
            Applied(
                arm,
                found.told(
                    binary.share(events=events, n=found.n[arm], interval=interval, confidence=data.ask.level), arm
                ),
            )
            for arm, events in found.events.items()
        ]

    return run


def _tables(data: Data, treated: str, control: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Events and women, `[group, stratum]`."""
    value, arm = data.yes(), np.asarray(data.arm)
    stratum = np.asarray([cell or "" for cell in data.text("stratum")])
    known = np.isfinite(value)
    layers = sorted(set(stratum[known].tolist()))
    cells = [[known & (arm == one) & (stratum == layer) for layer in layers] for one in (treated, control)]
    events = np.array([[int(value[cell].sum()) for cell in row] for row in cells])
    return events, np.array([[int(cell.sum()) for cell in row] for row in cells])


def _in_strata(method: Callable[..., Result], **options: Any) -> Callable[[Data], list[Applied]]:
    def run(data: Data) -> list[Applied]:
        data.once_each()
        found = []
        for one, control in data.pairs:
            events, n = _tables(data, one, control)
            result = method(events=events, n=n, confidence=data.ask.level, **options)
            found.append(Applied(against(one, control), _counts(data).told(result, one, control)))
        return found

    return run


def _trend(data: Data) -> list[Applied]:
    found, dose = _counts(data), data.number("dose")
    arm = np.asarray(data.arm)
    doses = {name: dose[arm == name] for name in found.n}
    for name, given in doses.items():
        if np.isnan(given).any() or np.ptp(given) > 0:
            raise InputError(f"{data.rows.file}: one dose was wanted for all women of arm {name}.")
    order = sorted(doses, key=lambda name: float(doses[name][0]))
    result = binary.trend(
        events=[found.events[name] for name in order],
        n=[found.n[name] for name in order],
        doses=[float(doses[name][0]) for name in order],
        confidence=data.ask.level,
    )
    return [Applied(f"over the dose, {', '.join(order)}", found.told(result, *order))]


def _firth(data: Data) -> list[Applied]:
    data.once_each()
    arm, others = np.asarray(data.arm), data.arms[1:]
    columns = {against(one, data.arms[0]): (arm == one).astype(float) for one in others} | data.covariates()
    found = binary.firth(
        event=data.yes(),
        columns=np.column_stack(list(columns.values())),
        names=list(columns),
        confidence=data.ask.level,
    )
    return [Applied(name, found[name]) for name in columns if name.endswith(f" against {data.arms[0]}")]


SHARES: Mapping[str, Application] = MappingProxyType(
    {
        "clopper_pearson": Application("share of each arm", _TWO, (), _by_arm("clopper_pearson")),
        "wilson": Application("share of each arm", _TWO, (), _by_arm("wilson")),
        "blaker": Application("share of each arm", _TWO, (), _by_arm("blaker")),
        "fisher": Application(
            "difference of shares, Fisher's test", _TWO, (), _of_pairs(binary.risk_difference, test="fisher")
        ),
        "boschloo": Application(
            "difference of shares, exact test", _TWO, (), _of_pairs(binary.risk_difference, test="boschloo")
        ),
        "mid_p": Application(
            "difference of shares, Fisher's mid-p", _TWO, (), _of_pairs(binary.risk_difference, test="mid_p")
        ),
        "newcombe": Application(
            "difference of shares, Newcombe's interval",
            _TWO,
            (),
            _of_pairs(binary.risk_difference, interval="newcombe"),
        ),
        "miettinen_nurminen": Application(
            "difference of shares, score interval",
            _TWO,
            (),
            _of_pairs(binary.risk_difference, interval="miettinen_nurminen"),
        ),
        "odds_ratio": Application("odds ratio, exact", _TWO, (), _of_pairs(binary.odds_ratio)),
        "mantel_haenszel_odds": Application(
            "odds ratio within strata", (*_TWO, "stratum"), (), _in_strata(binary.mantel_haenszel)
        ),
        "mantel_haenszel_difference": Application(
            "difference of shares within strata",
            (*_TWO, "stratum"),
            (),
            _in_strata(binary.mantel_haenszel, measure="difference"),
        ),
        "mantel_haenszel_exact": Application(
            "odds ratio within strata, exact", (*_TWO, "stratum"), (), _in_strata(binary.exact_mantel_haenszel)
        ),
        "exact_trend": Application("share over the dose, exact test", (*_TWO, "dose"), (), _trend),
        "firth": Application("log odds ratio, adjusted", _TWO, ("baseline", "covariates"), _firth),
    }
)
