"""Files that are either whole or not there."""

import os
from pathlib import Path

from antral.core import RunError


def write_whole(place: Path, text: str) -> Path:
    """Write a text under a temporary name beside its place, then rename it; a `RunError` says why it cannot be."""
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(place)
    except OSError as error:
        raise RunError(f"{place} cannot be written: {error.strerror}. Choose another place.") from error
    finally:
        part.unlink(missing_ok=True)
    return place
