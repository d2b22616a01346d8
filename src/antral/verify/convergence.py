"""The same women with other steps, lanes and slots: healthy, with POI, and with POI under cells and Climen.

Lanes and slots are known to the compiler, so another number of them wants a process of its own:
`python -m antral.verify.convergence KIND WOMEN DAYS SEED FILE` writes there what was recorded.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.core import RunError
from antral.engine import STEPS_A_DAY, Course, Infusions, Sampling, Tablets, advance, start
from antral.population import draw
from antral.records import cached
from antral.therapy import calendars, hormone_parameters, regimen, typical_cells

KINDS: Final = {"healthy": ("healthy", False), "poi": ("idiopathic", False), "treated": ("idiopathic", True)}
"""Population, and whether its women have cells and take Climen."""
_AGE: Final = 30.0
_FIRST_TABLET: Final = 30
_INFUSION: Final = 60
_CELLS: Final = 9e7
_IN_OVARY: Final = 1e5
_PATIENCE: Final = 600.0  # seconds
_THREE_EIGHTHS: Final = 3 / 8  # of a day: 09:00


@cached
def course(kind: str, women: int, days: int, seed: int, steps: int = STEPS_A_DAY, first: int = 0) -> Course:
    """Women of a kind from the number `first` on, once a day at 09:00; both treatments begin in the first 60 days."""
    population, treated = KINDS[kind]
    numbers = np.arange(first, first + women)
    who = draw(population, numbers, seed=seed, age_years=_AGE)
    state = start(who.parameters, who.primordial, who.patients, seed)
    sampling = Sampling(steps, round(steps * _THREE_EIGHTHS))
    if not treated:
        return advance(state, days, seed=seed, steps_a_day=steps, sampling=sampling)[1]
    kinds, zero = [regimen("climen")], np.zeros(women, np.int64)
    state = state.taking(hormone_parameters(kinds, zero, seed, zero, numbers))
    state = state.treated(typical_cells()._replace(quality_gain=0.5, antral_gain=0.3, activation_gain=0.2))
    tablets = Tablets(*calendars(kinds), zero, zero + _FIRST_TABLET, zero + days, np.full(women, 0.9))
    one = np.ones((women, 1))
    cells = Infusions(np.full((women, 1), _INFUSION), _CELLS * one, _IN_OVARY * one)
    return advance(state, days, seed=seed, steps_a_day=steps, sampling=sampling, tablets=tablets, infusions=cells)[1]


@cached
def elsewhere(kind: str, women: int, days: int, seed: int, *, lanes: int = 32, slots: int = 16) -> Course:
    """The same in a process of its own, compiled for other numbers of lanes and slots."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "course.npz"
        words = [sys.executable, "-m", __name__, kind, str(women), str(days), str(seed), str(file)]
        asked = os.environ | {"ANTRAL_LANES": str(lanes), "ANTRAL_SLOTS": str(slots)}
        done = subprocess.run(words, env=asked, capture_output=True, text=True, check=False, timeout=_PATIENCE)
        if done.returncode:
            raise RunError(f"the engine with {lanes} lanes and {slots} slots did not run: {done.stderr.strip()[-300:]}")
        with np.load(file) as kept:
            arrays: dict[str, NDArray[Any]] = {name: kept[name] for name in kept.files}
    return Course(**arrays)


def _main(kind: str, women: str, days: str, seed: str, file: str) -> None:
    found = course(kind, int(women), int(days), int(seed))
    np.savez(file, t_days=found.t_days, values=found.values, status=found.status, refused=found.refused)


if __name__ == "__main__":
    _main(*sys.argv[1:])
