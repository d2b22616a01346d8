"""Work shared out between processes: every item once, whatever becomes of a worker, and no worker left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from antral.api.workers import shared_out
from antral.core import RunError

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
import tasks  # noqa: E402

MAIN = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import tasks
from antral.api.workers import shared_out
for _ in shared_out(tasks.Note(Path(sys.argv[2])), range(8), workers=2):
    pass
"""
"""A script without a guard."""


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), *filter(None, [before])]))
    monkeypatch.setenv(tasks.PARENT, str(os.getpid()))


def done(task: Callable[[int], int], items: range, workers: int) -> list[int]:
    found = dict(shared_out(task, items, workers=workers))
    return [found[place] for place in range(len(items))]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_item_is_done_once(workers: int) -> None:
    assert done(tasks.square, range(5), workers) == [0, 1, 4, 9, 16]


def test_workers_are_processes_of_their_own() -> None:
    found = set(done(tasks.process, range(4), 2))
    assert len(found) == 2
    assert os.getpid() not in found


def test_a_killed_worker_loses_nothing() -> None:
    with pytest.warns(UserWarning, match=r"killed by signal 9.*done once more"):
        assert done(tasks.killed_at_three, range(6), 2) == [0, 1, 4, 9, 16, 25]


def test_want_of_memory_is_a_message() -> None:
    with pytest.warns(UserWarning, match="want of memory"), pytest.raises(RunError, match="not enough memory"):
        done(tasks.without_memory, range(2), 2)


def test_an_error_of_the_task_is_raised_here() -> None:
    with pytest.raises(ValueError, match="is wrong"):
        done(tasks.wrong, range(4), 2)


def test_warnings_arrive_and_what_is_printed_does_no_harm() -> None:
    with pytest.warns(UserWarning, match="1 is odd"):
        assert done(tasks.told, range(3), 2) == [0, 1, 2]


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def waited_for(what: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", MAIN, str(HERE), str(tmp_path)], stderr=subprocess.DEVNULL) as parent:
        assert waited_for(lambda: len(list(tmp_path.iterdir())) == 2)
        workers = [int(file.name) for file in tmp_path.iterdir()]
        assert all(alive(worker) for worker in workers)
        parent.send_signal(number)
        parent.wait(30)
    assert waited_for(lambda: not any(alive(worker) for worker in workers))
