"""Arrays and a description in a folder that is either whole or not there; see `core.seal`."""

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antral.core import RunError, seal, sealed, sweep

_ARRAYS = "arrays.npz"


def default_folder() -> Path:
    """Where banks are kept: `$ANTRAL_CACHE/banks`, or the user's cache."""
    base = Path(os.environ.get("ANTRAL_CACHE") or Path.home() / ".cache" / "antral")
    return base / "banks"


def write(folder: Path, arrays: dict[str, NDArray[Any]], description: dict[str, Any]) -> None:
    """Write arrays and a description; a damaged folder of that name is replaced."""

    def fill(part: Path) -> None:
        with (part / _ARRAYS).open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        sweep(folder.parent)
        seal(folder, description, fill)
    except OSError as error:
        raise RunError(
            f"the bank cannot be kept in {folder.parent}: {error.strerror}. "
            "Free some space, or set ANTRAL_CACHE to a folder that can be written."
        ) from error


def read(folder: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]] | None:
    """The arrays and their description, or None where the folder is absent, truncated or altered."""
    description = sealed(folder)
    if description is None:
        return None
    with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return arrays, description
