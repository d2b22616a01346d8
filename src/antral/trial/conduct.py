"""The entry: conduct many replicates of one trial under several scenarios."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR, InputError
from antral.dataset import Tables
from antral.population import Bank
from antral.protocol import Protocol
from antral.therapy import Scenario
from antral.therapy import scenario as named
from antral.trial.plan import plan
from antral.trial.simulate import Batch
from antral.trial.tabulate import joined
from antral.trial.truth import weekly
from antral.trial.yearly import added, yearly

WOMEN_AT_ONCE: Final = 2400
"""Participants simulated together in a trial of a year, fewer in a longer one, so that memory stays flat."""

_DAYS_AT_ONCE: Final = 366


@dataclass(frozen=True)
class Conducted:
    """What many replicates of a trial saw under one scenario."""

    tables: Tables
    no_cell: Tables | None
    """The same trials, women, luck and infusions, without any effect of the cells. None unless asked for."""
    truth: pl.DataFrame
    """True weekly courses, with and without; see `weekly`. Empty unless asked for."""
    failed: int
    """Participants whose simulation did not stay finite; they are in no table."""
    patient_years: float
    """Simulated for this scenario; a course that several share counts in the first of them."""
    yearly: pl.DataFrame = field(default_factory=pl.DataFrame)
    """True reserve and cycles by arm and year; see `yearly.yearly`."""


def conduct(
    protocol: Protocol,
    bank: Bank,
    *,
    trials: Sequence[int],
    seed: int,
    scenario: str | Scenario = "none",
    truth: bool = False,
    no_cell: bool = False,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Conducted:
    """Conduct replicates of a trial: enrol, allocate, dose, see, lose and measure their participants.

    Results of a trial depend on protocol, bank, seed, scenario and its number alone, not on the other trials.

    Parameters
    ----------
    trials
        Numbers of the replicates, from 1.
    scenario
        What the cells are taken to do: the name of a scenario, or one made from it.
    truth
        Whether true weekly courses are kept.
    no_cell
        Whether the tables of the same trials without any effect of the cells are made, too.
    progress
        Called with the number of trials finished.
    """
    chosen = named(scenario)
    both = [named(chosen.zero), chosen] if no_cell and chosen.zero != chosen.name else [chosen]
    found = conduct_all(
        protocol, bank, trials=trials, seed=seed, scenarios=both, truth=truth, threads=threads, progress=progress
    )
    mine = found[chosen.name]
    if not no_cell:
        return mine
    return replace(
        mine, no_cell=found[both[0].name].tables, patient_years=sum(one.patient_years for one in found.values())
    )


def conduct_all(
    protocol: Protocol,
    bank: Bank,
    *,
    trials: Sequence[int],
    seed: int,
    scenarios: Sequence[str | Scenario],
    truth: bool = False,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Conducted]:
    """`conduct` under several scenarios, by their names; what they share is simulated once."""
    parts: dict[str, list[Conducted]] = {}
    for batch in batches(protocol, bank, trials=trials, seed=seed, scenarios=scenarios, truth=truth, threads=threads):
        for name, one in batch.items():
            parts.setdefault(name, []).append(one)
        if progress is not None:
            progress(one.tables.trials)
    return {name: _joined(some) for name, some in parts.items()}


def _joined(parts: list[Conducted]) -> Conducted:
    """Several groups of trials under one scenario."""
    if len(parts) == 1:
        return parts[0]
    return Conducted(
        joined([one.tables for one in parts]),
        None,
        pl.concat([one.truth for one in parts]),
        sum(one.failed for one in parts),
        sum(one.patient_years for one in parts),
        added([one.yearly for one in parts]),
    )


def batches(
    protocol: Protocol,
    bank: Bank,
    *,
    trials: Sequence[int],
    seed: int,
    scenarios: Sequence[str | Scenario],
    truth: bool = False,
    threads: int | None = None,
    women_at_once: int | None = None,
) -> Iterator[dict[str, Conducted]]:
    """Some hundred trials at a time, each under every scenario, so that memory stays flat.

    What the scenarios share is simulated once: the course without cells, and all that was planned.

    Parameters
    ----------
    women_at_once
        Participants simulated together; by default so many that memory does not grow with follow-up.

    Returns
    -------
    By the names of the scenarios, in their order.
    """
    chosen = _chosen(scenarios)
    for some in _portions(protocol, trials, women_at_once):
        settled = plan(protocol, bank, some, seed=seed)
        batch = Batch(protocol, bank, settled, weekly=truth, threads=threads)
        yield {one.name: _conducted(batch, one, keep_truth=truth) for one in chosen}


def potential(
    protocol: Protocol,
    bank: Bank,
    *,
    trials: Sequence[int],
    seed: int,
    scenario: str | Scenario,
    arm: str,
    threads: int | None = None,
) -> Tables:
    """What would have been seen of the same women had all been in one arm.

    Nobody leaves or misses a visit, nobody conceives or starts hormones of her own: the potential outcomes, from which
    the true effect of an arm in the women of each trial follows. Luck is theirs as in `conduct`.
    """
    if arm not in protocol.arms:
        raise InputError(f"arm {arm!r} is not known; the protocol has: {', '.join(protocol.arms)}.")
    chosen, parts = named(scenario), []
    for some in _portions(protocol, trials, None):
        settled = plan(protocol, bank, some, seed=seed, everybody_in=arm)
        batch = Batch(protocol, bank, settled, threads=threads)
        parts.append(batch.tables(batch.under(chosen)))
    return joined(parts)


def _chosen(scenarios: Sequence[str | Scenario]) -> list[Scenario]:
    chosen = [named(one) for one in scenarios]
    called = [one.name for one in chosen]
    if not called or len(set(called)) < len(called):
        raise InputError(
            f"scenarios with different names were wanted, at least one; {', '.join(called) or 'none'} came. "
            "Give a variant a name of its own."
        )
    return chosen


def _portions(protocol: Protocol, trials: Sequence[int], women_at_once: int | None) -> Iterator[NDArray[np.int64]]:
    """The numbers of the trials that are conducted together."""
    numbers = np.asarray(trials, np.int64)
    if numbers.size == 0 or numbers.min() < 1 or np.unique(numbers).size < numbers.size:
        raise InputError("trials must be different whole numbers from 1 on; at least one was wanted.")
    if women_at_once is None:
        women_at_once = math.ceil(WOMEN_AT_ONCE * min(1.0, _DAYS_AT_ONCE / (protocol.follow_up_days + 1.0)))
    at_once = max(1, women_at_once // protocol.design.participants)
    for first in range(0, numbers.size, at_once):
        yield numbers[first : first + at_once]


def _conducted(batch: Batch, scenario: Scenario, *, keep_truth: bool) -> Conducted:
    before = batch.women_days
    without, found = batch.without_cells(scenario.hormone_link), batch.under(scenario)
    settled = batch.plan
    true = weekly(settled.roster, found.weekly, without.weekly) if keep_truth else pl.DataFrame()
    failed = int((~found.sound).sum())
    if failed and keep_truth:
        weeks = true.height // settled.roster.size
        true = true.filter(pl.Series(np.repeat(found.sound, weeks)))
    return Conducted(
        batch.tables(found),
        None,
        true,
        failed,
        (batch.women_days - before) / DAYS_PER_YEAR,
        yearly(found.years, settled.arm, list(batch.protocol.arms), found.sound),
    )
