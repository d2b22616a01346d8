"""What is done with each part of a run, by whichever process: trials conducted and analysed, assumed numbers moved."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from antral.api.folder import Folder
from antral.api.shards import Shard, Shards, shares
from antral.api.workers import cores, shared_out
from antral.dataset import Tables
from antral.design import Gathered, Moves, Part, Portion, gather_part, merged
from antral.population import Bank
from antral.protocol import Protocol
from antral.records import Vector, in_force, using
from antral.trial import conduct_all, potential

_FEW_TRIALS: Final = 20
"""Below so many trials every item is done before another process has begun."""


@dataclass(frozen=True)
class Work:
    """A run's inputs, as every process needs them."""

    protocol: Protocol
    bank: Bank
    effects: tuple[str, ...]
    seed: int
    folder: Folder | None
    truth: bool
    """Whether every woman is simulated in every arm, too."""
    threads: int | None
    moves: Moves | None = None
    """The assumed numbers that are moved, where they are."""
    vector: Vector = field(default_factory=in_force)
    """Values of the records under which the run was begun: they go with it to other processes."""

    def __call__(self, item: range | Portion) -> dict[str, Part] | dict[str, Any]:
        """Some trials under every scenario, analysed; or a portion of the assumed numbers at other values."""
        with using(self.vector):
            return self._done(item)

    def _done(self, item: range | Portion) -> dict[str, Part] | dict[str, Any]:
        if isinstance(item, Portion):
            assert self.moves is not None
            return moved(self.moves, item, self.bank, self.threads)
        shard = self._conducted(item) if self.folder is None else Shards(self.folder).of(item, self._conducted)
        return gather_part(self.protocol, shard.conducted, seed=self.seed, potential=shard.potential)

    def _conducted(self, trials: range) -> Shard:
        conducted = conduct_all(
            self.protocol, self.bank, trials=trials, seed=self.seed, scenarios=self.effects, threads=self.threads
        )
        if not self.truth:
            return Shard(conducted)
        every_arm = {
            name: {arm: self._everybody_in(arm, name, trials) for arm in self.protocol.arms} for name in self.effects
        }
        return Shard(conducted, every_arm)

    def _everybody_in(self, arm: str, scenario: str, trials: range) -> Tables:
        return potential(
            self.protocol, self.bank, trials=trials, seed=self.seed, scenario=scenario, arm=arm, threads=self.threads
        )


def moved(moves: Moves, portion: Portion, bank: Bank, threads: int | None) -> dict[str, Any]:
    """A portion of the assumed numbers at other values."""
    return dict(moves.seen(portion, bank, threads=threads))


class Sharing:
    """A run whose work is shared out: first its trials, then the assumed numbers at other values.

    While processes do the last, what the trials found can be summed up here. Results have the same bits for any number
    of workers. A context: leaving it ends every worker.
    """

    def __init__(self, work: Work, trials: int, *, workers: int) -> None:
        self._work = work
        self._shares, self._portions = shares(trials, work.protocol), portions_of(work.moves)
        items: list[range | Portion] = [*self._shares, *self._portions]
        self._done = shared_out(work, items, workers=workers)
        self._found: dict[int, Any] = {}

    def __enter__(self) -> "Sharing":
        return self

    def __exit__(self, *error: object) -> None:
        self._done.close()

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
            place, result = next(self._done)
            self._found[place] = result
            if place in places:
                progress(sum(place in self._found for place in places) / number)
        return [self._found.pop(place) for place in places]


def portions_of(moves: Moves | None) -> list[Portion]:
    """The portions in which assumed numbers are moved; none where none are."""
    return [] if moves is None else moves.portions()


def usual_workers(items: int, trials: int) -> int:
    """A process for each core, but none for fewer than two items: to begin one takes as long as half an item."""
    return max(1, min(cores(), items // 2)) if trials >= _FEW_TRIALS else 1
