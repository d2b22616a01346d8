"""`forecast`, `forecasts`, `check_forecast`: what running trials are expected to report, on file before they do."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.api.inputs import whole
from antral.api.progress import Progress, compiled, silent
from antral.api.simulation import LARGEST_SEED, MOST_TRIALS
from antral.api.whole_file import write_whole
from antral.api.workers import cores, shared_out
from antral.core import InputError, package_fingerprint
from antral.design import Enrolled, over_trials
from antral.evidence import forecasts as on_file
from antral.evidence import replicas
from antral.protocol import Protocol, RegistryFacts, load
from antral.records import path
from antral.therapy import sample_hashes
from antral.trial import check as can_be_simulated

FEWEST: Final = 20


def forecast(
    protocol: str | Path | Protocol,
    *,
    trials: int = 2000,
    seed: int = 1,
    set: Sequence[str] = (),
    out: str | Path | None = None,
    made: date | None = None,
    workers: int | None = None,
    progress: Progress = silent,
) -> on_file.Forecast:
    """Forecast what a trial will report, under no effect and under the evidence, and seal it.

    Parameters
    ----------
    trials
        Replicates of the trial.
    seed
        Same inputs and seed, same numbers, on any number of workers.
    set
        Changes of the protocol, such as `design.participants=24`; they stand in the forecast.
    out
        A file (`.yaml`) to write; one that is there is not overwritten.
    made
        The day of the forecast; today by default.
    """
    place = None if out is None else _new(Path(out))
    content = _made(protocol, trials, seed, set, None if place is None else place.stem, made, workers, progress)
    if place is not None:
        write_whole(place, on_file.document(content))
    return on_file.Forecast.model_validate(content)


def record_forecasts(
    *, trials: int = 2000, seed: int = 1, made: date | None = None, progress: Progress = silent
) -> list[Path]:
    """Forecast every trial of the register that has one, and ship it; one of the same day is made anew."""
    written = []
    for trial, entry in on_file.register().items():
        if not entry.forecast:
            continue
        content = _made(trial, trials, seed, (), None, made, None, progress)
        written.append(write_whole(path("forecasts", f"{content['id']}.yaml"), on_file.document(content)))
    return written


@dataclass(frozen=True)
class OnFile:
    """One forecast on file."""

    forecast: on_file.Forecast
    holds: bool
    """Whether its hash does."""


def forecasts(folder: str | Path | None = None) -> list[OnFile]:
    """The forecasts shipped, or those of a folder, and whether each is what was written on its day."""
    places = on_file.places(None if folder is None else Path(folder))
    return [OnFile(on_file.read(place), on_file.holds(place)) for place in places.values()]


@dataclass(frozen=True)
class CheckedForecast:
    """A forecast beside what was reported."""

    forecast: on_file.Forecast
    holds: bool
    source: str
    """Of the reported results."""
    checked: tuple[on_file.Checked, ...]


def forecast_register() -> dict[str, on_file.Entry]:
    """Every registered trial known here: which has a forecast, and why the others have none."""
    return on_file.register()


def check_forecast(forecast: str | Path, reported: str | Path) -> CheckedForecast:
    """Lay reported results beside their forecast.

    Parameters
    ----------
    forecast
        A forecast on file by its name or its trial (the newest), or a file.
    reported
        A YAML file: `source`, and under `reported` endpoint, arm, value and n of each result.
    """
    place = on_file.place_of(forecast)
    one, told = on_file.read(place), on_file.read_reported(Path(reported))
    return CheckedForecast(one, on_file.holds(place), told.source, on_file.check(one, told.reported))


def _made(
    protocol: str | Path | Protocol,
    trials: int,
    seed: int,
    changes: Sequence[str],
    name: str | None,
    made: date | None,
    workers: int | None,
    progress: Progress,
) -> dict[str, Any]:
    """The sealed content of a forecast."""
    trials, seed = whole(trials, "trials", FEWEST, MOST_TRIALS), whole(seed, "seed", 0, LARGEST_SEED)
    one = protocol if isinstance(protocol, Protocol) else load(protocol, overrides=list(changes))
    can_be_simulated(one)
    compiled(progress)
    many = min(workers or cores(), len(replicas.portions(trials, one)))

    def out_of_house(task: Any, items: Sequence[range]) -> Iterator[tuple[int, Any]]:
        return shared_out(task, items, workers=many)

    predictions = on_file.predicted(
        one,
        trials=trials,
        seed=seed,
        error=_error,
        threads=1 if many > 1 else None,
        share_out=out_of_house,
        progress=partial(progress, f"conducting {one.id}"),
    )
    day = (made or date.today()).isoformat()
    words = ["antral", "evidence", "forecast", one.id, "--trials", str(trials), "--seed", str(seed)]
    content = {
        "id": name or f"{one.id}_{day}",
        "trial": one.id,
        "title": one.title,
        "registry": _registered(one.registry),
        "made": day,
        "version": version("antral"),
        "code_and_records": package_fingerprint(),
        "protocol_sha256": one.fingerprint,
        "samples": sample_hashes(on_file.SCENARIOS),
        "changes": [f"{change.path}={change.after}" for change in one.changes],
        "seed": seed,
        "trials": trials,
        "participants": one.design.participants,
        "command": shlex.join([*words, *(word for change in changes for word in ("--set", change))]),
        "gaps": {
            "count": len(one.gaps),
            "filled": [{"field": gap.field, "filled_with": gap.filled_with} for gap in one.gaps],
        },
        "assumptions": [said.text for said in one.assumptions],
        "quantiles_at": list(on_file.LEVELS),
        "predictions": [prediction.model_dump(mode="json") for prediction in predictions],
    }
    return on_file.sealed(content)


def _error(values: NDArray[np.float64], women: NDArray[np.int64]) -> float:
    """It knows which trials share women."""
    numbers = np.repeat(np.arange(len(women)), women.shape[1])
    seen = women.ravel() >= 0
    _, place = np.unique(women.ravel()[seen], return_inverse=True)
    enrolled = Enrolled(numbers[seen], place.ravel().astype(np.int64))
    return float(over_trials(np.arange(len(women)), values, enrolled).mcse)


def _registered(facts: RegistryFacts | None) -> dict[str, Any] | None:
    if facts is None:
        return None
    told = facts.model_dump(mode="json")
    return {name: told[name] for name in ("name", "number", "status", "last_update", "start", "completion")}


def _new(place: Path) -> Path:
    if place.suffix.lower() != ".yaml":
        raise InputError(f"{place}: a forecast is a .yaml file; write for example myforecast.yaml.")
    if place.exists():
        raise InputError(f"{place} is there already; a forecast is never overwritten. Choose another name.")
    return place
