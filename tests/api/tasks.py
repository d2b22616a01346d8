"""Tasks that worker processes of the tests can import."""

import os
import signal
import time
import warnings
from pathlib import Path

PARENT = "ANTRAL_TEST_PARENT"


def in_worker() -> bool:
    return os.environ[PARENT] != str(os.getpid())


def square(x: int) -> int:
    return x * x


def process(x: int) -> int:
    time.sleep(0.2)
    return os.getpid()


def killed_at_three(x: int) -> int:
    if x == 3 and in_worker():
        os.kill(os.getpid(), signal.SIGKILL)
    return x * x


def without_memory(x: int) -> int:
    raise MemoryError


def wrong(x: int) -> int:
    raise ValueError(f"{x} is wrong")


def told(x: int) -> int:
    warnings.warn(f"{x} is odd", stacklevel=1)
    print("noise")
    return x


class Note:
    """Writes its process into a folder, then sleeps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, x: int) -> int:
        (self.folder / str(os.getpid())).touch()
        time.sleep(600)
        return x
