"""Files and folders that are whole or not there, however a process ends.

What is being written lies aside, beside its place, under a name that begins with a dot and ends in `.part`. The process
that writes holds a lock on it, which the kernel drops when that process ends, killed or not. When whole and on the
disk it is renamed. `sweep` removes what nobody holds any more. (Where a file system knows no locks, nothing is swept.)
"""

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_PART: Final = ".part"
_LONGEST: Final = 100
"""Bytes of a place's name that its part's name repeats; file systems allow 255."""
_ADVICE: Final = {
    errno.ENOENT: "Make its folder first, or choose another place.",
    errno.ENOTDIR: "Part of its path is a file; choose another place.",
    errno.EISDIR: "A folder is there; give the name of a file.",
    errno.EACCES: "Choose a place you may write to.",
    errno.EPERM: "Choose a place you may write to.",
    errno.EROFS: "Choose a place you may write to.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}


def write_aside(place: Path, content: bytes) -> Path:
    """Write a file aside, then rename it; an `OSError` leaves what was there before."""
    with file_aside(place) as part:
        part.write_bytes(content)
    return place


@contextmanager
def file_aside(place: Path) -> Iterator[Path]:
    """A file to fill, renamed to its place when the block ends well and removed when it does not."""
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
    with _held(place, folder=False) as part:
        yield part
        _on_disk(part)
        part.replace(place)
    _on_disk(place.parent)


@contextmanager
def folder_aside(place: Path) -> Iterator[Path]:
    """A folder to fill, renamed to its place when the block ends well and removed when it does not.

    A folder that is already at that place, and is not empty, stays as it is: `OSError`.
    """
    with _held(place, folder=True) as part:
        yield part
        for found in [*part.rglob("*"), part]:
            _on_disk(found)
        part.rename(place)
    _on_disk(place.parent)


def what_to_do(error: OSError) -> str:
    """What helps where a file cannot be written."""
    return _ADVICE.get(error.errno or 0, "Free some space or choose another place.")


def sweep(folder: Path) -> None:
    """Remove what was left unfinished in a folder by processes that are no more."""
    for part in folder.glob(f".*{_PART}"):
        with suppress(OSError):
            held = os.open(part, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if part.is_dir():
                    shutil.rmtree(part, ignore_errors=True)
                else:
                    part.unlink()
            finally:
                os.close(held)


@contextmanager
def _held(place: Path, *, folder: bool) -> Iterator[Path]:
    """A part of that place, made and locked; gone at the end unless it was renamed."""
    part, held = _made(place, folder)
    try:
        yield part
    finally:
        if folder:
            shutil.rmtree(part, ignore_errors=True)
        else:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        os.close(held)


def _made(place: Path, folder: bool) -> tuple[Path, int]:
    """A part and its lock. A sweeper may see it before the lock is there, and take it away: then another is made."""
    if not place.name:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
    while True:
        name = os.fsdecode(os.fsencode(place.name)[:_LONGEST])
        part = place.with_name(f".{name}.{os.getpid()}-{secrets.token_hex(4)}{_PART}")
        try:
            if folder:
                part.mkdir()
            else:
                part.touch(exist_ok=False)
        except OSError as error:
            error.filename = str(place)  # the user knows no part
            raise
        try:
            held = os.open(part, os.O_RDONLY)
        except FileNotFoundError:
            continue
        with suppress(OSError):  # no locks here: the part is then never swept
            fcntl.flock(held, fcntl.LOCK_EX)
        if part.exists():
            return part, held
        os.close(held)


def _on_disk(place: Path) -> None:
    """Wait until a file or folder has reached the disk; a file system that cannot tell of folders is believed."""
    opened = os.open(place, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError:
        if not place.is_dir():
            raise
    finally:
        os.close(opened)
