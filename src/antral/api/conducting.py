"""Trials of a run conducted, and the name under which they are kept: what decides a stored bit, and nothing else."""

import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from antral.api.shards import Shard
from antral.core import fingerprint_files, rooms_fingerprint
from antral.dataset import Tables
from antral.engine import STEPS_A_DAY
from antral.kernel import PRECISION
from antral.population import Bank
from antral.protocol import Protocol
from antral.records import in_force
from antral.therapy import sample_hashes
from antral.trial import NOT_READ, ROOMS, conduct_all, potential

_LIBRARIES: Final = ("numba", "numpy", "polars", "scipy")
"""Those whose other version may give other bits."""


def conducting_code() -> str:
    """The hash of the code and records that conduct trials and store them; an analysis or a report is not in it."""
    here = Path(__file__).parent
    return rooms_fingerprint(ROOMS, NOT_READ)[:8] + fingerprint_files([here / "conducting.py", here / "shards.py"])[:8]


def made_of(
    protocol: Protocol, *, trials: int, seed: int, women: int, effects: Sequence[str], truth: bool
) -> dict[str, Any]:
    """What trials are made of: equal parts give equal bits, whatever is asked of them afterwards."""
    about = {"conduct": protocol.conduct_fingerprint[:16], "truth": truth}
    return common_inputs(trials, seed, women, effects) | about


def common_inputs(trials: int, seed: int, women: int, effects: Sequence[str]) -> dict[str, Any]:
    """What the trials of every run are made of, whatever its protocol."""
    vector = in_force()
    return {
        "antral": version("antral"),
        "code": conducting_code(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "trials": trials,
        "seed": seed,
        "women": women,
        "effects": list(effects),
        "samples": sample_hashes(effects),
        "vector": vector.fingerprint[:16] if vector else None,
        "precision": PRECISION,
        "steps_a_day": STEPS_A_DAY,
        "processor": platform.machine(),
    }


def conducted(
    protocol: Protocol,
    bank: Bank,
    trials: range,
    *,
    effects: Sequence[str],
    seed: int,
    truth: bool = False,
    threads: int | None = None,
) -> Shard:
    """Some trials under every scenario.

    Parameters
    ----------
    truth
        Whether every woman is also simulated in every arm.
    """
    found = conduct_all(protocol, bank, trials=trials, seed=seed, scenarios=effects, threads=threads)
    if not truth:
        return Shard(found)

    def everybody_in(arm: str, scenario: str) -> Tables:
        return potential(protocol, bank, trials=trials, seed=seed, scenario=scenario, arm=arm, threads=threads)

    return Shard(found, {name: {arm: everybody_in(arm, name) for arm in protocol.arms} for name in effects})
