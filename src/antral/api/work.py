"""What is done with each shard of a run: conduct or read it, and analyse it; by whichever process."""

from collections.abc import Callable
from dataclasses import dataclass

from antral.api.folder import Folder
from antral.api.shards import Shard, Shards, shares
from antral.api.workers import cores, shared_out
from antral.dataset import Tables
from antral.design import Gathered, Part, gather_part, merged
from antral.population import Bank
from antral.protocol import Protocol
from antral.trial import conduct_all, potential


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

    def __call__(self, trials: range) -> dict[str, Part]:
        """Some trials under every scenario, analysed."""
        shard = self._conducted(trials) if self.folder is None else Shards(self.folder).of(trials, self._conducted)
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


def gathered(work: Work, trials: int, *, workers: int, progress: Callable[[float], None]) -> dict[str, Gathered]:
    """All trials of a run under every scenario; the same bits for any number of workers."""
    each = shares(trials, work.protocol)
    parts: dict[int, dict[str, Part]] = {}
    progress(0.0)
    for place, part in shared_out(work, each, workers=workers):
        parts[place] = part
        progress(len(parts) / len(each))
    in_order = [parts[place] for place in range(len(each))]
    return merged(in_order, seed=work.seed, all_arms=work.truth)


def usual_workers(shards: int) -> int:
    """A process for each core, but none for fewer than two shards: to begin one takes as long as half a shard."""
    return max(1, min(cores(), shards // 2))
