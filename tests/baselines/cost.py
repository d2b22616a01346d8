"""What a run of NCT03816852 costs, everything included, and where its time and memory go.

python -m tests.baselines.cost                   print, with the ratio to the last recorded run
python -m tests.baselines.cost --record          print, and record as the new baseline
python -m tests.baselines.cost --trials 10000    the scale that is promised: under a minute on two cores
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

RECORD = Path(__file__).parent / "engine.json"
PROTOCOL: Final = "NCT03816852"
TRIALS: Final = 2000

STAGES: Final = {
    # what is said of it: module and function whose time it is, less that of those named before
    "engine": ("antral.trial.simulate", "advance"),
    "measuring": ("antral.api.work", "conduct_all"),
    "analysis": ("antral.api.work", "gather_part"),
    "bank": ("antral.api.simulation", "bank"),
    "summing up": ("antral.api.simulation", "results_of"),
    "moving assumptions": ("antral.api.work", "moved"),
}


def run(trials: int, workers: int) -> dict[str, float]:
    """One run in a fresh process with an empty cache of banks: seconds, processor seconds by stage, megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        user = Path(os.environ.get("ANTRAL_CACHE") or Path.home() / ".cache" / "antral")
        (cache / "compiled").symlink_to((user / "compiled").resolve())
        said = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.baselines.cost",
                "--inner",
                "--trials",
                str(trials),
                "--workers",
                str(workers),
            ],
            env={**os.environ, "ANTRAL_CACHE": str(cache)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found: dict[str, float] = json.loads(said.stdout)
    return found


def inner(trials: int, workers: int) -> dict[str, float]:
    """The run itself, watched from within."""
    import antral
    from antral.engine import prepare

    prepare()
    spent: dict[str, float] = {}
    undo = [_timed(spent, name, module, function) for name, (module, function) in STAGES.items()]
    began, busy = time.perf_counter(), time.process_time()
    with _watched() as peak:
        antral.simulate(PROTOCOL, trials=trials, seed=1, workers=workers).summary()
    found = {"seconds": time.perf_counter() - began, "processor seconds": time.process_time() - busy, "MB": peak[0]}
    for one in undo:
        one()
    return found | spent


def _timed(spent: dict[str, float], name: str, module: str, function: str) -> Callable[[], None]:
    """Count the processor time of a function, all threads together; gives what undoes it."""
    from importlib import import_module

    place = import_module(module)
    original = getattr(place, function)
    spent[name] = 0.0

    def counted(*args: Any, **kwargs: Any) -> Any:
        began, others = time.process_time(), sum(spent.values())
        try:
            return original(*args, **kwargs)
        finally:
            spent[name] += time.process_time() - began - (sum(spent.values()) - others)

    setattr(place, function, counted)
    return lambda: setattr(place, function, original)


@contextmanager
def _watched() -> Iterator[list[float]]:
    """The largest memory of this process and its children together, in MB, seen every twentieth of a second."""
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            peak[0] = max(peak[0], sum(_resident(one) for one in _family()) / 1e6)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _family() -> list[int]:
    """This process and its children."""
    mine = os.getpid()
    found = [mine]
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        found += [int(place.name)] if parent == mine else []
    return found


def _resident(process: int) -> int:
    """Bytes of a process that are in memory."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Print what a run costs, and record it if asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--trials", type=int, default=TRIALS)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--record", action="store_true")
    asked.add_argument("--inner", action="store_true", help=argparse.SUPPRESS)
    wanted = asked.parse_args()
    if wanted.inner:
        print(json.dumps(inner(wanted.trials, wanted.workers)))
        return
    few, many = run(max(wanted.trials // 5, 1), wanted.workers), run(wanted.trials, wanted.workers)
    alone = run(max(wanted.trials // 5, 1), 1)
    last = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    measured = {
        f"run {wanted.trials} trials, s": many["seconds"],
        f"run {wanted.trials} trials, MB": many["MB"],
        f"run {wanted.trials // 5} trials, MB": few["MB"],
    }
    for name in ("engine", "measuring", "analysis"):
        measured[f"{name}, ms a trial"] = 1e3 * alone[name] / max(wanted.trials // 5, 1)
    for name in ("bank", "summing up", "moving assumptions"):
        measured[f"{name}, s a run"] = many[name]
    for name, value in measured.items():
        ratio = f"  {value / last[name]:.2f} of the last recorded run" if last.get(name) else ""
        print(f"{name}: {value:,.1f}{ratio}")
    if wanted.record:
        rounded = {name: round(value, 1) for name, value in measured.items()}
        RECORD.write_text(json.dumps(last | rounded, indent=1) + "\n", encoding="utf-8")
        print(f"recorded in {RECORD}")


if __name__ == "__main__":
    main()
