"""Work shared out between processes; a process that is killed costs nothing but time.

A task is an object that can be pickled and called with one item. Every worker is a fresh interpreter that gets the task
once and then item by item over its standard input. It does not import the user's main module, so a script needs no
guard; it ends as soon as its standard input does, so none outlives the process that began it, however that one ends.
Results do not depend on the number of workers.
"""

import os
import pickle
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final, TypeVar

from antral.api.cluster import shared_over
from antral.api.object_store import Place
from antral.core import RunError

Item = TypeVar("Item")
Result = TypeVar("Result")

_BEGIN: Final = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); from antral.api.worker import main; main()"
)
"""An interrupt from the keyboard reaches every process of the terminal; the parent alone answers it."""
_POOLS: Final = ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared_out(
    task: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    workers: int,
    cluster: str | None = None,
    folder: Place | None = None,
) -> Generator[tuple[int, Result], None, None]:
    """The result of every item with its place, as they come.

    An item whose worker was killed, or ran out of memory, is done once more in this process; an error of the task
    itself is raised here.

    Parameters
    ----------
    cluster
        Address of a scheduler whose workers do it instead.
    folder
        That these workers must see.
    """
    if cluster is not None:
        yield from shared_over(task, items, address=cluster, folder=folder)
        return
    if workers <= 1:
        for place, item in enumerate(items):
            yield place, task(item)
        return
    shop = _Shop(task, items, min(workers, len(items)))
    try:
        for _ in items:
            yield shop.next()
    finally:
        shop.close()


class _GoneError(Exception):
    """A worker ended before its answer."""


class _Worker:
    """One process that knows the task."""

    def __init__(self, task: bytes, threads: int) -> None:
        source = str(Path(__file__).parents[2])
        path = os.pathsep.join([source, *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {**dict.fromkeys(_POOLS, str(threads)), **os.environ, "PYTHONPATH": path}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _BEGIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        self._write(task)

    def answer(self, item: object) -> Any:
        """What the task makes of an item."""
        self._write(pickle.dumps(item))
        assert self.process.stdout is not None
        try:
            result, error, told = pickle.load(self.process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as gone:
            raise _GoneError(self._end()) from gone
        for message in told:
            warnings.warn(message, stacklevel=2)
        if error is not None:
            raise error
        return result

    def close(self) -> None:
        """End the process at once; it has nothing that must be put away."""
        self.process.kill()
        self._end()

    def _write(self, content: bytes) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(content)
            self.process.stdin.flush()
        except OSError as gone:
            raise _GoneError(self._end()) from gone

    def _end(self) -> str:
        """How the process ended, in words."""
        code = self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):  # what it held can reach nobody
                    stream.close()
        return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"


class _Shop:
    """Some workers, a thread for each, and the items still to be done."""

    def __init__(self, task: Callable[[Any], Any], items: Sequence[Any], workers: int) -> None:
        self._task = task
        self._pickled = pickle.dumps(task)
        self._threads_each = max(1, cores() // workers)
        self._todo = iter(list(enumerate(items)))
        self._done: SimpleQueue[tuple[int, Any, BaseException | None]] = SimpleQueue()
        self._choosing, self._here, self._closed = threading.Lock(), threading.Lock(), threading.Event()
        self._open: set[_Worker] = set()
        self._serving = [threading.Thread(target=self._serve, daemon=True) for _ in range(workers)]
        for thread in self._serving:
            thread.start()

    def next(self) -> tuple[int, Any]:
        """The next result that is ready."""
        place, result, error = self._done.get()
        if error is not None:
            raise error
        return place, result

    def close(self) -> None:
        """End every worker and wait for its thread."""
        self._closed.set()
        with self._choosing:
            for worker in self._open:
                worker.process.kill()
        for thread in self._serving:
            thread.join()

    def _serve(self) -> None:
        worker: _Worker | None = None
        try:
            while (chosen := self._chosen()) is not None:
                place, item = chosen
                try:
                    worker = worker or self._hired()
                    result = worker.answer(item)
                except _GoneError as gone:
                    self._dismiss(worker)
                    worker = None
                    if self._closed.is_set():
                        return
                    result = self._once_more(item, str(gone))
                self._done.put((place, result, None))
        except BaseException as error:
            self._done.put((-1, None, error))
        finally:
            self._dismiss(worker)

    def _chosen(self) -> tuple[int, Any] | None:
        with self._choosing:
            return None if self._closed.is_set() else next(self._todo, None)

    def _hired(self) -> _Worker:
        with self._choosing:
            if self._closed.is_set():
                raise _GoneError("the work was given up")
            worker = _Worker(self._pickled, self._threads_each)
            self._open.add(worker)
            return worker

    def _dismiss(self, worker: _Worker | None) -> None:
        if worker is not None:
            with self._choosing:
                self._open.discard(worker)
            worker.close()

    def _once_more(self, item: Any, how: str) -> Any:
        """Do the item of a worker that ended, in this process, one at a time."""
        warnings.warn(
            f"a worker process {how}, perhaps for want of memory; its share of the work is done once more.",
            stacklevel=2,
        )
        with self._here:
            try:
                return self._task(item)
            except MemoryError as error:
                raise RunError(
                    "there is not enough memory for this run, even with one process. Use a machine with more, or ask "
                    "for fewer --women; with --out the same command goes on where it stopped."
                ) from error
