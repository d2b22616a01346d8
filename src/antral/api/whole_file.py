"""Files that are either whole or not there, with a message where they cannot be."""

from pathlib import Path
from typing import Final

from antral.core import RunError, what_to_do, write_aside

GOES_ON: Final = (
    "Free some space, or see that the folder is there and can be written; the same command then goes on where it "
    "stopped."
)
"""What to do where a file of a run's folder cannot be written."""


def write_whole(place: Path, text: str, advice: str = "") -> Path:
    """Write a text, whole or not at all; a `RunError` says why it cannot be, and what to do."""
    try:
        return write_aside(place, text.encode())
    except OSError as error:
        raise RunError(f"{place} cannot be written: {error.strerror}. {advice or what_to_do(error)}") from error
