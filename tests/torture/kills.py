"""Kill a small run at random moments, go on with it, and compare with a run that nobody disturbed.

python -m tests.torture.kills --kills 200 --seed 1     some forty minutes on two cores
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .small_run import SmallRun, kill, waited_for

KILLS_A_ROUND = 5
"""So often is a run killed before it may come to its end."""
NEW_BANK = 0.3
"""How often a round begins without a bank."""


def torture(run: SmallRun, kills: int, seed: int) -> None:
    """Kill so often; an AssertionError says what was lost, differed or stayed behind."""
    began = time.monotonic()
    run.complete()
    took, expected = time.monotonic() - began, run.outcome()
    chance = random.Random(seed)
    done = 0
    while done < kills:
        shutil.rmtree(run.out)
        if chance.random() < NEW_BANK:
            shutil.rmtree(run.cache / "banks")
        wanted = min(KILLS_A_ROUND, kills - done)
        struck = [_struck(run, took, chance) for _ in range(wanted)]
        run.complete()
        found = run.outcome()
        different = [name for name in expected if found[name] != expected[name]]
        assert not different, f"after {struck} other {', '.join(different)}"
        assert not run.leftovers(), f"after {struck} left behind: {run.leftovers()}"
        done += wanted
        print(f"{done} kills: nothing lost, no difference, nothing left ({'; '.join(struck)})", flush=True)


def _struck(run: SmallRun, took: float, chance: random.Random) -> str:
    """Begin the run and kill it: at any moment, or just when something is being written; whom and when, in words."""
    while True:
        process = run.start()
        moment = chance.uniform(0.0, took)
        at_work = chance.random() < 0.5
        end = time.monotonic() + moment
        before = set(run.leftovers())
        while time.monotonic() < end and process.poll() is None:
            if at_work and set(run.leftovers()) - before:
                time.sleep(chance.uniform(0.0, 0.01))
                break
            time.sleep(0.001 if at_work else min(0.05, max(end - time.monotonic(), 0.0)))
        victim = chance.choice(("the run", "a worker", "every process"))
        hit = process.poll() is None
        _kill(run, process, victim, chance)
        assert waited_for(lambda: not run.processes()), f"{run.processes()} outlived {victim}"
        if hit:
            return f"{victim} {'writing' if at_work else f'at {moment:.1f} s'}"


def _kill(run: SmallRun, process: "subprocess.Popen[str]", victim: str, chance: random.Random) -> None:
    """Kill the run, one of its workers (and the run a while later), or everything at once."""
    if victim == "every process":
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
    elif victim == "a worker":
        workers = [one for one in run.processes() if one != process.pid]
        if workers:
            kill(chance.choice(workers))
            time.sleep(chance.uniform(0.0, 2.0))
    if process.poll() is None:
        kill(process.pid)
    process.communicate()


def main() -> None:
    """Torture a run in a temporary folder, which is kept where something was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    wanted = asked.parse_args()
    home = Path(tempfile.mkdtemp(prefix="antral-torture-"))
    run = SmallRun(home)
    try:
        torture(run, wanted.kills, wanted.seed)
    except AssertionError as found:
        sys.exit(f"{found}\nThe run is in {home}; seed {wanted.seed}.")
    finally:
        run.end()
    shutil.rmtree(home)


if __name__ == "__main__":
    main()
