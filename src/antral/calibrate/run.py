"""The entry: fit one part, and say what the fit changed, what it left uncertain, and what made it."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.calibrate.covariance import covariance
from antral.calibrate.evaluate import Diagnosed, Item, Outcome, Simulator, table, targets
from antral.calibrate.fit import Fit, fit
from antral.calibrate.inversion import Inversion, Observed, invert, misfit, with_chance
from antral.calibrate.posterior import Posterior, shipped
from antral.calibrate.summary import correlations, of_parameters, of_targets
from antral.calibrate.weights import Weights, effective_size, even, importance
from antral.core import Purpose, RunError, ShareOut, in_order, in_place, package_fingerprint, philox
from antral.population import populations
from antral.records import POINT, Vector
from antral.verify import Target

Floats = NDArray[np.float64]
Task = Callable[[Item], Outcome]
Progress = Callable[[str, float], None]

DIAGNOSED_WOMEN: Final = 1024
"""Drawn of each aetiology to find how many are diagnosed under a vector: a standard error of at most 0.016."""
MISSED: Final = 3.0
"""Standard deviations of a target beyond which it is missed."""
_DIAGNOSED_IN: Final = "poi"
"""Part after which the shares of diagnosed women are found; later parts carry them."""
_SEEDS: Final = 2**22  # keeps the seeds of the steps apart from the draws of the inversion


@dataclass(frozen=True)
class Calibration:
    """What a calibration found."""

    posterior: Posterior
    summary: dict[str, Any]
    """Targets before and after, numbers before and after, correlations, steps, and what made it; plain values."""


def calibrate(
    part: str,
    *,
    members: int,
    iterations: int,
    women: int,
    seed: int,
    command: str,
    folder: Path | None = None,
    share_out: ShareOut = in_order,
    progress: Progress = lambda stage, share: None,
) -> Calibration:
    """Fit the numbers of a part to its targets.

    Parameters
    ----------
    part
        A record of `records/calibration`.
    members
        Of the ensemble; evaluations are `members × (iterations + 1) + 1`.
    women
        Simulated in each group of an evaluation.
    command
        As which the posterior is said to have been made.
    folder
        Keeps every evaluation; the same calls go on there.

    Raises
    ------
    RunError
        Where more than half of an ensemble cannot be simulated, with the first reason.
    """
    began = time.perf_counter()
    chosen, goals = fit(part), targets(part)
    if not goals:
        raise RunError(f"no row of records/reference is a target of {part!r}; give one a target.")
    carried = _carried(chosen, members, seed)
    task = Simulator(tuple(goals), women, folder)
    shown = _Shown(progress, share_out)
    before = shown.all(task, [Item(POINT, seed_of(seed, 0))], "evaluating the values on record")

    def simulate(z: Floats, step: int) -> Observed:
        vectors = [chosen.vector(z[j], carried[j]) for j in range(members)]
        items = [Item(vector, seed_of(seed, step)) for vector in vectors]
        return Observed(*table(shown.all(task, items, f"step {step + 1} of {iterations + 1}")))

    value, errors = np.array([one.value for one in goals.values()]), covariance(goals, chosen.shared_errors)
    way = invert(simulate, value, errors, numbers=len(chosen.names), members=members, iterations=iterations, seed=seed)
    weights = (
        importance(way.positions, misfit(way.observed.values, value, with_chance(errors, way.observed)))
        if chosen.follows is None
        else even(members)  # others would weigh the numbers of the part before as well
    )
    vectors = [chosen.vector(way.positions[j], carried[j]) for j in range(members)]
    if part == _DIAGNOSED_IN:
        vectors = _with_shares(vectors, seed, folder, share_out, progress)
    about = _about(part, command, members, iterations, women, seed, chosen)
    frame = pl.DataFrame([dict(vector) for vector in vectors]).with_columns(weight=pl.Series(weights.values))
    summary = {
        **about,
        "carried_values": _whence(chosen),
        "evaluations": shown.done,
        "refused": shown.refused,
        "seconds": time.perf_counter() - began,
        **_summary(chosen, goals, way, weights, before[0]),
    }
    misfits = {key: one["misfit_after"] for key, one in summary["targets"].items()}
    summary["missed"] = [key for key, found in misfits.items() if found is None or abs(found) > MISSED]
    return Calibration(Posterior(part, frame, {**about, **told(summary)}), summary)


def told(summary: dict[str, Any]) -> dict[str, Any]:
    """What goes with a posterior of its summary: how good it is, for whoever has the file alone."""
    return {
        "carried_values": summary["carried_values"],
        "weights": summary["weights"],
        "steps": summary["steps"],
        "width_ratio": {name: one["width_ratio"] for name, one in summary["parameters"].items()},
        "strong_correlations": summary["correlations"]["strong"],
        "targets": {
            key: {name: one[name] for name in ("quantity", "wanted", "sd", "before", "after", "misfit_after")}
            for key, one in summary["targets"].items()
        },
    }


def seed_of(seed: int, step: int) -> int:
    """The seed of the women of a step: the same for all its members, another one in every step."""
    return int(philox(seed, _SEEDS, step, Purpose.CALIBRATION, 0)[0])


class _Shown:
    """Shares evaluations out, counts them, and shows how far they are."""

    def __init__(self, progress: Progress, share_out: ShareOut) -> None:
        self._progress, self._share_out = progress, share_out
        self.done = self.refused = 0

    def all(self, task: Task, items: list[Item], stage: str) -> list[Outcome]:
        self._progress(stage, 0.0)
        found: list[Outcome] = in_place(self._share_out(task, items), len(items), partial(self._progress, stage))
        self.done += len(items)
        refused = [one.refused for one in found if one.refused]
        self.refused += len(refused)
        if 2 * len(refused) > len(items):
            raise RunError(
                f"{len(refused)} of {len(items)} vectors cannot be simulated; the first: {refused[0]} "
                "Narrow the priors in records/calibration."
            )
        return found


def _carried(chosen: Fit, members: int, seed: int) -> list[Vector]:
    """One vector of the part before for each member; the point where none is shipped."""
    before = None if chosen.follows is None else shipped(chosen.follows)
    return [POINT] * members if before is None else before.vectors(members, seed)


def _whence(chosen: Fit) -> str:
    before = None if chosen.follows is None else shipped(chosen.follows)
    return "values on record" if before is None else f"posterior of {chosen.follows}, {before.fingerprint[:16]}"


def _with_shares(
    vectors: list[Vector], seed: int, folder: Path | None, share_out: ShareOut, progress: Progress
) -> list[Vector]:
    """The vectors with the share of women of each aetiology that is diagnosed under them."""
    names = tuple(name for name, one in populations().items() if one.diagnosed_share is not None)
    items = [Item(vector, seed_of(seed, 0)) for vector in vectors]
    shown = _Shown(progress, share_out)
    found = shown.all(Diagnosed(names, DIAGNOSED_WOMEN, folder), items, "counting diagnosed women")
    return [
        Vector({**vector, **{f"{name}.diagnosed_share": share for name, share in zip(names, one.values, strict=True)}})
        for vector, one in zip(vectors, found, strict=True)
    ]


def _about(
    part: str, command: str, members: int, iterations: int, women: int, seed: int, chosen: Fit
) -> dict[str, Any]:
    return {
        "part": part,
        "command": command,
        "version": version("antral"),
        "commit": _commit(),
        "code_and_records": package_fingerprint()[:16],
        "made": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "seed": seed,
        "members": members,
        "iterations": iterations,
        "women": women,
        "fitted": list(chosen.names),
        "prior": {prior.name: prior.told() for prior in chosen.priors},
    }


def _commit() -> str | None:
    """The commit of the sources, marked where they have changed since; None outside a repository.

    Posteriors are no sources: one that was just recorded does not count as a change.
    """
    here = Path(__file__).parent

    def git(*words: str) -> str:
        done = subprocess.run(["git", "-C", str(here), *words], capture_output=True, text=True, check=True, timeout=20)
        return done.stdout.strip()

    try:
        changed = git(
            "status", "--porcelain", "--", str(here.parent), f":(exclude){here.parent / 'records/posteriors'}"
        )
        return git("rev-parse", "HEAD") + (" with changes" if changed else "")
    except (OSError, subprocess.SubprocessError):
        return None


def _summary(
    chosen: Fit, goals: dict[str, Target], way: Inversion, weights: Weights, before: Outcome
) -> dict[str, Any]:
    return {
        "steps": [{"share": step.share, "misfit": step.misfit} for step in way.steps],
        "weights": {"exponent": weights.exponent, "effective_members": effective_size(weights.values)},
        "targets": of_targets(goals, way, weights.values, before),
        "parameters": of_parameters(chosen, way.positions, weights.values),
        "correlations": correlations(chosen.names, way.positions, weights.values),
    }
