"""Values in force: numbers of the records, replaced for a while by others under the same names.

A name is a record and the way to a number in it: `fsh.drive_most` of `parameters/fsh.yaml`,
`idiopathic.primordial.median` and `idiopathic.spreads.fsh.drive_most` of `populations/idiopathic.yaml`,
`climen.kinetics.pituitary_weight` of `hormone_therapies/climen.yaml`. What is read from records while a vector is in
force has its values; what was read before stays as it is.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from difflib import get_close_matches
from functools import cache, update_wrapper
from math import isfinite
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, ParamSpec, TypeVar

from antral.core import RecordError, fingerprint
from antral.records.files import load_yaml, names, path

_FOLDERS: Final = ("parameters", "populations", "hormone_therapies")
_OWN: Final = ("value", "sd_log")
"""What an entry's name alone stands for, where it holds several numbers."""

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class Vector(Mapping[str, float]):
    """Values by name, in the order of the names; equal vectors are one key. It can be sent to another process."""

    def __init__(self, values: Mapping[str, float] | None = None) -> None:
        self._values = {name: float(value) for name, value in sorted((values or {}).items())}

    def __getitem__(self, name: str) -> float:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(tuple(self._values.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vector) and self._values == other._values

    def __repr__(self) -> str:
        return f"Vector({self._values})"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of names and values; every bit of a value counts."""
        return fingerprint({name: value.hex() for name, value in self._values.items()})


POINT: Final = Vector()
"""The values on record."""

_IN_FORCE: ContextVar[Vector] = ContextVar("antral.records.vector", default=POINT)


def in_force() -> Vector:
    """The vector in force; empty where the values on record are."""
    return _IN_FORCE.get()


@contextmanager
def using(vector: Vector) -> Iterator[None]:
    """Put a vector in force for the block; a name or value that cannot be is a `RecordError` before anything starts.

    It holds in this thread alone: work for another thread or process takes the vector along and puts it in force there.
    """
    for name, value in vector.items():
        known = number(name)
        if not isfinite(value) or not known.low <= value <= known.high:
            raise RecordError(
                f"vector, {name} = {value:g}: a number from {known.low:g} to {known.high:g} was wanted, the range on "
                f"record in {known.record}.yaml."
            )
    token = _IN_FORCE.set(vector)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


class Number(NamedTuple):
    """A number on record."""

    value: float
    low: float
    high: float
    """Its range; infinite where the record states none."""
    record: str
    """Folder and name of the file."""


def number(name: str) -> Number:
    """The number on record under a name, whatever vector is in force; an unknown name is a `RecordError`."""
    record, _, way = name.partition(".")
    folder = _records().get(record)
    if folder is None:
        close = get_close_matches(record, _records(), 1)
        raise RecordError(
            f"vector, {name}: there is no record {record!r}{_perhaps(close)}; a name begins with one of the records in "
            f"{', '.join(_FOLDERS)}."
        )
    found = find(_raw(folder, record), way)
    if found is None:
        close = get_close_matches(way, _ways(_raw(folder, record)), 1)
        raise RecordError(f"vector, {name}: {folder}/{record}.yaml has no number {way!r}{_perhaps(close)}.")
    entry, key = found
    ranged = key == "value" and "low" in entry
    low, high = (entry["low"], entry["high"]) if ranged else (-float("inf"), float("inf"))
    return Number(float(entry[key]), float(low), float(high), f"{folder}/{record}")


def with_values(content: dict[str, Any], file: Path) -> dict[str, Any]:
    """What a record holds, with the values in force in place of its own."""
    if not in_force() or file != path(file.parent.name, file.name) or file.parent.name not in _FOLDERS:
        return content
    theirs = {name: value for name, value in in_force().items() if name.startswith(f"{file.stem}.")}
    changed = deepcopy(content) if theirs else content
    for name, value in theirs.items():
        found = find(changed, name.partition(".")[2])
        if found is not None:
            entry, key = found
            entry[key] = value
    return changed


class _Cached(Generic[_Arguments, _Result]):
    """See `cached`."""

    def __init__(self, function: Callable[_Arguments, _Result]) -> None:
        self._function = function
        self.cache_clear()
        update_wrapper(self, function)

    def cache_clear(self) -> None:
        """Forget every value."""
        self._point: Any = cache(self._function)
        self._last: tuple[Vector, Any] = (POINT, self._point)

    def __call__(self, *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        vector = in_force()
        if not vector:
            found: _Result = self._point(*args, **kwargs)
            return found
        last = self._last
        if last[0] != vector:
            last = self._last = (vector, cache(self._function))
        found = last[1](*args, **kwargs)
        return found


def cached(function: Callable[_Arguments, _Result]) -> _Cached[_Arguments, _Result]:
    """`functools.cache` for what depends on records: a value belongs to the vector under which it was computed.

    Values at the point are kept; of those under vectors only the last one's, so that a thousand vectors fill no memory.
    """
    return _Cached(function)


def _perhaps(close: list[str]) -> str:
    return f" (did you mean {close[0]!r}?)" if close else ""


@cache
def _records() -> dict[str, str]:
    """The folder of every record that holds numbers a vector may replace, by name."""
    found: dict[str, str] = {}
    for folder in _FOLDERS:
        for name in names(folder):
            if name in found:
                raise RecordError(f"{folder}/{name}.yaml and {found[name]}/{name}.yaml have one name; rename one.")
            found[name] = folder
    return found


@cache
def _raw(folder: str, record: str) -> dict[str, Any]:
    return load_yaml(path(folder, f"{record}.yaml"))


def find(content: dict[str, Any], way: str) -> tuple[dict[str, Any], str] | None:
    """The mapping that holds the number at the end of a way, and its key there; keys may hold dots."""
    for key, below in content.items():
        if way == key:
            if isinstance(below, dict):
                own = [one for one in _OWN if one in below]
                return (below, own[0]) if own and "median" not in below else None
            return (content, key) if isinstance(below, int | float) and not isinstance(below, bool) else None
        if isinstance(below, dict) and way.startswith(f"{key}."):
            found = find(below, way[len(key) + 1 :])
            if found is not None:
                return found
    return None


def _ways(content: dict[str, Any], before: str = "") -> list[str]:
    found = []
    for key, below in content.items():
        if isinstance(below, dict):
            found += [f"{before}{key}", *_ways(below, f"{before}{key}.")]
        else:
            found.append(f"{before}{key}")
    return found
