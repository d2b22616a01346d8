"""The work of `design`: trials of each simulation conducted once and analysed for every design that shares them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple
from zipfile import BadZipFile

import numpy as np

from antral.api.designs_asked import Asked
from antral.api.progress import Progress
from antral.api.shards import shares
from antral.api.whole_file import GOES_ON
from antral.api.work import usual_workers
from antral.api.workers import cores, shared_out
from antral.core import RunError, fingerprint, package_fingerprint, write_aside
from antral.design import Arrays, Costs, Found, Simulation, joined_parts, kept_of, simulations
from antral.population import Bank, Summary, bank
from antral.protocol import Protocol
from antral.records import Vector, in_force, using
from antral.therapy import sample_hashes
from antral.trial import conduct_all

POINTS: Final = "points"
"""Folder with what is kept of each design, a file for some of its trials."""


class Share(NamedTuple):
    """Some trials of one simulation."""

    simulation: int
    trials: range


@dataclass(frozen=True)
class Compared:
    """What every process needs to know; a task that can be sent to another one."""

    simulations: Sequence[Simulation]
    effects: tuple[str, ...]
    seed: int
    women: int
    """In each bank."""
    threads: int | None
    folder: Path | None
    """Keeps what is found; None keeps nothing."""
    vector: Vector = field(default_factory=in_force)
    _banks: dict[int, Bank] = field(default_factory=dict, compare=False, repr=False)

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_banks": {}}

    def __call__(self, item: Share) -> dict[int, Arrays]:
        """What is kept of some trials, by design: found in the folder, or simulated."""
        with using(self.vector):
            designs = self.simulations[item.simulation].designs
            found = {number: self._read(protocol, item.trials) for number, protocol in designs.items()}
            missing = {number: designs[number] for number, arrays in found.items() if arrays is None}
            if missing:
                made = self._made(item, missing)
                for number, arrays in made.items():
                    self._write(designs[number], item.trials, arrays)
                found |= made
            return {number: arrays for number, arrays in found.items() if arrays is not None}

    def _made(self, item: Share, designs: dict[int, Protocol]) -> dict[int, Arrays]:
        largest = max(designs.values(), key=lambda protocol: protocol.design.participants)
        conducted = conduct_all(
            largest,
            self._bank(item.simulation),
            trials=item.trials,
            seed=self.seed,
            scenarios=self.effects,
            threads=self.threads,
        )
        return kept_of(designs, conducted, seed=self.seed)

    def _bank(self, simulation: int) -> Bank:
        """The bank of a simulation; one is held at a time, the others lie on disk."""
        if simulation not in self._banks:
            self._banks.clear()
            protocol = self.simulations[simulation].protocol
            self._banks[simulation] = bank(protocol, seed=self.seed, size=self.women, threads=self.threads)
        return self._banks[simulation]

    def _place(self, protocol: Protocol, trials: range) -> Path:
        assert self.folder is not None
        name = fingerprint(
            protocol.fingerprint,
            self.effects,
            sample_hashes(self.effects),
            self.seed,
            self.women,
            [trials[0], trials[-1]],
            self.vector.fingerprint,
            package_fingerprint(),
        )
        return self.folder / f"{name[:32]}.npz"

    def _read(self, protocol: Protocol, trials: range) -> Arrays | None:
        if self.folder is None:
            return None
        with (
            suppress(OSError, ValueError, KeyError, EOFError, BadZipFile),
            np.load(self._place(protocol, trials)) as kept,
        ):
            return {name.replace("|", "/"): kept[name] for name in kept.files}
        return None

    def _write(self, protocol: Protocol, trials: range, arrays: Arrays) -> None:
        if self.folder is None:
            return
        content, place = BytesIO(), self._place(protocol, trials)
        np.savez_compressed(content, **{name.replace("/", "|"): one for name, one in arrays.items()})  # type: ignore[arg-type]
        try:
            write_aside(place, content.getvalue())
        except OSError as error:
            raise RunError(f"{place} cannot be written: {error.strerror}. {GOES_ON}") from error


class Studied(NamedTuple):
    """Designs whose trials were conducted and analysed."""

    found: list[Found]
    """Of each design, in their order."""
    simulations: list[Simulation]
    screening: list[Summary]
    """Of each simulation."""
    workers: int


@dataclass(frozen=True)
class Means:
    """With what the work is done; no result depends on it."""

    threads: int | None
    workers: int | None
    folder: Path | None
    progress: Progress
    cluster: str | None = None
    """Address of a scheduler whose workers do it."""


def studied(asked: Asked, designs: Sequence[Protocol], means: Means, *, trials: int, stage: str) -> Studied:
    """What the trials of some designs say; what is in the folder is not done again."""
    together = simulations(designs)
    screening = _screening(together, asked, means)
    items = [Share(place, some) for place, one in enumerate(together) for some in shares(trials, one.protocol)]
    workers = means.workers or min(means.threads or cores(), usual_workers(len(items), trials))
    threads = 1 if workers > 1 or means.cluster else means.threads
    work = Compared(together, asked.effects, asked.seed, asked.women, threads, means.folder)
    arrays = _all_of(work, items, workers, means.cluster, lambda share: means.progress(stage, share))
    costs = Costs.assumed()
    failing = {number: screening[place].failure_rate for place, one in enumerate(together) for number in one.designs}
    found = [
        Found(one, arrays.pop(place), costs, failing[place], asked.seed, asked.varies_test)
        for place, one in enumerate(designs)
    ]
    return Studied(found, together, screening, workers)


def _screening(together: Sequence[Simulation], asked: Asked, means: Means) -> list[Summary]:
    """Make the bank of every simulation, so that it lies on disk; their screening."""
    found: dict[str, Summary] = {}
    for place, one in enumerate(together):
        key = one.protocol.screening_fingerprint
        if key not in found:

            def show(done: int, wanted: int, place: int = place) -> None:
                means.progress("screening women", (place + min(done / wanted, 1.0)) / len(together))

            pool = bank(one.protocol, seed=asked.seed, size=asked.women, threads=means.threads, progress=show)
            found[key] = pool.screening
    return [found[one.protocol.screening_fingerprint] for one in together]


def _all_of(
    work: Compared,
    items: Sequence[Share],
    workers: int,
    cluster: str | None,
    progress: Callable[[float], None],
) -> dict[int, Arrays]:
    """What is kept of every trial of every design, by design; the same bits for any number of workers."""
    found: list[dict[int, Arrays] | None] = [None] * len(items)
    progress(0.0)
    done = shared_out(work, items, workers=workers, cluster=cluster, folder=work.folder)
    try:
        for count, (place, result) in enumerate(done):
            found[place] = result
            progress((count + 1) / len(items))
    finally:
        done.close()
    parts: dict[int, list[Arrays]] = {}
    for one in found:
        for number, arrays in (one or {}).items():
            parts.setdefault(number, []).append(arrays)
    return {number: joined_parts(parts.pop(number)) for number in sorted(parts)}
