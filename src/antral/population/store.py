"""Arrays and a description in a folder that is either whole or not there.

A folder is written under a temporary name and renamed when complete; its manifest holds the hash of every file, so a
truncated or altered folder is recognised and never read.
"""

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antral.core import RunError

_MANIFEST = "manifest.json"
_ARRAYS = "arrays.npz"


def default_folder() -> Path:
    """Where banks are kept: `$ANTRAL_CACHE/banks`, or the user's cache."""
    base = Path(os.environ.get("ANTRAL_CACHE") or Path.home() / ".cache" / "antral")
    return base / "banks"


def write(folder: Path, arrays: dict[str, NDArray[Any]], description: dict[str, Any]) -> None:
    """Write arrays and a description; an existing folder of that name is replaced."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name[:16]}-", dir=folder.parent))
    except OSError as error:
        raise RunError(
            f"the bank cannot be kept in {folder.parent}: {error.strerror}. "
            "Set ANTRAL_CACHE to a folder that can be written."
        ) from error
    try:
        with (unfinished / _ARRAYS).open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        manifest = {"files": {_ARRAYS: _sha256(unfinished / _ARRAYS)}, "description": description}
        (unfinished / _MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        unfinished.rename(folder)
    except OSError as error:
        if not is_whole(folder):  # another process may have finished the same bank first
            raise RunError(f"the bank cannot be written to {folder}: {error.strerror}.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def is_whole(folder: Path) -> bool:
    """Whether the folder is there with every file as it was written."""
    return _manifest(folder) is not None


def read(folder: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]] | None:
    """The arrays and their description, or None where the folder is absent, truncated or altered."""
    manifest = _manifest(folder)
    if manifest is None:
        return None
    with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    description: dict[str, Any] = manifest["description"]
    return arrays, description


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        whole = all(_sha256(folder / name) == digest for name, digest in manifest["files"].items())
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None
    return manifest if whole and "description" in manifest else None


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
