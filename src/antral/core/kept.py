"""What takes long is computed once: a JSON kept under the hash of all it depends on."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from antral.core.aside import write_aside
from antral.core.provenance import fingerprint, package_fingerprint

_MADE_OF: Final = "made_of"
_CONTENT: Final = "content"


def cache_folder(name: str) -> Path:
    """A folder of the user's cache, `$ANTRAL_CACHE` or `~/.cache/antral`; it may not exist yet."""
    return Path(os.environ.get("ANTRAL_CACHE") or Path.home() / ".cache" / "antral") / name


def kept(folder: Path | None, about: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What `make` gives, computed or reread: the same either way, as JSON gives it back (a tuple is a list).

    Parameters
    ----------
    folder
        Holds a file for each; it must exist. None keeps nothing.
    about
        Everything the content depends on beside antral's code and records, as parts that `fingerprint` takes.
    make
        Gives what JSON can hold. NaN is allowed: the file is ours alone.

    A file that is truncated, damaged or of another hash is computed anew and replaced. An `OSError` in writing is
    raised; nothing half-written is left.
    """
    if folder is None:
        return json.loads(json.dumps(make()))
    made_of = fingerprint(*about, package_fingerprint())
    place = folder / f"{made_of[:32]}.json"
    with suppress(OSError, ValueError, TypeError, KeyError):
        found = json.loads(place.read_text(encoding="utf-8"))
        if found[_MADE_OF] == made_of:
            return found[_CONTENT]
    text = json.dumps({_MADE_OF: made_of, _CONTENT: make()})
    write_aside(place, text.encode())
    return json.loads(text)[_CONTENT]
