"""Studies repeated without effect under vectors of the physiology: the same vector, by its number, in every study."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.api.uncertainty import chosen_posterior
from antral.api.workers import shared_out
from antral.calibrate import Posterior
from antral.core import Purpose, fingerprint, in_place, philox
from antral.evidence import replicas
from antral.records import Vector, using

Floats = NDArray[np.float64]

FEWEST: Final = 20
"""Replicates of a study under each vector, at least."""
_WOMEN: Final = 200
"""In the bank of each study and vector, and at least two for each place."""
_STREAM: Final = 2**24


@dataclass(frozen=True)
class Physiologies:
    """What studies would have printed under each vector."""

    posterior: Posterior
    vectors: int
    found: Mapping[str, Sequence[replicas.Simulated]]
    """By study; its replicates under each vector, in the order of the vectors. `[vector]`"""


@dataclass(frozen=True)
class _Repeat:
    """A study to be repeated under one vector."""

    replica: replicas.Replica
    trials: int
    vector: Vector
    seed: int


@dataclass(frozen=True)
class _Under:
    """Repeats a study under a vector: a task that can be sent to another process."""

    folder: Path

    def __call__(self, item: _Repeat) -> replicas.Simulated:
        """What its replicates print."""
        women = max(_WOMEN, 2 * item.replica.protocol.design.participants)
        with using(item.vector):
            return replicas.simulated(
                item.replica, trials=item.trials, seed=item.seed, women=women, threads=1, folder=self.folder
            )


def under_vectors(
    asked: Mapping[str, replicas.Replica],
    trials: Mapping[str, int],
    *,
    vectors: int,
    seed: int,
    workers: int,
    folder: Path,
    progress: Callable[[float], None],
) -> Physiologies:
    """Repeat studies under vectors of the shipped posterior, that of hormones in all of them, since one holds for all.

    Each study and vector has women and luck of its own, so that what studies share is the vector alone.

    Parameters
    ----------
    trials
        By study, under all vectors together.
    """
    posterior = chosen_posterior(None, hormones=True)
    drawn = posterior.vectors(vectors, seed)
    items = [
        _Repeat(one, max(FEWEST, trials[name] // vectors), vector, own)
        for name, one in asked.items()
        for vector, own in zip(drawn, _seeds(name, seed, vectors), strict=True)
    ]
    found = in_place(shared_out(_Under(folder), items, workers=workers), len(items), progress)
    of_each = {name: [found[at * vectors + k] for k in range(vectors)] for at, name in enumerate(asked)}
    return Physiologies(posterior, vectors, of_each)


def _seeds(name: str, seed: int, vectors: int) -> list[int]:
    """One for each vector, another in each study."""
    own = int(fingerprint(name)[:8], 16)
    return [int(one) for one in philox(seed, _STREAM, np.arange(vectors), Purpose.CALIBRATION, own)[:, 0]]


def pooled(parts: Sequence[replicas.Simulated]) -> replicas.Simulated:
    """Replicates under all vectors as one: the predictive distribution."""
    first = parts[0]
    return replicas.Simulated(
        values={key: np.concatenate([part.values[key] for part in parts], axis=1) for key in first.values},
        scenarios=first.scenarios,
        women=np.concatenate([part.women for part in parts]),
        failed=sum(part.failed for part in parts),
        patient_years=sum(part.patient_years for part in parts),
        bank_size=first.bank_size,
        entry_fsh=first.entry_fsh,
    )


def clustered_error(parts: Sequence[replicas.Simulated]) -> replicas.Error:
    """Of the mean over the replicates of all vectors, their draw included: a vector's replicates vary together."""
    vector = np.repeat(np.arange(len(parts)), [part.trials for part in parts])

    def error(values: Floats) -> float:
        seen = np.isfinite(values)
        residual = values[seen] - values[seen].mean()
        by_vector = np.bincount(vector[seen], residual, minlength=len(parts))
        many = len(parts) / (len(parts) - 1.0)
        return float(np.sqrt(many * (by_vector**2).sum()) / seen.sum())

    return error
