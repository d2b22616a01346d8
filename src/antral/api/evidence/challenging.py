"""`challenge`: is a printed result more than the modelled spontaneous course gives? Studies repeated without effect."""

import json
import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from antral.api.evidence.modelled import together
from antral.api.evidence.multiplicity import multiplicity
from antral.api.evidence.physiologies import under_vectors
from antral.api.evidence.repeating import Doing, kept_in, repeat, replicates_of, told_of
from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent
from antral.api.simulation import LARGEST_SEED, MOST_TRIALS, MOST_VECTORS
from antral.api.whole_file import write_whole
from antral.api.workers import cores
from antral.core import InputError, RunError, package_fingerprint
from antral.evidence import replicas, study_names
from antral.records import load_json, path

NAME: Final = "challenge"
"""Of the files that are written."""
_SHIPPED: Final = ("challenges", "all.json")


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
        Vectors of the shipped posterior of the physiology under which as many replicates are shared out again. Every
        answer is then over these vectors, the same in all studies, and that at the values on record stands beside it.
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
    if whole(uncertainty, "uncertainty", 0, MOST_VECTORS) == 1:
        raise InputError("uncertainty = 1: one vector does not tell how far vectors lie apart; 0, or at least 2.")
    if record and not (study is None and records is None):
        raise InputError("only the result of all shipped studies together is recorded; do without --record.")
    extra = None if records is None else Path(records)
    names = study_names(extra) if study is None else [study] if isinstance(study, str) else list(study)
    made = {name: replicas.replica(name, extra) for name in names}
    count = min(threads or cores(), cores()) if workers is None else whole(workers, "workers", 1, 1024)
    others = [
        {"study": name, "title": one.study.title, "reason": one.reason}
        for name, one in made.items()
        if isinstance(one, replicas.NotSimulated)
    ]
    asked = {name: one for name, one in made.items() if isinstance(one, replicas.Replica)}
    if asked:
        compiled(progress)
    repeated = {
        name: repeat(one, Doing(seed, count, threads, women, partial(progress, f"repeating {one.study.title}")), trials)
        for name, one in asked.items()
    }
    over = None
    if uncertainty and asked:
        over = under_vectors(
            asked,
            {name: replicates_of(one, trials) for name, one in asked.items()},
            vectors=uncertainty,
            seed=seed,
            workers=count,
            folder=kept_in(),
            progress=partial(progress, f"repeating under {uncertainty} vectors of the physiology"),
        )
    posterior = None if over is None else {"part": over.posterior.part, "sha256": over.posterior.fingerprint}
    done = [told_of(one, None if over is None else over.found[name], posterior) for name, one in repeated.items()]
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
