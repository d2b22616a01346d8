"""The entry: conduct many replicates of one trial, with and without an effect of the cells."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.core import InputError
from antral.dataset import Tables
from antral.engine import DAILY, OUTPUTS, Infusions, State, advance
from antral.population import Bank
from antral.protocol import Protocol
from antral.trial.compile import treatment
from antral.trial.observe import measured_outputs
from antral.trial.plan import plan
from antral.trial.roster import Roster, Values
from antral.trial.tabulate import joined, shared_events, tabulate, without
from antral.trial.truth import OUTPUTS as TRUE_OUTPUTS
from antral.trial.truth import weekly

WOMEN_AT_ONCE: Final = 2400
"""Participants simulated together; memory stays at some hundred megabytes however many trials there are."""

_DAYS_PER_YEAR = 365.25
_DIARY = ("menses", "breakthrough_bleeds")


@dataclass(frozen=True)
class Conducted:
    """What many replicates of a trial saw; on request what would have been seen had the cells done nothing."""

    tables: Tables
    no_cell: Tables | None
    """The same trials, women, luck and infusions, without any effect of the cells. None unless asked for."""
    truth: pl.DataFrame
    """True weekly courses, with and without; see `weekly`. Empty unless asked for."""
    failed: int
    """Participants whose simulation did not stay finite; they are in no table."""
    patient_years: float
    """Simulated, both courses together."""


def conduct(
    protocol: Protocol,
    bank: Bank,
    *,
    trials: Sequence[int],
    seed: int,
    scenario: str = "none",
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
        What the cells are taken to do: none, evidence, target.
    truth
        Whether true weekly courses are kept.
    no_cell
        Whether the tables of the same trials without any effect of the cells are made, too.
    progress
        Called with the number of trials finished.
    """
    parts = []
    for part in batches(
        protocol, bank, trials=trials, seed=seed, scenario=scenario, truth=truth, no_cell=no_cell, threads=threads
    ):
        parts.append(part)
        if progress is not None:
            progress(part.tables.trials)
    return _joined(parts)


def batches(
    protocol: Protocol,
    bank: Bank,
    *,
    trials: Sequence[int],
    seed: int,
    scenario: str = "none",
    truth: bool = False,
    no_cell: bool = False,
    threads: int | None = None,
    women_at_once: int = WOMEN_AT_ONCE,
) -> Iterator[Conducted]:
    """`conduct`, some hundred trials at a time, so that memory stays flat."""
    numbers = np.asarray(trials, np.int64)
    if numbers.size == 0 or numbers.min() < 1 or np.unique(numbers).size < numbers.size:
        raise InputError("trials must be different whole numbers from 1 on; at least one was wanted.")
    at_once = max(1, women_at_once // protocol.design.participants)
    for first in range(0, numbers.size, at_once):
        some = numbers[first : first + at_once]
        yield _conduct(
            protocol, bank, some, seed, scenario=scenario, keep_truth=truth, keep_twin=no_cell, threads=threads
        )


def _conduct(
    protocol: Protocol,
    bank: Bank,
    trials: NDArray[np.int64],
    seed: int,
    *,
    scenario: str,
    keep_truth: bool,
    keep_twin: bool,
    threads: int | None,
) -> Conducted:
    settled = plan(protocol, bank, trials, seed=seed)
    roster = settled.roster
    days = math.ceil(protocol.follow_up_days) + 1
    entry, before = bank.state.take(settled.place), bank.last_true[settled.place]
    wanted = dict.fromkeys((*measured_outputs(protocol), *_DIARY, *(TRUE_OUTPUTS if keep_truth else ())))
    t_days, no_cell, sound = _course(entry, before, days, roster, wanted, threads=threads)
    factual, simulated = no_cell, roster.size
    effect = treatment(protocol, settled.given, roster, scenario=scenario, entry_day=entry.day)
    if effect is not None:
        rows = effect.rows
        theirs = Roster(seed, roster.trial[rows], roster.participant_id[rows], roster.woman[rows])
        state = entry.take(rows).treated(effect.parameters)
        _, treated, sound_treated = _course(
            state, before[rows], days, theirs, wanted, infusions=effect.infusions, threads=threads
        )
        factual = {name: _merged(no_cell[name], treated[name], rows, t_days) for name in wanted}
        sound[rows] &= sound_treated
        simulated += rows.size
    shared = shared_events(protocol, settled)
    seen = tabulate(protocol, bank, settled, factual, t_days, shared)
    twin: Tables | None = None
    if keep_twin:
        twin = seen if effect is None else tabulate(protocol, bank, settled, no_cell, t_days, shared)
    true = weekly(roster, factual, no_cell, t_days) if keep_truth else pl.DataFrame()
    failed = int((~sound).sum())
    if failed:
        lost = pl.DataFrame({"trial": roster.trial[~sound], "participant_id": roster.participant_id[~sound]})
        sound_only = without(seen, lost)
        twin = None if twin is None else sound_only if twin is seen else without(twin, lost)
        seen = sound_only
        true = true.join(lost.cast(pl.Int32), on=lost.columns, how="anti") if keep_truth else true
    return Conducted(seen, twin, true, failed, simulated * days / _DAYS_PER_YEAR)


def _course(
    entry: State,
    before: NDArray[np.float32],
    days: int,
    roster: Roster,
    wanted: Iterable[str],
    *,
    threads: int | None,
    infusions: Infusions | None = None,
) -> tuple[NDArray[np.float64], Values, NDArray[np.bool_]]:
    """Moments, days since randomisation; values by name, `[participant, time]`; and whether each stayed finite.

    The first record is the last one before randomisation, so that early samples lie between two records.
    """
    _, course = advance(
        entry, days, seed=roster.seed, trial=roster.trial, infusions=infusions, sampling=DAILY, threads=threads
    )
    t_days = course.t_days - entry.day
    values = {
        name: np.concatenate([before[:, OUTPUTS.index(name), None], getattr(course, name)], axis=1) for name in wanted
    }
    return np.concatenate([[t_days[0] - 1.0], t_days]), values, course.status == 0


def _merged(
    untreated: NDArray[np.float32], treated: NDArray[np.float32], rows: NDArray[np.int64], t_days: NDArray[np.float64]
) -> NDArray[np.float32]:
    """The course of all participants, some of them treated; the samples of day 0 are drawn before the infusion."""
    after = int(np.searchsorted(t_days, 1.0))
    result = untreated.copy()
    result[rows, after:] = treated[:, after:]
    return result


def _joined(parts: list[Conducted]) -> Conducted:
    seen = joined([part.tables for part in parts])
    twins = [part.no_cell for part in parts if part.no_cell is not None]
    same = all(part.no_cell is part.tables for part in parts)
    return Conducted(
        seen,
        seen if same else joined(twins) if twins else None,
        pl.concat([part.truth for part in parts]),
        sum(part.failed for part in parts),
        sum(part.patient_years for part in parts),
    )
