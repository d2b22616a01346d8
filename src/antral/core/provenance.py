"""Where a number comes from, and what a result was made of."""

import hashlib
import json
from enum import StrEnum
from pathlib import Path
from typing import Any


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


def fingerprint_files(paths: list[Path]) -> str:
    """The SHA-256 of the names and contents of files, in order of their names."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
