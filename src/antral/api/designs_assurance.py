"""`--assurance N`: the power of each design averaged over what is not known of the physiology, and of the effect.

Each vector of the posterior has women and luck of its own, and under it all designs have the same; so the difference of
two designs is averaged over vectors, too, with its own error. A scenario that draws its effect anew for each trial
averages over the effect, its share of trials without any included.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from antral.api.designs_asked import Asked
from antral.api.designs_work import Means, studied
from antral.api.progress import silent
from antral.api.uncertainty import Item, summed
from antral.api.work import usual_workers
from antral.api.workers import cores, shared_out
from antral.calibrate import Posterior
from antral.core import Purpose, kept, philox
from antral.design import Beside, Point, only_judged
from antral.protocol import Protocol, load
from antral.records import using
from antral.therapy import sample_hashes

_WOMEN_A_PLACE: Final = 10
"""Women in the bank of a vector for each place in the largest trial, at least."""
_STREAM: Final = 2**24
"""Keeps the seeds of these vectors apart from those of `simulate --uncertainty`."""
_NOT_KNOWN: Final = {"value": None, "mcse": None}


@dataclass(frozen=True)
class PowerUnder:
    """The power of every design under one vector: a task that can be sent to another process."""

    asked: Asked
    """With the trials and the women of one vector."""
    designs: tuple[Protocol, ...]
    reference: int
    threads: int | None
    folder: Path | None

    def __call__(self, item: Item) -> list[dict[str, Any]]:
        """By design and scenario: `tests` and `differences`, as `summed` takes them; found in the folder or made."""
        one = self.asked
        about = (type(self).__name__, item.vector.fingerprint, item.seed, one.effects, one.trials, one.women)
        prints = [sample_hashes(one.effects), *(protocol.fingerprint for protocol in self.designs)]
        found: list[dict[str, Any]] = kept(self.folder, (*about, prints, self.reference), lambda: self._found(item))
        return found

    def _found(self, item: Item) -> list[dict[str, Any]]:
        with using(item.vector):
            mine = replace(self.asked, seed=item.seed)
            done = studied(mine, self.designs, Means(self.threads, 1, None, silent), trials=mine.trials, stage="")
            beside = {name: Beside(done.found[self.reference], name) for name in mine.effects}
            return [{name: _parts(of.power(one)) for name, of in beside.items()} for one in done.found]


def _parts(told: dict[str, Any]) -> dict[str, Any]:
    """Powers apart from differences."""
    kinds: dict[str, dict[str, Any]] = {"tests": {}, "differences": {}}
    for name, one in told.items():
        known = one or {"difference": None, "difference_mcse": None, **_NOT_KNOWN}
        kinds["tests"][name] = {"value": known["value"], "mcse": known["mcse"]}
        kinds["differences"][name] = {"value": known["difference"], "mcse": known["difference_mcse"]}
    return kinds


def assurance_of(
    asked: Asked, points: Sequence[Point], reference: int, posterior: Posterior, means: Means
) -> dict[str, Any]:
    """Assurance of every design: `about`, and `points` with the numbers of each under each scenario; see `design`."""
    vectors = asked.assurance
    designs = tuple(
        load(asked.name, overrides=[*asked.set, *point.set, *only_judged(point.protocol)]) for point in points
    )
    largest = max(protocol.design.participants for protocol in designs)
    each = max(2, round(asked.trials / vectors))
    women = max(_WOMEN_A_PLACE * largest, asked.women // vectors)
    workers = means.workers or min(means.threads or cores(), usual_workers(vectors, asked.trials))
    one = replace(asked, trials=each, women=women)
    task = PowerUnder(one, designs, reference, 1 if workers > 1 or means.cluster else means.threads, means.folder)
    seeds = philox(asked.seed, _STREAM, np.arange(vectors), Purpose.CALIBRATION, 0)[:, 0]
    items = [Item(vector, int(own)) for vector, own in zip(posterior.vectors(vectors, asked.seed), seeds, strict=True)]
    found: dict[int, list[dict[str, Any]]] = {}
    means.progress("running over the posterior", 0.0)
    shared = shared_out(task, items, workers=min(workers, vectors), cluster=means.cluster, folder=means.folder)
    for place, result in shared:
        found[place] = result
        means.progress("running over the posterior", len(found) / vectors)
    in_order = [found[place] for place in range(vectors)]
    return {
        "about": {
            "vectors": vectors,
            "trials_each": each,
            "women_each": women,
            "posterior": {"part": posterior.part, "sha256": posterior.fingerprint},
        },
        "points": [
            {name: _told([vector[place][name] for vector in in_order], each) for name in asked.effects}
            for place in range(len(points))
        ],
    }


def _told(found: Sequence[dict[str, Any]], each: int) -> dict[str, Any]:
    """One design under one scenario, over vectors."""
    over = summed(found, each)
    result = {}
    for name, power in over["tests"].items():
        apart = over["differences"][name]
        known = power["vectors"] > 0
        difference = {"difference": apart["value"], "difference_mcse": apart["mcse"]}
        result[name] = power | difference if known else None
    return result
