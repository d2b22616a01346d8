"""Files that are either whole or not there, with a message where they cannot be."""

from pathlib import Path

from antral.core import RunError, write_aside


def write_whole(place: Path, text: str) -> Path:
    """Write a text, whole or not at all; a `RunError` says why it cannot be."""
    try:
        return write_aside(place, text.encode())
    except OSError as error:
        raise RunError(
            f"{place} cannot be written: {error.strerror}. Free some space or choose another place."
        ) from error
