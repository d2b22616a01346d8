"""`challenge`: is a printed result more than the modelled spontaneous course gives? Studies repeated without effect."""

import json
import shlex
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.api.evidence.modelled import together
from antral.api.evidence.multiplicity import multiplicity
from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent
from antral.api.simulation import LARGEST_SEED, MOST_TRIALS, MOST_VECTORS
from antral.api.uncertainty import apart, chosen_posterior
from antral.api.whole_file import write_whole
from antral.api.workers import cores, shared_out
from antral.core import InputError, Purpose, RunError, cache_folder, package_fingerprint, philox
from antral.design import Enrolled, over_trials
from antral.evidence import replicas, study_names
from antral.records import Vector, load_json, path, using

MOST_WOMEN: Final = 120_000
"""Participants of all replicates of a study together: one of hundreds of women is repeated less often."""
NAME: Final = "challenge"
"""Of the files that are written."""
_SHIPPED: Final = ("challenges", "all.json")
_STREAM: Final = 2**24
_WOMEN: Final = 200
"""In the bank of each vector, and at least two for each place."""
_FEWEST: Final = 20
"""Replicates under each vector."""


@dataclass(frozen=True)
class Challenges:
    """Studies held against the spontaneous course; one or all of them."""

    studies: tuple[dict[str, Any], ...]
    """Those repeated, as plain values."""
    others: tuple[dict[str, str], ...]
    """Those not repeated, with the reason."""
    made_with: dict[str, Any]
    together: tuple[dict[str, Any], ...] = ()
    """Of several studies: all women counted after cells, and all without, against the modelled course."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values: what `--json` prints."""
        return {
            "studies": list(self.studies),
            "not_simulated": list(self.others),
            "multiplicity": multiplicity(self.studies),
            "beside": challenges()["multiplicity"] if len(self.studies) == 1 else None,
            "together": list(self.together),
            "made_with": self.made_with,
        }

    def text(self) -> str:
        """The same as JSON."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def write(self, folder: str | Path) -> Path:
        """Write `challenge.html` and `challenge.json` into a folder, which is made if need be."""
        from antral.reports import challenge_page

        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"{place} cannot be used: {error.strerror}. Choose a folder you may write to.") from error
        write_whole(place / f"{NAME}.json", self.text())
        write_whole(place / f"{NAME}.html", challenge_page(self.to_dict()))
        return place


def challenge(
    study: str | Sequence[str] | None = None,
    *,
    trials: int = 2000,
    seed: int = 1,
    uncertainty: int = 0,
    women: int | None = None,
    workers: int | None = None,
    threads: int | None = None,
    record: bool = False,
    records: str | Path | None = None,
    progress: Progress = silent,
) -> Challenges:
    """Hold what a study printed against the same study with no effect at all: how often would it print as much?

    Regression to the mean, fluctuation and the definition of each outcome are part of the replicates. A small tail says
    that the modelled spontaneous course seldom gives as much, not that a treatment works: the model may be wrong, and a
    result may be printed because it is large.

    Parameters
    ----------
    study
        Name of a study on record, several, or None for all.
    trials
        Replicates; fewer of a study with many women.
    seed
        Same inputs and seed, same bits, on any number of workers.
    uncertainty
        Vectors of the shipped posterior of the physiology under which as many replicates are shared out again.
    women
        In the bank from which replicates enrol; 2000, or ten for each place, by default.
    record
        Whether the result becomes the one that is shipped, in `records/challenges`; of all studies only.
    records
        A folder of your own study records; the replica of one is `replicas/NAME.yaml` in it.

    Raises
    ------
    InputError
        Where a study is not on record.
    """
    trials, seed = whole(trials, "trials", 2, MOST_TRIALS), whole(seed, "seed", 0, LARGEST_SEED)
    whole(uncertainty, "uncertainty", 0, MOST_VECTORS)
    if record and not (study is None and records is None):
        raise InputError("only the result of all shipped studies together is recorded; do without --record.")
    extra = None if records is None else Path(records)
    names = study_names(extra) if study is None else [study] if isinstance(study, str) else list(study)
    made = {name: replicas.replica(name, extra) for name in names}
    count = min(threads or cores(), cores()) if workers is None else whole(workers, "workers", 1, 1024)
    if any(isinstance(one, replicas.Replica) for one in made.values()):
        compiled(progress)
    done, others = [], []
    for name, one in made.items():
        if isinstance(one, replicas.NotSimulated):
            others.append({"study": name, "title": one.study.title, "reason": one.reason})
            continue
        stage = f"repeating {one.study.title}"
        doing = _Doing(seed, count, threads, women, partial(progress, stage))
        done.append(_challenged(one, doing, trials, uncertainty))
    found = Challenges(
        tuple(done),
        tuple(others),
        {
            "command": _command(() if study is None else names, trials, seed, uncertainty, women, extra),
            "version": version("antral"),
            "code_and_records": package_fingerprint()[:16],
            "trials": trials,
            "seed": seed,
            "uncertainty": uncertainty,
            "made": time.strftime("%Y-%m-%d"),
        },
        tuple(together(done, made)) if len(done) > 1 else (),
    )
    if record:
        path(*_SHIPPED).parent.mkdir(exist_ok=True)
        write_whole(path(*_SHIPPED), found.text())
    return found


def _command(
    names: Sequence[str], trials: int, seed: int, uncertainty: int, women: int | None, extra: Path | None
) -> str:
    """The command that gives the same; no name is all."""
    more = [] if women is None else [f"--women {women}"]
    more += [f"--uncertainty {uncertainty}"] if uncertainty else []
    more += [] if extra is None else [f"--records {shlex.quote(str(extra))}"]
    return " ".join(
        ["antral evidence challenge", " ".join(names) or "--all", f"--trials {trials} --seed {seed}", *more]
    )


def challenges() -> dict[str, Any]:
    """All studies as they were last held against the spontaneous course and shipped, with the command that does it."""
    return load_json(path(*_SHIPPED))


@dataclass(frozen=True)
class _Doing:
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
            folder=_cache(),
            progress=self.progress,
        )


def _cache() -> Path:
    """Where replicates are kept."""
    folder = cache_folder("replicas")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _challenged(one: replicas.Replica, doing: _Doing, trials: int, vectors: int) -> dict[str, Any]:
    people = one.protocol.design.participants
    trials = max(_FEWEST, min(trials, MOST_WOMEN // people))
    found = doing.repeated(one, trials)
    answers = {reported.key: _held(one, found, reported.key) for reported in (*one.reported, *one.variants)}
    anybody = _at_any_moment(one, doing, trials)
    over = _over_vectors(one, doing, trials, vectors) if vectors else None
    outcomes = []
    for reported in one.reported:
        told = _told(answers[reported.key])
        told["cells"] = any(one.protocol.arms[arm].total_cells for arm in reported.arms)
        told["definitions"] = [
            _told(answers[other.key]) for other in one.variants if other.key.startswith(f"{reported.key} (")
        ]
        told["at_any_moment"] = None if anybody is None else anybody.get(reported.key)
        told["uncertainty"] = None if over is None else over["outcomes"][reported.key]
        outcomes.append(told)
    of, mean = one.study, one.study.population.fsh_mean
    return {
        "study": of.id,
        "title": of.title,
        "protocol": one.protocol.title,
        "design": of.design,
        "role": of.role,
        "has_cells": one.has_cells,
        "distance": one.distance.model_dump(),
        "women": people,
        "trials": found.trials,
        "bank": found.bank_size,
        "failed": found.failed,
        "patient_years": found.patient_years,
        "entry_fsh": {"mean": found.entry_fsh[0], "sd": found.entry_fsh[1], "printed": mean},
        "outcomes": outcomes,
        "assumed": [line.model_dump() for line in one.assumed],
        "usual": [line.model_dump() for line in replicas.usual(one.protocol)],
        "not_simulated": dict(one.not_simulated),
        "posterior": None if over is None else over["posterior"],
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


def _at_any_moment(one: replicas.Replica, doing: _Doing, trials: int) -> dict[str, dict[str, Any]] | None:
    """Outcomes that are changes, had women been admitted whatever their hormones and bleeds were at that moment.

    The difference between the means is owed to selection at a moment of high FSH: regression to the mean. What is left
    is ageing and fluctuation.
    """
    changes = [
        reported
        for reported in one.reported
        if one.protocol.endpoint(reported.endpoint).derive == "change" and reported.kind != "mean_at_entry"
    ]
    anybody = one.entered_at_any_moment()
    if not changes or anybody.selected:
        return None
    found = doing.repeated(anybody, trials)
    answers = {reported.key: _told(_held(anybody, found, reported.key)) for reported in changes}
    return {
        key: {name: told[name] for name in ("mean", "sd", "q05", "q95", "at_least", "at_most")}
        | {"entry_fsh": found.entry_fsh[0]}
        for key, told in answers.items()
    }


@dataclass(frozen=True)
class _Under:
    """Repeats a study under one vector of the physiology: a task that can be sent to another process."""

    replica: replicas.Replica
    trials: int
    women: int
    folder: Path

    def __call__(self, item: tuple[Vector, int]) -> dict[str, dict[str, tuple[float, float]]]:
        """Both tails of every outcome, with their Monte-Carlo errors."""
        vector, seed = item
        with using(vector):
            found = replicas.simulated(
                self.replica, trials=self.trials, seed=seed, women=self.women, threads=1, folder=self.folder
            )
        answers = [_held(self.replica, found, reported.key) for reported in self.replica.reported]
        return {
            one.reported.key: {
                "at_least": (one.at_least.p, one.at_least.mcse),
                "at_most": (one.at_most.p, one.at_most.mcse),
                "mean": (one.mean, float("nan")),
            }
            for one in answers
        }


def _over_vectors(one: replicas.Replica, doing: _Doing, trials: int, vectors: int) -> dict[str, Any]:
    """Both tails over the posterior: their mean, and how far they lie apart because numbers are not known."""
    hormones = any(arm.comedication is not None for arm in one.protocol.arms.values())
    posterior = chosen_posterior(None, hormones=hormones)
    each = max(_FEWEST, trials // vectors)
    task = _Under(one, each, max(_WOMEN, 2 * one.protocol.design.participants), _cache())
    seeds = philox(doing.seed, _STREAM, np.arange(vectors), Purpose.CALIBRATION, 0)[:, 0]
    items = [(vector, int(own)) for vector, own in zip(posterior.vectors(vectors, doing.seed), seeds, strict=True)]
    found: dict[int, Any] = {}
    for place, answer in shared_out(task, items, workers=min(doing.workers, vectors)):
        found[place] = answer
        doing.progress(len(found) / vectors)
    in_order = [found[place] for place in range(vectors)]
    return {
        "posterior": {"part": posterior.part, "sha256": posterior.fingerprint, "vectors": vectors, "trials_each": each},
        "outcomes": {
            reported.key: {
                side: {
                    **apart([answer[reported.key][side] for answer in in_order]),
                    "lowest": min(answer[reported.key][side][0] for answer in in_order),
                    "highest": max(answer[reported.key][side][0] for answer in in_order),
                }
                for side in ("at_least", "at_most")
            }
            for reported in one.reported
        },
    }
