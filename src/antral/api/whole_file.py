"""Files that are either whole or not there, and the folders they are kept in, with a message where they cannot be."""

from pathlib import Path
from typing import Final

from antral.core import RunError, sweep, what_to_do, write_aside

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


def ready(out: str | Path | None, within: str) -> Path | None:
    """The folder of a call, with one `within` it for what is kept while it runs; None where nothing is to be kept.

    What a call that was stopped left half-written is swept away. A `RunError` says why a folder cannot be used.
    """
    if out is None:
        return None
    folder = Path(out)
    try:
        (folder / within).mkdir(parents=True, exist_ok=True)
        for place in (folder, folder / within):
            sweep(place)
    except OSError as error:
        raise RunError(f"{folder} cannot be used: {error.strerror}. Choose a folder you may write to.") from error
    return folder
