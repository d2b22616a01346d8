"""A registered trial conducted many times under each scenario, and what it would print each time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from antral.analysis import Plan, Results, Tested, analysed, plan, tests_of, valued
from antral.core import ShareOut, in_order, in_place
from antral.evidence.forecasts.prediction import (
    LEVELS,
    SCENARIOS,
    TOGETHER,
    Chances,
    Count,
    Number,
    Prediction,
    Rate,
    Rejection,
    Scenario,
    Spread,
)
from antral.evidence.forecasts.statistics import STATISTICS, Chosen, Floats, Statistic, counted, numbered
from antral.evidence.replicas import bank_size, conducted, portions
from antral.population import Bank, bank
from antral.protocol import Endpoint, Protocol
from antral.records import Vector, in_force, load_yaml, path

Error = Callable[[Floats, NDArray[np.int64]], float]
"""Monte-Carlo standard error of the mean of one value a trial, given the women of each. `[trial]`, `[trial, place]`"""

Told = TypeVar("Told")

_DIGITS: Final = 5
Key = tuple[str, str, str]
"""Endpoint, group and statistic."""


class Portion(NamedTuple):
    """What some trials printed."""

    printed: dict[Key, Floats]
    """`[quantity, scenario, trial]`: of counts women, estimable, events; of numbers value, n, variance."""
    rejects: dict[str, Floats]
    """Whether each planned test rejects. `[scenario, trial]`"""
    women: NDArray[np.int64]
    """Number of each participant's virtual woman, -1 for one whose simulation failed. `[trial, place]`"""


@dataclass(frozen=True)
class Predicting:
    """Conducts some trials under every scenario: a task that can be sent to another process."""

    protocol: Protocol
    bank: Bank
    seed: int
    threads: int | None
    vector: Vector = field(default_factory=in_force)
    """Values of the records under which it was begun: they go with it to other processes."""

    def __call__(self, trials: range) -> Portion:
        """What these trials print."""
        wanted = plan(self.protocol)
        seen, women = conducted(
            self.protocol,
            self.bank,
            SCENARIOS,
            trials,
            seed=self.seed,
            threads=self.threads,
            vector=self.vector,
        )
        found = [analysed(valued(one.tables, wanted), wanted, seed=self.seed) for one in seen]
        printed: dict[Key, Floats] = {}
        for endpoint in self.protocol.endpoints:
            for name, arms in groups(self.protocol).items():
                for statistic in _statistics(endpoint):
                    quantities = [_printed(one, wanted, endpoint, arms, statistic, trials) for one in found]
                    printed[endpoint.name, name, statistic] = np.stack(quantities, axis=1)
        rejects = {
            test.name: np.stack([_rejects(one, test.name, wanted, trials) for one in found])
            for test in tests_of(wanted)
        }
        return Portion(printed, rejects, women)


def groups(protocol: Protocol) -> dict[str, tuple[str, ...]]:
    """Each arm, and all together where there are several."""
    arms = tuple(protocol.arms)
    return {**{arm: (arm,) for arm in arms}, **({TOGETHER: arms} if len(arms) > 1 else {})}


def predicted(
    protocol: Protocol,
    *,
    trials: int,
    seed: int,
    error: Error,
    threads: int | None = None,
    share_out: ShareOut = in_order,
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[Prediction, ...]:
    """Every endpoint of a protocol under both scenarios. Same inputs and seed, same numbers, however shared out."""
    pool = bank(protocol, seed=seed, size=bank_size(protocol), threads=threads)
    items = portions(trials, protocol)
    parts: list[Portion] = in_place(share_out(Predicting(protocol, pool, seed, threads), items), len(items), progress)
    whole = _joined(parts)
    tests = tests_of(plan(protocol))
    return tuple(_prediction(endpoint, whole, tests, error) for endpoint in protocol.endpoints)


def _statistics(endpoint: Endpoint) -> tuple[str, ...]:
    return ("women",) if endpoint.is_count else tuple(STATISTICS[endpoint.derive])


def _printed(
    one: Results, wanted: Plan, endpoint: Endpoint, arms: Sequence[str], statistic: str, trials: range
) -> Floats:
    """`[quantity, trial]`"""
    layout, order = one.valued.layout, list(wanted.doses)
    mine: Chosen = np.isin(layout.arm, [order.index(arm) for arm in arms])
    if endpoint.is_count:
        rows = np.stack(counted(one.valued, endpoint, mine))
    else:
        rows = np.stack(numbered(one.valued, endpoint, mine, STATISTICS[endpoint.derive][statistic]))
    placed = np.full((len(rows), len(trials)), np.nan)
    placed[:, np.asarray(one.valued.trials) - trials.start] = rows
    return placed


def _rejects(one: Results, test: str, wanted: Plan, trials: range) -> Floats:
    """A test that cannot be made rejects nothing. `[trial]`"""
    rows = one.tests.filter(test=test)
    placed = np.zeros(len(trials))
    placed[rows["trial"].to_numpy() - trials.start] = rows["p_value"].fill_null(1.0).to_numpy() <= wanted.alpha
    return placed


def _joined(parts: Sequence[Portion]) -> Portion:
    first = parts[0]
    return Portion(
        {key: np.concatenate([part.printed[key] for part in parts], axis=2) for key in first.printed},
        {name: np.concatenate([part.rejects[name] for part in parts], axis=1) for name in first.rejects},
        np.concatenate([part.women for part in parts]),
    )


def _prediction(endpoint: Endpoint, whole: Portion, tests: Sequence[Tested], error: Error) -> Prediction:
    mine = [(key, values) for key, values in whole.printed.items() if key[0] == endpoint.name]
    named = [test.name for test in tests if test.question.name == endpoint.name]
    return Prediction(
        endpoint=endpoint.name,
        label=endpoint.label,
        role=endpoint.role,
        day=endpoint.day,
        counts=tuple(_count(key[1], values) for key, values in mine) if endpoint.is_count else (),
        numbers=() if endpoint.is_count else tuple(_number(endpoint, key, values) for key, values in mine),
        tests=tuple(
            Rejection(
                test=name,
                under=_under(
                    [
                        Rate(rejects=_short(float(one.mean())), mcse=_short(error(one, whole.women)))
                        for one in whole.rejects[name]
                    ]
                ),
            )
            for name in named
        ),
    )


def _count(arm: str, values: Floats) -> Count:
    women, estimable, events = values
    most = int(np.nanmax(women))
    chances = []
    for judged, had in zip(estimable, events, strict=True):
        seen = had[np.isfinite(had)].astype(np.int64)
        share = np.bincount(seen, minlength=most + 1) / len(seen)
        told = tuple(round(float(one), 6) for one in share) if np.nansum(judged) > 0.0 else ()
        chances.append(Chances(mean=_short(seen.mean()), estimable=_short(np.nanmean(judged)), probability=told))
    return Count(
        arm=arm, women=round(float(np.nanmean(women))), fewest=int(np.nanmin(women)), most=most, under=_under(chances)
    )


def _number(endpoint: Endpoint, key: Key, values: Floats) -> Number:
    how = STATISTICS[endpoint.derive][key[2]]
    assert endpoint.measure is not None
    unit = load_yaml(path("analytes", f"{endpoint.measure.lower()}.yaml"))["unit"] if how.measured else "ratio to entry"
    spreads = [_spread(how, *values[:, place]) for place in range(len(SCENARIOS))]
    return Number(arm=key[1], statistic=key[2], unit=str(unit), logs=how.logs, median=how.median, under=_under(spreads))


def _spread(how: Statistic, value: Floats, n: Floats, variance: Floats) -> Spread | None:
    seen = np.isfinite(value)
    if seen.sum() < 2:
        return None
    levels = np.quantile(value[seen], LEVELS)
    within = variance[np.isfinite(variance)]
    return Spread(
        quantiles=tuple(_short(one) for one in (np.exp(levels) if how.logs else levels)),
        sd=_short(value[seen].std(ddof=1)),
        n=_short(1.0 / float(np.mean(1.0 / n[seen]))),
        sd_women=_short(np.sqrt(within.mean())) if len(within) else 0.0,
        missing=_short(1.0 - seen.mean()),
    )


def _under(found: Sequence[Told]) -> dict[Scenario, Told]:
    return dict(zip(SCENARIOS, found, strict=True))


def _short(number: float) -> float:
    """Enough digits for a distribution that was simulated."""
    return float(f"{float(number):.{_DIGITS}g}")
