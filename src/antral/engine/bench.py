"""How fast the engine is: one line a case, with the ratio to the last recorded run.

    python -m antral.engine.bench            print
    python -m antral.engine.bench --record   print, and record as the new baseline

The scalar loop is the same engine compiled with one woman a block, in the same process: what vectorisation brings.
"""

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numba import config

from antral.core import DAYS_PER_YEAR

BASELINE: Final = Path("tests/baselines/engine.json")
"""Read and written in the folder of the repository, from which `make` runs this."""
DAYS: Final = 365
TIMES: Final = 5
CASES: Final = {
    # name: resting follicles, own quality, fluctuation of quality
    "healthy": (60_000.0, 1.0, 0.0),
    "poi": (1_400.0, 0.26, 1.4),
}
_ROOMS: Final = ("antral.kernel", "antral.physiology", "antral.therapy", "antral.engine")


def engine(lanes: int = 32, slots: int = 16) -> tuple[Any, Any]:
    """A fresh engine and physiology with so many women a block and slots a woman; the loaded ones are left alone."""
    mine = {name: module for name, module in sys.modules.items() if name.startswith(_ROOMS)}
    wanted = {"ANTRAL_LANES": str(lanes), "ANTRAL_SLOTS": str(slots)}
    before, cache = {name: os.environ.get(name) for name in wanted}, config.CACHE_DIR
    for name in mine:
        del sys.modules[name]
    os.environ.update(wanted)
    try:
        return import_module("antral.engine"), import_module("antral.physiology")
    finally:
        for name in [name for name in sys.modules if name.startswith(_ROOMS)]:
            del sys.modules[name]
        sys.modules.update(mine)
        for name in _ROOMS:  # `import antral.engine as e` reads the attribute of the package
            if name in mine:
                setattr(sys.modules["antral"], name.rpartition(".")[2], mine[name])
        config.CACHE_DIR = cache
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def rate(rooms: tuple[Any, Any], case: str, women: int, threads: int) -> float:
    """Patient-years a second, the best of some runs, daily outputs stored."""
    running, physiology = rooms
    follicles, own, fluctuation = CASES[case]
    usual = physiology.typical()
    parameters = usual._replace(quality=usual.quality._replace(own=own, fluctuation=fluctuation))
    state = running.start(parameters, follicles, np.arange(women), seed=1)
    state, _ = running.advance(state, 200, seed=1, threads=threads)
    best = 0.0
    for _ in range(TIMES):
        began = time.perf_counter()
        running.advance(state, DAYS, seed=1, threads=threads)
        best = max(best, women * DAYS / DAYS_PER_YEAR / (time.perf_counter() - began))
    return best


def measure() -> dict[str, float]:
    """Patient-years a second by case, and how many times faster than the scalar loop."""
    lanes, scalar = engine(), engine(lanes=1)
    result = {}
    for case in CASES:
        for threads in (1, 2):
            name = f"engine {case} {threads} thread{'s' if threads > 1 else ''}"
            result[name] = rate(lanes, case, 2048, threads)
        result[f"scalar {case} 1 thread"] = rate(scalar, case, 128, 1)
    return result


def main() -> None:
    """Print the benchmark, and record it if asked."""
    last = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    measured = measure()
    for name, value in measured.items():
        ratio = f"  {value / last[name]:.2f} of the last recorded run" if name in last else ""
        print(f"{name}: {value:,.0f} patient-years/s{ratio}")
    for case in CASES:
        scalar = measured[f"scalar {case} 1 thread"]
        one, two = measured[f"engine {case} 1 thread"] / scalar, measured[f"engine {case} 2 threads"] / scalar
        print(f"engine {case}: {one:.1f} times the scalar loop on one thread, {two:.1f} times on two")
    if "--record" in sys.argv:
        BASELINE.parent.mkdir(parents=True, exist_ok=True)
        rounded = {name: round(value) for name, value in measured.items()}
        BASELINE.write_text(json.dumps(last | rounded, indent=1) + "\n", encoding="utf-8")
        print(f"recorded in {BASELINE}")


if __name__ == "__main__":
    main()
