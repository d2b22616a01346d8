"""A real scheduler and two worker processes, one of them killed: the same bits, nothing lost, nothing twice."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from distributed import Client
from tests.api import tasks

import antral
from antral.api import cluster
from antral.api.workers import shared_out
from antral.core import InputError, RunError

SMALL: dict[str, Any] = {"trials": 12, "seed": 3, "women": 40, "effect": "target", "sensitivity": False}
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(
        [str(Path(antral.__file__).parents[1]), str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    ),
}


class Cluster:
    """A scheduler on this machine, and its workers."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self._home, self._stack = home, stack
        self._file = home / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter")
        waited_for(self._file.exists)
        self.address = json.loads(self._file.read_text())["address"]

    def worker(self) -> "subprocess.Popen[bytes]":
        options = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
        return self._start("worker", *options, "--local-directory", str(self._home))

    def _start(self, *words: str) -> "subprocess.Popen[bytes]":
        program = "import sys; from dask.__main__ import main; sys.exit(main())"
        process = subprocess.Popen(
            [sys.executable, "-c", program, *words, "--scheduler-file", str(self._file)],
            cwd=self._home,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=(self._home / f"{words[0]}-{time.monotonic_ns()}.log").open("wb"),
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process


def waited_for(there: Any) -> None:
    end = time.monotonic() + 60
    while not there():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """With one worker that nobody kills."""
    with ExitStack() as stack:
        found = Cluster(tmp_path_factory.mktemp("cluster"), stack)
        found.worker()
        yield found


def test_without_a_worker_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_ANSWER", 1)
    with ExitStack() as stack:
        empty = Cluster(tmp_path, stack)
        with pytest.raises(RunError, match=r"has no worker; start some: dask worker tcp://127\.0\.0\.1"):
            list(shared_out(tasks.square, range(2), workers=1, cluster=empty.address))


def apart(results: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in results.items() if name != "cost"}


def test_one_of_two_workers_is_killed(running: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antral.api.shards.WOMEN_A_SHARD", 24)  # six shards
    expected = antral.simulate("NCT03816852", **SMALL, workers=1)
    victim = running.worker()
    with Client(running.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    shards = tmp_path / "run" / "shards"
    stored: dict[str, int] = {}

    def kill_after_the_first() -> None:
        waited_for(lambda: list(shards.glob("[!.]*/manifest.json")))
        stored.update({str(one): one.stat().st_mtime_ns for one in shards.glob("[!.]*/manifest.json")})
        victim.send_signal(signal.SIGKILL)

    killing = threading.Thread(target=kill_after_the_first)
    killing.start()
    found = antral.simulate("NCT03816852", **SMALL, cluster=running.address, out=tmp_path / "run")
    killing.join()
    assert victim.wait() == -signal.SIGKILL
    assert apart(found.results) == apart(expected.results)
    assert found.quantiles.equals(expected.quantiles)
    cost = found.results["cost"]
    assert cost["trials_simulated"] + cost["trials_stored"] == 12
    assert len(list(shards.glob("[!.]*"))) == 6
    assert 1 <= len(stored) < 6
    assert {name: Path(name).stat().st_mtime_ns for name in stored} == stored
    with pytest.MonkeyPatch.context() as patch:  # again: every worker reads, none simulates
        patch.setattr("antral.api.shards.WOMEN_A_SHARD", 24)
        again = antral.simulate("NCT03816852", **SMALL, cluster=running.address, out=tmp_path / "run")
    assert again.results["cost"]["trials_simulated"] == 0
    assert apart(again.results) == apart(expected.results)


def test_designs_are_compared_there_too(running: Cluster, tmp_path: Path) -> None:
    asked: dict[str, Any] = {"vary": ["n=12,18"], "trials": 4, "women": 40, "effect": "target"}
    ours = antral.api.design("NCT03816852", **asked, workers=1)
    theirs = antral.api.design("NCT03816852", **asked, cluster=running.address, out=tmp_path / "designs")
    assert ours.results["points"] == theirs.results["points"]


def test_errors_and_warnings_of_a_task_come_back(running: Cluster) -> None:
    assert sorted(shared_out(tasks.square, [3, 5], workers=1, cluster=running.address)) == [(0, 9), (1, 25)]
    with pytest.warns(UserWarning, match="7 is odd"):
        assert dict(shared_out(tasks.told, [7], workers=1, cluster=running.address)) == {0: 7}
    with pytest.raises(ValueError, match="4 is wrong"):
        list(shared_out(tasks.wrong, [4], workers=1, cluster=running.address))


def test_a_worker_of_another_version_or_without_the_folder_is_refused(
    running: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RunError, match=r"does not see .*nowhere; give a folder that every worker shares"):
        list(shared_out(tasks.square, [1], workers=1, cluster=running.address, folder=tmp_path / "nowhere"))
    monkeypatch.setattr(cluster, "package_fingerprint", lambda: "another")
    with pytest.raises(RunError, match="another version of antral"):
        list(shared_out(tasks.square, [1], workers=1, cluster=running.address))
    with pytest.raises(RunError, match="another version of antral"):
        cluster.done(tasks.square, 1, "of the client")


def test_what_cannot_be_reached_or_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_ANSWER", 1)
    with pytest.raises(RunError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        list(shared_out(tasks.square, [1], workers=1, cluster="tcp://127.0.0.1:9"))
    with pytest.raises(InputError, match=r"an address such as tcp://"):
        list(shared_out(tasks.square, [1], workers=1, cluster="localhost"))
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"antral\[cluster\]"):
        list(shared_out(tasks.square, [1], workers=1, cluster="tcp://127.0.0.1:9"))
