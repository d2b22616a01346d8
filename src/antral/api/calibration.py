"""`calibrate` and `morris`: fit a part of the model, and which target answers to which number."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent
from antral.api.whole_file import ready, write_whole
from antral.api.workers import cores, shared_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from antral.calibrate import Calibration, Posterior, Screening

EVALUATIONS: Final = "evaluations"
SUMMARY: Final = "calibration.json"
POSTERIOR: Final = "posterior.parquet"
MORRIS: Final = "morris.json"
_LARGEST_SEED: Final = 2**32 - 1


def calibrate(
    part: str,
    *,
    members: int = 100,
    iterations: int = 2,
    women: int = 100,
    seed: int = 1,
    out: str | Path | None = None,
    workers: int | None = None,
    record: bool = False,
    progress: Progress = silent,
) -> "Calibration":
    """Fit the numbers of a part of the model to its targets; gives a sample of parameter vectors.

    Parameters
    ----------
    part
        healthy, poi or hrt.
    members
        Of the ensemble; the simulator is called `members × (iterations + 1) + 1` times.
    women
        Simulated of each age; those with POI are half as many again.
    out
        Folder that keeps every evaluation and the result; the same call goes on there.
    record
        Whether the posterior becomes the one that is shipped, in `records/posteriors`.

    Raises
    ------
    InputError
        Where a value, a record or the folder cannot be used.
    """
    members, iterations = whole(members, "members", 4, 10_000), whole(iterations, "iterations", 1, 100)
    women, seed = whole(women, "women", 4, 100_000), whole(seed, "seed", 0, _LARGEST_SEED)
    from antral.calibrate import calibrate as run
    from antral.calibrate import record as ship

    folder, shared = _prepared(part, out, workers, progress)
    command = f"antral calibrate {part} --members {members} --iterations {iterations} --women {women} --seed {seed}"
    found = run(
        part,
        members=members,
        iterations=iterations,
        women=women,
        seed=seed,
        command=command,
        folder=None if folder is None else folder / EVALUATIONS,
        share_out=shared,
        progress=progress,
    )
    posterior = found.posterior
    if folder is not None:
        posterior = _with_sensitivity(posterior, folder / MORRIS)
        posterior.write(folder / POSTERIOR)
        _write(folder / SUMMARY, found.summary)
    if record:
        ship(posterior)
    return replace(found, posterior=posterior)


def _with_sensitivity(posterior: "Posterior", file: Path) -> "Posterior":
    """The posterior with what a screening of the same part and code found, where one lies in the folder."""
    from antral.calibrate import sensitivity_of

    with suppress(OSError, ValueError, KeyError):
        told = json.loads(file.read_text(encoding="utf-8"))
        if all(told[name] == posterior.about[name] for name in ("part", "code_and_records")):
            return replace(posterior, about={**posterior.about, **sensitivity_of(told)})
    return posterior


def morris(
    part: str,
    *,
    trajectories: int = 4,
    women: int = 100,
    seed: int = 1,
    out: str | Path | None = None,
    workers: int | None = None,
    progress: Progress = silent,
) -> "Screening":
    """Move each number of a part by itself: which of its targets answers to it.

    Parameters
    ----------
    trajectories
        Places from which each number is moved; each costs one evaluation more than there are numbers.
    """
    count, women = whole(trajectories, "trajectories", 1, 10_000), whole(women, "women", 4, 100_000)
    seed = whole(seed, "seed", 0, _LARGEST_SEED)
    from antral.calibrate import screen

    folder, shared = _prepared(part, out, workers, progress)
    kept = None if folder is None else folder / EVALUATIONS
    found = screen(part, count=count, women=women, seed=seed, folder=kept, share_out=shared, progress=progress)
    if folder is not None:
        _write(folder / MORRIS, found.to_dict())
    return found


def _prepared(
    part: str, out: str | Path | None, workers: int | None, progress: Progress
) -> "tuple[Path | None, Callable[[Any, Sequence[Any]], Iterator[tuple[int, Any]]]]":
    """The folder, ready, and how evaluations are shared out; what the record holds is checked first."""
    from antral.calibrate import fit

    _ = fit(part).priors
    count = cores() if workers is None else whole(workers, "workers", 1, 1024)
    folder = ready(out, EVALUATIONS)
    compiled(progress)
    return folder, lambda task, items: shared_out(task, items, workers=min(count, len(items)))


def _write(place: Path, content: dict[str, Any]) -> None:
    write_whole(place, json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
