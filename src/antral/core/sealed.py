"""Folders whose damage is seen: a manifest in each holds the hash of every file and a description.

A folder that lost a file, or one of whose files was truncated or altered, counts as not there.
"""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from antral.core.aside import folder_aside

MANIFEST: Final = "manifest.json"


def seal(place: Path, description: dict[str, Any], fill: Callable[[Path], object]) -> None:
    """Fill a folder aside, seal it and put it at its place; one that is whole and there already stays.

    An `OSError` leaves nothing half-written.
    """
    try:
        with folder_aside(place) as part:
            fill(part)
            files = {str(file.relative_to(part)): _sha256(file) for file in sorted(part.rglob("*")) if file.is_file()}
            manifest = json.dumps({"files": files, "description": description}, indent=1)
            (part / MANIFEST).write_text(manifest, encoding="utf-8")
            if sealed(place) is None:
                shutil.rmtree(place, ignore_errors=True)
    except OSError:
        if sealed(place) is None:  # another process may have finished the same folder first
            raise


def sealed(place: Path) -> dict[str, Any] | None:
    """The description of a folder with every file as it was written, or None."""
    try:
        manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        whole = all(_sha256(place / name) == digest for name, digest in manifest["files"].items())
        description = manifest["description"]
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None
    return description if whole and isinstance(description, dict) else None


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
