"""Arrays and a description in a folder that is either whole or not there; see `core.seal`."""

import os
import re
import shutil
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.core import RunError, cache_folder, seal, sealed, sweep

MOST_BYTES: Final = 1_000_000_000
"""Banks kept beside one another; beyond it those used longest ago go."""

UNUSED_DAYS: Final = 60
"""A bank that nobody has used for so long goes."""

_ARRAYS: Final = "arrays.npz"
_NAME: Final = re.compile(r"[0-9a-f]{32}")
_DAY: Final = 86_400.0


def default_folder() -> Path:
    """Where banks are kept: `$ANTRAL_CACHE/banks`, or the user's cache."""
    return cache_folder("banks")


def write(folder: Path, arrays: dict[str, NDArray[Any]], description: dict[str, Any]) -> None:
    """Write arrays and a description, in place of a damaged folder or whatever else lies there; then tidy up."""

    def fill(part: Path) -> None:
        with (part / _ARRAYS).open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        sweep(folder.parent)
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        seal(folder, description, fill)
    except OSError as error:
        raise RunError(
            f"the bank cannot be kept in {folder.parent}: {error.strerror}. "
            "Free some space, or set ANTRAL_CACHE to a folder that can be written."
        ) from error
    prune(folder.parent, keep=folder)


def read(folder: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]] | None:
    """The arrays and their description, or None where the folder is absent, truncated, altered or something else."""
    description = sealed(folder)
    if description is None:
        return None
    try:
        with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        os.utime(folder)  # used now
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return arrays, description


def discard(folder: Path) -> None:
    """Remove a folder that is of no use."""
    shutil.rmtree(folder, ignore_errors=True)


def prune(folder: Path, *, keep: Path) -> None:
    """Remove banks unused for `UNUSED_DAYS`, and beyond `MOST_BYTES` in all those used longest ago.

    Other files stay.
    """
    found = []
    for place in folder.iterdir():
        if place != keep and _NAME.fullmatch(place.name) and place.is_dir():
            with suppress(OSError):  # another process may be tidying up too
                size = sum(file.stat().st_size for file in place.iterdir())
                found.append((place.stat().st_mtime, size, place))
    total = sum(file.stat().st_size for file in keep.iterdir()) if keep.is_dir() else 0
    oldest = time.time() - UNUSED_DAYS * _DAY
    for used, size, place in sorted(found, reverse=True):
        total += size
        if used < oldest or total > MOST_BYTES:
            discard(place)
