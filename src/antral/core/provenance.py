"""Where a number comes from, and what a result was made of."""

import hashlib
import json
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final


class Tag(StrEnum):
    """How a number came to be known."""

    PUBLISHED = "published"  # read in a published source or in its authors' public code
    RECALLED = "recalled"  # from memory, not read
    FITTED = "fitted"  # fitted, so that stated targets are met
    ASSUMED = "assumed"  # plausible, without direct evidence


def fingerprint(*parts: Any) -> str:
    """The SHA-256 of parts that JSON can hold, independent of the order of keys."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_files(paths: Iterable[Path]) -> str:
    """The SHA-256 of the names (with their folder) and contents of files, in order of their paths."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path.parent.name}/{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


_OUTCOMES: Final = ("posteriors", "challenges", "forecasts", "living")
"""Folders of the records that antral makes itself."""
_SOURCES: Final = (".py", ".yaml", ".json")


@cache
def package_fingerprint() -> str:
    """The SHA-256 of every source file and record of antral: what a result depends on beside its inputs.

    Posteriors, shipped challenges, forecasts and the state of `antral evidence update` are left out: they are made by
    this code of these records, and to ship one changes neither. What depends on a posterior names it, by its own hash
    or by that of the vector drawn from it.
    """
    package = Path(__file__).parent.parent
    made_of = (file for file in package.rglob("*") if file.suffix in _SOURCES)
    return fingerprint_files(file for file in made_of if file.parent.name not in _OUTCOMES)


@cache
def rooms_fingerprint(rooms: tuple[str, ...], without: frozenset[str] = frozenset()) -> str:
    """The SHA-256 of every source file and record of some rooms.

    Parameters
    ----------
    rooms
        Names of folders of antral.
    without
        Folders of the records that are left out, such as `reference`.
    """
    package = Path(__file__).parent.parent
    found = (file for room in rooms for file in (package / room).rglob("*") if file.suffix in _SOURCES)
    left_out = [package / "records" / name for name in without]
    return fingerprint_files(file for file in found if not any(file.is_relative_to(one) for one in left_out))
