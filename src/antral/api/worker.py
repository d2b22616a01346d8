"""A worker process: it reads a task, then item by item what to do, and writes what came out; see `workers`."""

import os
import pickle
import sys
import threading
import warnings
from queue import SimpleQueue
from typing import IO, Any

from antral.core import RunError


def main() -> None:
    """Serve until the standard input ends."""
    items, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the answers
    task = pickle.load(items)
    waiting: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(items, waiting), daemon=True).start()
    while True:
        answers.write(_answer(task, waiting.get()))
        answers.flush()


def _listen(items: IO[bytes], waiting: "SimpleQueue[Any]") -> None:
    """Take in items; when the parent is no more, so is this process, whatever it is doing."""
    try:
        while True:
            waiting.put(pickle.load(items))
    finally:
        os._exit(0)


def _answer(task: Any, item: Any) -> bytes:
    """The result, an error of the task, and the warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        result, error = None, None
        try:
            result = task(item)
        except MemoryError:
            os._exit(1)  # the parent does it once more, alone
        except Exception as raised:
            error = raised
    told = [str(one.message) for one in caught if issubclass(one.category, UserWarning)]
    try:
        return pickle.dumps((result, error, told))
    except Exception:
        return pickle.dumps((None, RunError(f"a worker failed: {error!r}"), told))
