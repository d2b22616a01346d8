"""A run that is killed, stopped, starved of space, damaged or run twice at once comes to the same end."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from .kills import torture
from .small_run import SmallRun, kill, waited_for

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")

SHARDS = 5


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallRun]:
    """A run that nobody disturbed."""
    run = SmallRun(tmp_path_factory.mktemp("whole") / "home")
    run.complete()
    assert len(list((run.out / "shards").iterdir())) == SHARDS
    yield run
    run.end()


@pytest.fixture
def other(whole: SmallRun, tmp_path: Path) -> Iterator[SmallRun]:
    """Another run of the same inputs, with a bank of its own that is there already."""
    run = SmallRun(tmp_path / "home")
    shutil.copytree(whole.cache / "banks", run.cache / "banks")
    yield run
    run.end()


def same(run: SmallRun, whole: SmallRun) -> bool:
    assert run.leftovers() == []
    assert waited_for(lambda: not run.processes())
    return run.outcome() == whole.outcome()


def shards(run: SmallRun) -> int:
    return len(list((run.out / "shards").glob("[!.]*")))


def test_kills_at_random_moments(other: SmallRun) -> None:
    torture(other, kills=5, seed=1)


def test_a_killed_worker_does_not_end_the_run(other: SmallRun, whole: SmallRun) -> None:
    process = other.start()
    assert waited_for(lambda: len(other.processes()) == 3)
    kill(next(one for one in other.processes() if one != process.pid))
    _, said = process.communicate(timeout=600)
    assert process.returncode == 0, said
    assert "a worker process was killed by signal 9" in said
    assert same(other, whole)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_stopped_run_says_how_to_go_on(other: SmallRun, whole: SmallRun, number: int, code: int) -> None:
    process = other.start()
    assert waited_for(lambda: shards(other) > 0)
    process.send_signal(number)
    _, said = process.communicate(timeout=600)
    assert process.returncode == code
    assert "the same command goes on where it stopped" in said
    assert "Traceback" not in said
    assert waited_for(lambda: not other.processes())
    other.complete()
    assert same(other, whole)


def test_truncated_and_vanished_files_are_made_again(other: SmallRun, whole: SmallRun) -> None:
    shutil.copytree(whole.out, other.out)
    first, second, third, *_ = sorted((other.out / "shards").iterdir())
    file = first / "target" / "observations.parquet"
    file.write_bytes(file.read_bytes()[:1000])
    (second / "none" / "events.parquet").unlink()
    shutil.rmtree(third)
    (other.out / "results.json").write_text("{")
    said = other.complete()
    for damaged in (first, second):
        assert f"{damaged.name} is damaged, or of another run; it is computed again" in said
    assert third.name not in said
    assert same(other, whole)


def test_two_processes_in_one_folder(other: SmallRun, whole: SmallRun) -> None:
    both = [other.start(), other.start()]
    for process in both:
        _, said = process.communicate(timeout=600)
        assert process.returncode == 0, said
    assert same(other, whole)


FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
"""
"""No file may grow beyond so many bytes: the system refuses the write, as that of a full disk."""


def test_a_full_disk_is_a_message_and_the_run_goes_on_later(other: SmallRun, whole: SmallRun) -> None:
    process = other.start(FULL)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 2
    assert "cannot be written: File too large. Free some space" in said
    assert "goes on where it stopped" in said
    assert "Traceback" not in said
    assert other.leftovers() == []
    assert shards(other) > 0
    other.complete()
    assert same(other, whole)


def test_a_folder_that_vanishes_is_a_message(other: SmallRun, whole: SmallRun) -> None:
    process = other.start()
    assert waited_for(lambda: shards(other) > 0)
    shutil.rmtree(other.out, ignore_errors=True)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 2, said
    assert "Traceback" not in said
    shutil.rmtree(other.out, ignore_errors=True)
    other.complete()
    assert same(other, whole)
