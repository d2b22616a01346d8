"""A small run in a folder of its own, to be ill-treated, and what must come out of it all the same."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

BEGIN = """
import antral.api.shards
antral.api.shards.WOMEN_A_SHARD = 48
from antral.cli import main
main()
"""
"""The program with small shards: a run of eight seconds then has several of them."""

TRIALS, WOMEN = 20, 60
_TIMES = re.compile(r'(<th scope="row">(?:Seconds|Trials read)[^<]*</th><td[^>]*>)[^<]*')


class SmallRun:
    """One run with its own cache of banks; compiled code is shared with the user's."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.cache, self.out = home / "cache", home / "run"
        user = Path(os.environ.get("ANTRAL_CACHE") or Path.home() / ".cache" / "antral")
        (user / "compiled").mkdir(parents=True, exist_ok=True)
        self.cache.mkdir(parents=True)
        (self.cache / "compiled").symlink_to((user / "compiled").resolve())

    def start(self, before: str = "") -> "subprocess.Popen[str]":
        """Begin, or go on with, the run in a session of its own."""
        words = ["simulate", "NCT03816852", "--trials", str(TRIALS), "--women", str(WOMEN), "--seed", "3"]
        words += ["--effect", "target", "--workers", "2", "--no-sensitivity", "--quiet", "--out", "run"]
        return subprocess.Popen(
            [sys.executable, "-c", before + BEGIN, *words],
            cwd=self.home,
            env={**os.environ, "ANTRAL_CACHE": str(self.cache)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def complete(self) -> str:
        """Run to the end; what was said on standard error."""
        process = self.start()
        _, said = process.communicate(timeout=600)
        assert process.returncode == 0, said
        return said

    def outcome(self) -> dict[str, Any]:
        """Everything that must be the same however the run came about."""
        results = json.loads((self.out / "results.json").read_text(encoding="utf-8"))
        del results["cost"]
        shards = [file for file in (self.out / "shards").rglob("*") if file.is_file()]
        return {
            "results": json.dumps(results),  # the order counts, too: a page follows it
            "report": without_times((self.out / "report.html").read_text(encoding="utf-8")),
            "shards": {str(file.relative_to(self.out)): sha256(file) for file in shards},
            "files": sorted(file.name for file in self.out.iterdir()),
        }

    def leftovers(self) -> list[str]:
        """What was begun, in the run or among the banks, and is not whole."""
        return [str(place.relative_to(self.home)) for place in self.home.rglob("*.part")]

    def processes(self) -> list[int]:
        """Living processes that work for this run."""
        mine = f"ANTRAL_CACHE={self.cache}\0".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if mine in (place / "environ").read_bytes() and " Z " not in (place / "stat").read_text():
                    found.append(int(place.name))
            except OSError:
                continue  # it has ended meanwhile, or is another user's
        return found

    def end(self) -> None:
        """Kill whatever works for this run."""
        for process in self.processes():
            kill(process)


def kill(process: int) -> None:
    """`kill -9`; a process that has ended is no error."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def sha256(file: Path) -> str:
    """The hash of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def without_times(page: str) -> str:
    """A report without what it says of the time that the run took."""
    return _TIMES.sub(r"\1", page)


def waited_for(what: Callable[[], object], seconds: float = 120.0) -> bool:
    """Whether something came about in time."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
