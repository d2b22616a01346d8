"""What is done with each part of a run, by whichever process: trials conducted and analysed, assumed numbers moved."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NamedTuple

import polars as pl

from antral.api.conducting import conducted
from antral.api.folder import MOVED, SHARDS
from antral.api.object_store import ObjectStore, Place
from antral.api.shards import Shard, Shards, StoredShards, shares
from antral.api.workers import cores, shared_out
from antral.dataset import Tables
from antral.design import Gathered, Moves, Portion, gather_part, merged
from antral.population import Bank
from antral.protocol import Protocol
from antral.records import Vector, in_force, using

_FEW_TRIALS: Final = 20
"""Below so many trials every item is done before another process has begun."""


class Done(NamedTuple):
    """What was done with one item."""

    result: Any
    stored: bool
    """Whether its trials were read, not simulated."""


@dataclass(frozen=True)
class Kept:
    """Where trials are kept, and the hash of what they are made of."""

    folder: Place
    key: str

    def shards(self, part: str = SHARDS) -> Shards | StoredShards:
        """Those of a part of the folder, which is made if need be."""
        if isinstance(self.folder, ObjectStore):
            return StoredShards(self.folder / part, self.key)
        (self.folder / part).mkdir(parents=True, exist_ok=True)
        return Shards(self.folder / part, self.key)


@dataclass(frozen=True)
class Work:
    """A run's inputs, as every process needs them."""

    protocol: Protocol
    bank: Bank
    effects: tuple[str, ...]
    seed: int
    kept: Kept | None
    truth: bool
    """Whether every woman is simulated in every arm, too."""
    threads: int | None
    moves: Moves | None = None
    """The assumed numbers that are moved, where they are."""
    vector: Vector = field(default_factory=in_force)
    """Values of the records under which the run was begun: they go with it to other processes."""

    def __call__(self, item: range | Portion) -> Done:
        """Some trials under every scenario, analysed; or a portion of the assumed numbers at other values."""
        with using(self.vector):
            return self._moved(item) if isinstance(item, Portion) else self._analysed(item)

    def shard(self, trials: range) -> Shard:
        """Some trials under every scenario, read or simulated."""
        make = partial(
            conducted,
            self.protocol,
            self.bank,
            trials,
            effects=self.effects,
            seed=self.seed,
            truth=self.truth,
            threads=self.threads,
        )
        return make() if self.kept is None else self.kept.shards().of(trials, make)

    def _analysed(self, trials: range) -> Done:
        shard = self.shard(trials)
        found = gather_part(self.protocol, shard.conducted, seed=self.seed, potential=shard.potential)
        return Done(found, shard.stored)

    def _moved(self, portion: Portion) -> Done:
        moves = self.moves
        assert moves is not None

        def make() -> Shard:
            return Shard(moves.conducted(portion, self.bank, threads=self.threads))

        name = portion.mix or "own"
        shard = make() if self.kept is None else self.kept.shards(MOVED).of(portion.trials, make, name=name)
        return Done(moves.seen(shard.conducted), shard.stored)


class Sharing:
    """A run whose work is shared out: first its trials, then the assumed numbers at other values.

    While processes do the last, what the trials found can be summed up here. Results have the same bits for any number
    of workers. A context: leaving it ends every worker.
    """

    def __init__(self, work: Work, trials: int, *, workers: int, cluster: str | None = None) -> None:
        self._work = work
        self._shares, self._portions = shares(trials, work.protocol), portions_of(work.moves)
        items: list[range | Portion] = [*self._shares, *self._portions]
        self._done = shared_out(
            work, items, workers=workers, cluster=cluster, folder=None if work.kept is None else work.kept.folder
        )
        self._found: dict[int, Done] = {}
        self.counts = dict.fromkeys(
            ("trials_simulated", "trials_stored", "moved_trials_simulated", "moved_trials_stored"), 0
        )
        """Trials simulated and trials read, so far; and those with an assumed number at another value."""

    def __enter__(self) -> "Sharing":
        return self

    def __exit__(self, *error: object) -> None:
        self._done.close()

    @property
    def all_stored(self) -> bool:
        """Whether no trial of the run needs to be simulated, as far as can be seen without reading."""
        kept = self._work.kept
        return kept is not None and all(kept.shards().has(one) for one in self._shares)

    def first_trial(self) -> dict[str, Tables]:
        """The tables of the first trial under every scenario."""
        shard = self._work.shard(range(1, 2) if self._work.kept is None else self._shares[0])
        mine = pl.col("trial") == 1
        return {
            name: Tables(
                one.tables.participants.filter(mine),
                one.tables.observations.filter(mine),
                one.tables.events.filter(mine),
            )
            for name, one in shard.conducted.items()
        }

    def gathered(self, progress: Callable[[float], None]) -> dict[str, Gathered]:
        """All trials of the run under every scenario."""
        parts = self._results(0, len(self._shares), progress)
        return merged(parts, seed=self._work.seed, all_arms=self._work.truth)

    def sensitivity(self, progress: Callable[[float], None]) -> list[dict[str, Any]]:
        """How far power and naive claims move with each assumed number; nothing where none is to be moved."""
        moves = self._work.moves
        if moves is None:
            return []
        return moves.told(self._results(len(self._shares), len(self._portions), progress))

    def _results(self, first: int, number: int, progress: Callable[[float], None]) -> list[Any]:
        """The results of some items, in their order; they are not kept."""
        places = range(first, first + number)
        progress(sum(place in self._found for place in places) / number)
        while not all(place in self._found for place in places):
            place, done = next(self._done)
            self._found[place] = done
            self._count(place, done)
            if place in places:
                progress(sum(place in self._found for place in places) / number)
        return [self._found.pop(place).result for place in places]

    def _count(self, place: int, done: Done) -> None:
        moved = place >= len(self._shares)
        trials = self._portions[place - len(self._shares)].trials if moved else self._shares[place]
        self.counts[f"{'moved_' if moved else ''}trials_{'stored' if done.stored else 'simulated'}"] += len(trials)


def portions_of(moves: Moves | None) -> list[Portion]:
    """The portions in which assumed numbers are moved; none where none are."""
    return [] if moves is None else moves.portions()


def usual_workers(items: int, trials: int) -> int:
    """A process for each core, but none for fewer than two items: to begin one takes as long as half an item."""
    return max(1, min(cores(), items // 2)) if trials >= _FEW_TRIALS else 1
