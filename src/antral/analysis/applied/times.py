"""Times to an event."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from antral.analysis.applied.application import Application, Applied, against
from antral.analysis.applied.data import Data, Numbers
from antral.analysis.methods import Result, survival
from antral.core import InputError

_NEEDS = ("arm", "time", "event")


def _horizon(data: Data) -> float:
    if data.ask.horizon is None:
        raise InputError("a time to look at was wanted, in the unit of the file's times; give --horizon, such as 364.")
    return data.ask.horizon


def _status(data: Data) -> Numbers:
    """1 where the event came; a competing event ends follow-up as any other end does."""
    status = data.event
    others = int(np.nansum(status > 1))
    if others:
        data.remark(f"{others} competing events end follow-up as leaving does; cumulative_incidence counts them")
    return np.where(np.isnan(status), np.nan, (status == 1).astype(float))


def _strata(data: Data) -> NDArray[np.object_] | None:
    if not data.has("stratum"):
        return None
    data.remark("stratified, as there is a column for the stratum")
    return np.asarray(data.text("stratum"), dtype=object)


def _pair(data: Data, treated: str, control: str) -> NDArray[np.bool_]:
    return np.isin(np.asarray(data.arm), (treated, control))


def _log_rank(data: Data) -> list[Applied]:
    data.once_each()
    time, event, strata, arm = data.number("time"), _status(data), _strata(data), np.asarray(data.arm)
    found = []
    for treated, control in data.pairs:
        mine = _pair(data, treated, control)
        layer = None if strata is None else strata[mine]
        result = survival.log_rank(
            time[mine], event[mine], arm[mine], stratum=layer, control=control, level=data.ask.level
        )
        found.append(Applied(against(treated, control), result))
    return found


def _cox(data: Data) -> list[Applied]:
    """Hazard ratio of each arm to control, adjusted, within strata where there are any; all arms in one model."""
    data.once_each()
    arm, strata = np.asarray(data.arm), _strata(data)
    arms = {against(one, data.arms[0]): (arm == one).astype(float) for one in data.arms[1:]}
    found = survival.cox(
        data.number("time"), _status(data), arms | data.covariates(), stratum=strata, level=data.ask.level
    )
    return [Applied(name, found.hazard_ratios[name]) for name in arms]


def _exact(data: Data) -> list[Applied]:
    data.once_each()
    time, event, arm = data.number("time"), _status(data), np.asarray(data.arm)
    found = []
    for treated, control in data.pairs:
        mine = _pair(data, treated, control)
        result = survival.exact_log_rank(time[mine], event[mine], arm[mine], control=control)
        found.append(Applied(against(treated, control), result))
    return found


def _restricted(*, ratio: bool) -> Callable[[Data], list[Applied]]:
    def run(data: Data) -> list[Applied]:
        data.once_each()
        time, event, arm, day = data.number("time"), _status(data), np.asarray(data.arm), _horizon(data)
        found = []
        for treated, control in data.pairs:
            mine = _pair(data, treated, control)
            result = survival.restricted_mean_contrast(
                time[mine], event[mine], arm[mine], day=day, ratio=ratio, control=control, level=data.ask.level
            )
            found.append(Applied(against(treated, control), result))
        return found

    return run


def _by_arm(curve: Callable[[Data], Mapping[str, Result]]) -> Callable[[Data], list[Applied]]:
    def run(data: Data) -> list[Applied]:
        data.once_each()
        return [Applied(arm, result) for arm, result in curve(data).items()]

    return run


def _curves(data: Data) -> dict[str, survival.Curve]:
    """The curve of each arm, from its own women alone."""
    time, event, arm = data.number("time"), _status(data), np.asarray(data.arm)
    return {
        name: survival.kaplan_meier(time[arm == name], event[arm == name], arm[arm == name], level=data.ask.level)[name]
        for name in dict.fromkeys(data.arm)
    }


def _without_event(data: Data) -> dict[str, Result]:
    day = _horizon(data)
    return {name: curve.at(day) for name, curve in _curves(data).items()}


def _median(data: Data) -> dict[str, Result]:
    return {name: curve.quantile() for name, curve in _curves(data).items()}


def _incidence(data: Data) -> dict[str, Result]:
    day, status, time, arm = _horizon(data), data.event, data.number("time"), np.asarray(data.arm)
    causes = max(2, int(np.nanmax(status, initial=1)))
    found = {}
    for name in dict.fromkeys(data.arm):
        mine = arm == name
        curves = survival.cumulative_incidence(time[mine], status[mine], arm[mine], causes=causes, level=data.ask.level)
        found[name] = curves[name].at(day)
    return found


TIMES: Mapping[str, Application] = MappingProxyType(
    {
        "log_rank": Application("equal hazards; hazard ratio in one step", _NEEDS, ("stratum",), _log_rank),
        "cox": Application("hazard ratio, adjusted", _NEEDS, ("stratum", "baseline", "covariates"), _cox),
        "exact_log_rank": Application("equal hazards, all allocations of few women", _NEEDS, (), _exact),
        "kaplan_meier": Application("share without the event at a time", _NEEDS, ("horizon",), _by_arm(_without_event)),
        "median_time": Application("median time to the event", _NEEDS, (), _by_arm(_median)),
        "restricted_mean_difference": Application(
            "difference of mean times up to a day", _NEEDS, ("horizon",), _restricted(ratio=False)
        ),
        "restricted_mean_ratio": Application(
            "ratio of mean times up to a day", _NEEDS, ("horizon",), _restricted(ratio=True)
        ),
        "cumulative_incidence": Application(
            "share with the event by a time, others competing", _NEEDS, ("horizon",), _by_arm(_incidence)
        ),
    }
)
