"""Thousands of replicates of one study, in one streamed call."""

import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from antral.analysis import plan, valued
from antral.core import ShareOut, fingerprint, in_order, in_place, rooms_fingerprint, write_aside
from antral.evidence.replicas.conduct import bank_size, conducted, portions
from antral.evidence.replicas.replica import Replica, Reported
from antral.evidence.replicas.taken import printed
from antral.population import Bank, bank
from antral.records import Vector, in_force
from antral.therapy import Scenario
from antral.therapy import scenario as named
from antral.trial import NOT_READ, ROOMS

_ROOMS: Final = ("evidence/replicas", "analysis", *ROOMS)
"""Rooms whose code and records decide what a replicate prints."""
_NOT_READ: Final = NOT_READ | {"scenarios"}
"""Records that it does not read, or that stand in the key themselves."""


class Part(NamedTuple):
    """What some replicates printed."""

    values: NDArray[np.float64]
    """`[outcome, scenario, trial]`"""
    women: NDArray[np.int64]
    """Number of each participant's virtual woman. `[trial, participant]`"""
    failed: int
    patient_years: float


@dataclass(frozen=True)
class Simulated:
    """What many replicates of a study would have printed."""

    values: dict[str, NDArray[np.float64]]
    """By the key of the outcome, other definitions included. `[scenario, trial]`"""
    scenarios: tuple[str, ...]
    women: NDArray[np.int64]
    """Number of each participant's virtual woman: replicates may share some. `[trial, participant]`"""
    failed: int
    """Participants whose simulation did not stay finite."""
    patient_years: float
    bank_size: int
    entry_fsh: tuple[float, float]
    """Mean and standard deviation of the admitted women's FSH at entry, IU/L, as the laboratory prints it."""

    @property
    def trials(self) -> int:
        """How many replicates."""
        return len(self.women)


@dataclass(frozen=True)
class Simulation:
    """Conducts some replicates under every scenario: a task that can be sent to another process."""

    replica: Replica
    bank: Bank
    scenarios: tuple[Scenario, ...]
    seed: int
    threads: int | None
    vector: Vector = field(default_factory=in_force)
    """Values of the records under which it was begun: they go with it to other processes."""

    def __call__(self, trials: range) -> Part:
        """What these replicates print."""
        protocol = self.replica.protocol
        found, women = conducted(
            protocol,
            self.bank,
            self.scenarios,
            trials,
            seed=self.seed,
            threads=self.threads,
            vector=self.vector,
        )
        wanted = plan(protocol)
        arms = list(wanted.doses)
        asked = (*self.replica.reported, *self.replica.variants)
        values = np.full((len(asked), len(self.scenarios), len(trials)), np.nan)
        for column, one in enumerate(found):
            seen = valued(one.tables, wanted)
            at = np.asarray(seen.trials) - trials.start
            for row, reported in enumerate(asked):
                values[row, column, at] = printed(seen, reported, protocol.endpoint(reported.endpoint), arms)
        return Part(
            values,
            women,
            sum(one.failed for one in found),
            sum(one.patient_years for one in found),
        )


def simulated(
    replica: Replica,
    scenarios: Sequence[str | Scenario] = ("none",),
    *,
    trials: int = 2000,
    seed: int = 1,
    women: int | None = None,
    threads: int | None = None,
    share_out: ShareOut = in_order,
    folder: Path | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Simulated:
    """Repeat a study many times under some scenarios, and say what each replicate would have printed.

    Same inputs and seed, same bits, however the work is shared out. A replicate depends on its number alone, so a
    scenario that holds parameters of its own for each trial replicates the study once under each of them.

    Parameters
    ----------
    trials
        Replicates, numbered from 1; the same numbers under every scenario, with the same women and luck.
    women
        In the bank from which each replicate enrols; at least ten for each place by default.
    share_out
        Gives portions of the replicates to other processes.
    folder
        Keeps what was found under the hash of all that it depends on; must exist.
    progress
        Called with the share that is done.
    """
    chosen = tuple(named(one) for one in scenarios)
    size = bank_size(replica.protocol) if women is None else women
    place = None if folder is None else folder / f"{_key(replica, chosen, trials, seed, size)}.npz"
    known = None if place is None else _read(place, replica, chosen)
    if known is not None:
        progress(1.0)
        return known
    pool = bank(replica.protocol, seed=seed, size=size, threads=threads)
    task = Simulation(replica, pool, chosen, seed, threads)
    items = portions(trials, replica)
    parts: list[Part] = in_place(share_out(task, items), len(items), progress)
    found = _put_together(
        replica,
        chosen,
        np.concatenate([part.values for part in parts], axis=2),
        np.concatenate([part.women for part in parts]),
        sum(part.failed for part in parts),
        pool.patient_years + sum(part.patient_years for part in parts),
        size,
        _entry_fsh(pool),
    )
    if place is not None:
        _write(place, found)
    return found


def _put_together(
    replica: Replica,
    chosen: Sequence[Scenario],
    values: NDArray[np.float64],
    women: NDArray[np.int64],
    failed: int,
    patient_years: float,
    size: int,
    entry_fsh: tuple[float, float],
) -> Simulated:
    keys = [one.key for one in (*replica.reported, *replica.variants)]
    by_key = dict(zip(keys, values, strict=True))
    return Simulated(by_key, tuple(one.name for one in chosen), women, failed, patient_years, size, entry_fsh)


def _entry_fsh(pool: Bank) -> tuple[float, float]:
    """Of the last sample before randomisation."""
    fsh = pool.measured.value[:, :, pool.measured.measures.index("FSH")]
    return float(np.nanmean(fsh[:, -1])), float(np.nanstd(fsh[:, -1], ddof=1))


def _asked(reported: Reported) -> list[Any]:
    return [reported.key, reported.endpoint, list(reported.arms), reported.kind, reported.rule]


def _key(replica: Replica, chosen: Sequence[Scenario], trials: int, seed: int, size: int) -> str:
    return fingerprint(
        replica.protocol.fingerprint,
        [_asked(one) for one in (*replica.reported, *replica.variants)],
        [_told(one) for one in chosen],
        [trials, seed, size, version("antral"), version("numpy"), version("numba")],
        in_force().fingerprint,
        code_of_replicates(),
    )[:32]


def code_of_replicates() -> str:
    """The hash of all code and records that decide what a replicate prints, beside its protocol and scenarios."""
    return rooms_fingerprint(_ROOMS, _NOT_READ)


def _told(one: Scenario) -> list[Any]:
    """All that a scenario says, its sample by its numbers."""
    sample = one.sample
    columns = {} if sample is None else {name: column.tolist() for name, column in sample.columns.items()}
    weight = None if sample is None or sample.weight is None else sample.weight.tolist()
    return [one.model_dump(mode="json", exclude={"sample"}), columns, weight]


def _read(place: Path, replica: Replica, chosen: Sequence[Scenario]) -> Simulated | None:
    """What was kept; None where nothing whole is there."""
    with suppress(OSError, ValueError, KeyError, BadZipFile), np.load(place, allow_pickle=False) as kept:
        failed, patient_years, size, mean, sd = (float(number) for number in kept["told"])
        women, values = kept["women"], kept["values"]
        return _put_together(replica, chosen, values, women, int(failed), patient_years, int(size), (mean, sd))
    return None


def _write(place: Path, found: Simulated) -> None:
    text = io.BytesIO()
    np.savez_compressed(
        text,
        values=np.stack(list(found.values.values())),
        women=found.women,
        told=np.array([found.failed, found.patient_years, found.bank_size, *found.entry_fsh]),
    )
    write_aside(place, text.getvalue())
