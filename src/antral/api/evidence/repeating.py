"""One study held against its replicates without effect, told in plain values."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.api.evidence.physiologies import FEWEST, clustered_error, pooled
from antral.api.uncertainty import apart
from antral.api.workers import shared_out
from antral.core import cache_folder
from antral.design import Enrolled, over_trials
from antral.evidence import replicas

MOST_WOMEN: Final = 120_000
"""Participants of all replicates of a study together: one of hundreds of women is repeated less often."""
_FIXED: Final = (
    "replicates", "mean", "mean_mcse", "sd", "q05", "q50", "q95", "at_least", "at_most",
)  # fmt: skip
"""Told of the replicates at the values on record beside those over vectors."""
_Vectors = Sequence[replicas.Simulated] | None


@dataclass(frozen=True)
class Doing:
    """How the work is done."""

    seed: int
    workers: int
    threads: int | None
    women: int | None
    progress: Callable[[float], None]

    def repeated(self, one: replicas.Replica, trials: int) -> replicas.Simulated:
        """A study repeated without effect; what was found before is read again."""
        many = min(self.workers, len(replicas.portions(trials, one)))

        def out(task: Any, items: Sequence[range]) -> Iterator[tuple[int, Any]]:
            return shared_out(task, items, workers=many)

        return replicas.simulated(
            one,
            trials=trials,
            seed=self.seed,
            women=self.women,
            threads=1 if many > 1 else self.threads,
            share_out=out,
            folder=kept_in(),
            progress=self.progress,
        )


def kept_in() -> Path:
    """Where replicates are kept."""
    folder = cache_folder("replicas")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def replicates_of(one: replicas.Replica, trials: int) -> int:
    """How often a study is repeated where so many replicates are wanted."""
    return max(FEWEST, min(trials, MOST_WOMEN // one.protocol.design.participants))


@dataclass(frozen=True)
class Repetition:
    """A study, repeated at the values on record."""

    replica: replicas.Replica
    found: replicas.Simulated
    at_any_moment: tuple[replicas.Replica, replicas.Simulated] | None
    """The same with women admitted whatever their hormones and bleeds are; None where no outcome is a change."""


def repeat(one: replicas.Replica, doing: Doing, trials: int) -> Repetition:
    """Repeat a study, and once more with women admitted at any moment where it has a change to tell.

    The difference between the means is owed to selection at a moment of high FSH: regression to the mean. What is left
    is ageing and fluctuation.
    """
    found = doing.repeated(one, replicates_of(one, trials))
    anybody = one.entered_at_any_moment()
    if not _changes(one) or anybody.selected:
        return Repetition(one, found, None)
    return Repetition(one, found, (anybody, doing.repeated(anybody, replicates_of(one, trials))))


def _changes(one: replicas.Replica) -> list[replicas.Reported]:
    return [
        reported
        for reported in one.reported
        if one.protocol.endpoint(reported.endpoint).derive == "change" and reported.kind != "mean_at_entry"
    ]


def told_of(made: Repetition, vectors: _Vectors, posterior: dict[str, Any] | None) -> dict[str, Any]:
    """The study with its outcomes; over vectors of the physiology where it was repeated under some.

    Parameters
    ----------
    posterior
        What is said of the posterior from which the vectors come.
    """
    one, found = made.replica, made.found
    outcomes = []
    for reported in one.reported:
        told = _outcome(one, found, vectors, reported.key)
        told["cells"] = any(one.protocol.arms[arm].total_cells for arm in reported.arms)
        told["definitions"] = [
            _outcome(one, found, vectors, other.key)
            for other in one.variants
            if other.key.startswith(f"{reported.key} (")
        ]
        told["at_any_moment"] = _at_any_moment(made).get(reported.key)
        outcomes.append(told)
    of = one.study
    return {
        "study": of.id,
        "title": of.title,
        "protocol": one.protocol.title,
        "design": of.design,
        "role": of.role,
        "has_cells": one.has_cells,
        "distance": one.distance.model_dump(),
        "women": one.protocol.design.participants,
        "trials": found.trials,
        "bank": found.bank_size,
        "failed": found.failed + sum(part.failed for part in vectors or ()),
        "patient_years": found.patient_years + sum(part.patient_years for part in vectors or ()),
        "entry_fsh": {"mean": found.entry_fsh[0], "sd": found.entry_fsh[1], "printed": of.population.fsh_mean},
        "outcomes": outcomes,
        "assumed": [line.model_dump() for line in one.assumed],
        "usual": [line.model_dump() for line in replicas.usual(one.protocol)],
        "not_simulated": dict(one.not_simulated),
        "vectors": None
        if not vectors or posterior is None
        else {
            **posterior,
            "vectors": len(vectors),
            "trials_each": vectors[0].trials,
            "women_each": vectors[0].bank_size,
        },
    }


def _outcome(one: replicas.Replica, found: replicas.Simulated, vectors: _Vectors, key: str) -> dict[str, Any]:
    """An outcome over the vectors, with the values on record beside it as `fixed`; without vectors these alone."""
    fixed = _told(_held(one, found, key))
    if not vectors:
        return {**fixed, "fixed": None, "between": None, "by_vector": None}
    over = _told(replicas.held(one, pooled(vectors), one.one(key), clustered_error(vectors)))
    each = [_held(one, part, key) for part in vectors]
    counts = over["kind"] in ("count", "percent")
    return {
        **over,
        "fixed": {name: fixed[name] for name in _FIXED},
        "between": {
            "at_least": apart([(part.at_least.p, part.at_least.mcse) for part in each]),
            "at_most": apart([(part.at_most.p, part.at_most.mcse) for part in each]),
            "mean": apart([(part.mean, part.mean_mcse) for part in each]),
        },
        "by_vector": {"mean": [part.mean for part in each], "mcse": [part.mean_mcse for part in each]}
        if counts
        else None,
    }


def _held(one: replicas.Replica, found: replicas.Simulated, key: str) -> replicas.Held:
    """An outcome with Monte-Carlo errors that know which replicates share women."""
    numbers = np.repeat(np.arange(found.trials), found.women.shape[1])
    women, seen = found.women.ravel(), found.women.ravel() >= 0
    _, place = np.unique(women[seen], return_inverse=True)
    enrolled = Enrolled(numbers[seen], place.ravel().astype(np.int64))

    def error(values: NDArray[np.float64]) -> float:
        return over_trials(np.arange(found.trials), values, enrolled).mcse

    return replicas.held(one, found, one.one(key), error)


def _told(one: replicas.Held) -> dict[str, Any]:
    reported = one.reported
    return {
        "key": reported.key,
        "definition": reported.definition,
        "meaning": reported.meaning,
        "kind": reported.kind,
        "rule": reported.rule,
        "printed": reported.value,
        "n": reported.n,
        "unit": reported.unit,
        "locator": reported.outcome.locator,
        "confidence": reported.outcome.confidence,
        "better": one.better,
        "replicates": one.replicates,
        "mean": one.mean,
        "mean_mcse": one.mean_mcse,
        "sd": None if np.isnan(one.sd) else one.sd,
        "q05": one.quantiles[0],
        "q50": one.quantiles[1],
        "q95": one.quantiles[2],
        "at_least": asdict(one.at_least),
        "at_most": asdict(one.at_most),
        "distribution": [list(bar) for bar in one.distribution],
    }


def _at_any_moment(made: Repetition) -> dict[str, dict[str, Any]]:
    """Changes, had women been admitted whatever their hormones and bleeds were at that moment."""
    if made.at_any_moment is None:
        return {}
    anybody, found = made.at_any_moment
    answers = {one.key: _told(_held(anybody, found, one.key)) for one in _changes(made.replica)}
    return {
        key: {name: told[name] for name in ("mean", "sd", "q05", "q95", "at_least", "at_most")}
        | {"entry_fsh": found.entry_fsh[0]}
        for key, told in answers.items()
    }
