"""The entry of Morris screening: which target answers to which number of a part."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from antral.calibrate.evaluate import Item, Simulator, table, targets
from antral.calibrate.fit import fit
from antral.calibrate.morris import Effects, elementary_effects, trajectories
from antral.calibrate.run import Progress, seed_of
from antral.core import RunError, ShareOut, in_order, in_place, package_fingerprint
from antral.records import POINT


@dataclass(frozen=True)
class Screening:
    """Effects of each number of a part on each of its targets."""

    part: str
    parameters: tuple[str, ...]
    targets: tuple[str, ...]
    effects: Effects
    """`[parameter, target]`; in standard deviations of the target for one prior standard deviation of the number."""
    about: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Plain values; an effect that could not be computed is null."""
        names = ("mean", "mean_size", "spread")
        return {
            **self.about,
            "effects": {
                parameter: {
                    target: {name: _finite(values[i, j]) for name, values in zip(names, self.effects, strict=True)}
                    for j, target in enumerate(self.targets)
                }
                for i, parameter in enumerate(self.parameters)
            },
        }


SENSITIVITY_METHOD: Final = (
    "Morris: mean size of the elementary effect, in standard deviations of the target for one prior standard deviation."
)


def sensitivity_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a posterior keeps of a screening, as `Screening.to_dict` told it: by target and number."""
    effects = told["effects"]
    targets = next(iter(effects.values()))
    return {
        "sensitivity": {
            target: {name: one[target]["mean_size"] for name, one in effects.items() if one[target]["mean_size"]}
            for target in targets
        },
        "sensitivity_method": SENSITIVITY_METHOD,
    }


def screen(
    part: str,
    *,
    count: int,
    women: int,
    seed: int,
    folder: Path | None = None,
    share_out: ShareOut = in_order,
    progress: Progress = lambda stage, share: None,
) -> Screening:
    """Move each number of a part by itself, from several places, with the same women everywhere.

    Parameters
    ----------
    count
        Trajectories; evaluations are `count × (numbers + 1)`.
    """
    began = time.perf_counter()
    chosen, goals = fit(part), targets(part)
    if not goals:
        raise RunError(f"no row of records/reference is a target of {part!r}; give one a target.")
    positions = trajectories(len(chosen.names), count, seed)
    flat = positions.reshape(-1, len(chosen.names))
    items = [Item(chosen.vector(z, POINT), seed_of(seed, 0)) for z in flat]
    stage = "moving one number at a time"
    progress(stage, 0.0)
    outcomes = in_place(share_out(Simulator(tuple(goals), women, folder), items), len(items), partial(progress, stage))
    values, _ = table(outcomes)
    sd = np.array([one.sd for one in goals.values()])
    shaped = values.reshape(count, len(chosen.names) + 1, len(goals))
    about = {
        "part": part,
        "trajectories": count,
        "women": women,
        "seed": seed,
        "code_and_records": package_fingerprint()[:16],
        "evaluations": len(items),
        "seconds": time.perf_counter() - began,
        "refused": sum(bool(one.refused) for one in outcomes),
    }
    return Screening(part, chosen.names, tuple(goals), elementary_effects(positions, shaped, sd), about)


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
