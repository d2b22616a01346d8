"""Work shared out on a Dask cluster: `--cluster tcp://HOST:PORT`.

The same task and items as with processes of one machine (`workers`), and the same bits. Each item is done by one worker
process, one at a time in each. What a worker that was killed had begun is done by another; where its trials were stored
already they are read, not simulated again.

Workers are processes of Dask with the same antral and the same records; where a run is kept, they must see its folder.
"""

import pickle
import threading
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from antral.api.object_store import Place, place_of
from antral.core import InputError, RunError, package_fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client

Item = TypeVar("Item")
Result = TypeVar("Result")

_SECONDS_TO_ANSWER: Final = 15
_GOES_ON: Final = "With --out, the same command goes on where it stopped."
_ALONE: Final = threading.Lock()
"""One item at a time in a process, however many threads Dask gives it: the engine has threads of its own."""


class _Answer(NamedTuple):
    """What a worker sends back."""

    result: Any
    told: list[str]


def shared_over(
    task: Callable[[Item], Result], items: Sequence[Item], *, address: str, folder: Place | None = None
) -> Generator[tuple[int, Result], None, None]:
    """The result of every item with its place, as they come; the form of `workers.shared_out`.

    Parameters
    ----------
    address
        Of the scheduler, such as `tcp://10.0.0.1:8786`.
    folder
        Of the run, which every worker must see.
    """
    with _connected(address) as client:
        _agree(client, address, folder)
        yield from _answers(client, task, items)


def _answers(
    client: "Client", task: Callable[[Item], Result], items: Sequence[Item]
) -> Generator[tuple[int, Result], None, None]:
    from distributed import as_completed
    from distributed.comm.core import CommClosedError
    from distributed.scheduler import KilledWorker

    # sent once, by the scheduler, to each worker that asks for it; made again from there when its holder is lost
    sent = client.submit(pickle.loads, pickle.dumps(task), pure=False)
    wanted = package_fingerprint()
    places = {client.submit(done, sent, item, wanted, pure=False): place for place, item in enumerate(items)}
    try:
        for future in as_completed(list(places), loop=client.loop):
            place = places.pop(future)
            try:
                answer = future.result()
            except KilledWorker:
                warnings.warn(
                    "several worker processes ended over one share of the work, perhaps for want of memory; it is done "
                    "once more here.",
                    stacklevel=2,
                )
                answer = _Answer(task(items[place]), [])
            for message in answer.told:
                warnings.warn(message, stacklevel=2)
            future.release()
            yield place, answer.result
    except (CommClosedError, TimeoutError) as error:
        raise RunError(f"the connection to the cluster was lost. {_GOES_ON}") from error
    finally:
        with suppress(Exception):
            client.cancel([sent, *places])


def done(task: Callable[[Any], Any], item: Any, wanted: str) -> _Answer:
    """What a task makes of an item, in the process of a worker."""
    if package_fingerprint() != wanted:  # it may have joined after the others were asked
        raise RunError(f"a worker of the cluster has another version of antral or of its records. {_GOES_ON}")
    with _ALONE, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        result = task(item)
    return _Answer(result, [str(one.message) for one in caught if issubclass(one.category, UserWarning)])


def _about(folder: str | None) -> tuple[str, bool]:
    """In the process of a worker: the hash of its antral, and whether it sees the folder."""
    place = None if folder is None else place_of(folder)
    return package_fingerprint(), place is None or (place.is_dir() if isinstance(place, Path) else place.holds())


def _agree(client: "Client", address: str, folder: Place | None) -> None:
    """Refuse to begin where there is no worker, or one of another version or without the folder."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS_TO_ANSWER)
        told = client.run(
            _about,
            None if folder is None else str(folder.resolve() if isinstance(folder, Path) else folder),
            on_error="return",
        )
    except TimeoutError as error:
        raise RunError(
            f"the cluster at {address} has no worker; start some: dask worker {address} --nthreads 1"
        ) from error
    for worker, found in told.items():
        if isinstance(found, Exception):
            why = type(found).__name__
            raise RunError(f"worker {worker} cannot run antral ({why}); install the same version there.")
        code, sees = found
        if code != package_fingerprint():
            raise RunError(
                f"worker {worker} has another version of antral or of its records; install the same one there."
            )
        if not sees:
            raise RunError(f"worker {worker} does not see {folder}; give a folder that every worker shares.")


@contextmanager
def _connected(address: str) -> "Iterator[Client]":
    """A client of the scheduler at an address."""
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError(
            "--cluster needs the extra 'cluster', which is not installed: pip install 'antral[cluster]'."
        ) from error
    if "://" not in address:
        raise InputError(f"--cluster {address}: an address such as tcp://10.0.0.1:8786 was wanted.")
    try:
        client = Client(address, timeout=_SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise RunError(
            f"no scheduler answers at {address}; start one with 'dask scheduler', and see that it can be reached."
        ) from error
    try:
        yield client
    finally:
        client.close()
