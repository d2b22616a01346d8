"""`worth`: what the result of a planned trial could teach of the effect of cells, before it is run."""

import json
import shlex
import time
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from antral.api.evidence.effect import shipped_effect
from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent
from antral.api.simulation import LARGEST_SEED
from antral.api.whole_file import ready, write_whole
from antral.api.workers import cores, shared_out
from antral.core import InputError, package_fingerprint
from antral.evidence import forecasts as on_file
from antral.protocol import Protocol, load
from antral.records import load_yaml, path
from antral.therapy import sample_hashes
from antral.trial import check as can_be_simulated

_RECORD: Final = ("effect", "worth.yaml")
_RESULT: Final = "worth.json"
_COUNTED: Final = "counted"
_DIGITS: Final = 5
_MOST: Final = 10_000_000


def worth(
    protocols: Sequence[str | Path | Protocol] = (),
    *,
    women_years: int = 40_000,
    seed: int = 1,
    out: str | Path | None = None,
    record: bool = False,
    workers: int | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """How far the result of a planned trial could move the weight of no effect, and how much of it there is to learn.

    Command: `antral evidence worth`.

    Parameters
    ----------
    protocols
        Names or files; by default the registered trials that have a forecast.
    women_years
        Simulated of each trial, with and without effect; about.
    seed
        Same inputs and seed, same numbers, on any number of workers.
    out
        Folder that keeps what was simulated, and the result; the same call goes on there.
    record
        Whether it becomes the record that the evidence report shows.
    workers
        Processes that share the trials; one a core by default.

    Returns
    -------
    Plain values: the weight of no effect `before`; of each of `trials` its `outcomes`, and of each of these its `plans`
    with what they would teach under each reading (weights and shares 0 to 1, information in bits), and its errors.

    Raises
    ------
    InputError
        Where a value cannot be used, a protocol cannot be simulated, or none of its arms is given cells.
    """
    women_years = whole(women_years, "women_years", 100, _MOST)
    seed = whole(seed, "seed", 0, LARGEST_SEED)
    many = cores() if workers is None else whole(workers, "workers", 1, 1024)
    asked = list(protocols) or [name for name, entry in on_file.register().items() if entry.forecast]
    loaded = [one if isinstance(one, Protocol) else load(one) for one in asked]
    for one in loaded:
        can_be_simulated(one)
        if not any(arm.total_cells for arm in one.arms.values()):
            raise InputError(f"{one.id}: no arm is given cells, so it can teach nothing of their effect.")
    from antral.evidence import effect as of_cells

    folder = ready(out, _COUNTED)
    compiled(progress)
    begun, known, told = time.monotonic(), of_cells.today(), []

    def out_of_house(task: Any, items: Sequence[range]) -> Iterator[tuple[int, Any]]:
        return shared_out(task, items, workers=min(many, len(items)))

    for one in loaded:
        told.append(
            of_cells.worth(
                one,
                known,
                women_years=women_years,
                seed=seed,
                threads=1 if many > 1 else None,
                share_out=out_of_house,
                folder=None if folder is None else folder / _COUNTED,
                progress=partial(progress, f"conducting {one.id}"),
            )
        )
    words = ["antral", "evidence", "worth", *(str(one) for one in protocols if not isinstance(one, Protocol))]
    settings, spike = of_cells.settings(), shipped_effect()["spike"]
    found: dict[str, Any] = _short(
        {
            "command": shlex.join([*words, "--women-years", str(women_years), "--seed", str(seed)]),
            "version": version("antral"),
            "code_and_records": package_fingerprint()[:16],
            "made": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "seconds": round(time.monotonic() - begun, 1),
            "sample": sample_hashes(["evidence"])["evidence"],
            "before": known.before,
            "estimated": {"weight": spike["weight"], "se": spike["se"]},
            "together": known.together,
            "below": settings.below.value,
            "above": settings.above.value,
            "readings": {name: {"title": one.title, "reason": one.reason} for name, one in settings.readings.items()},
            "trials": told,
        }
    )
    if folder is not None:
        write_whole(folder / _RESULT, json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    if record:
        write_whole(path(*_RECORD), on_file.document(found))
    return found


def shipped_worth() -> dict[str, Any] | None:
    """What is on record of the planned trials: as `worth` gives it; None where nothing is."""
    place = path(*_RECORD)
    return load_yaml(place) if place.exists() else None


def _short(told: Any) -> Any:
    """Enough digits for what was simulated."""
    if isinstance(told, dict):
        return {name: _short(one) for name, one in told.items()}
    if isinstance(told, list):
        return [_short(one) for one in told]
    return float(f"{told:.{_DIGITS}g}") if isinstance(told, float) else told
