"""The number type of the engine, and where its compiled code is kept."""

import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Final

import numba
import numpy as np
from numba import config

from antral.core import InputError, fingerprint, fingerprint_files

PRECISION: Final = os.environ.get("ANTRAL_PRECISION", "float32")
if PRECISION not in ("float32", "float64"):
    raise InputError(f"ANTRAL_PRECISION = {PRECISION!r}: float32 or float64 was wanted.")


def _whole(name: str, usual: int) -> int:
    """A whole number above 0 from the environment."""
    text = os.environ.get(name, str(usual))
    if not text.isdecimal() or int(text) < 1:
        raise InputError(f"{name} = {text!r}: a whole number above 0 was wanted.")
    return int(text)


REAL: Any = np.float64 if PRECISION == "float64" else np.float32
"""float32; float64 turns the whole engine into its own reference (environment variable ANTRAL_PRECISION)."""


LANES: Final = _whole("ANTRAL_LANES", 32)
"""Women in a block; results have the same bits for any number. 1 turns the engine into a scalar loop."""

SLOTS: Final = _whole("ANTRAL_SLOTS", 16)
"""Follicles above 4 mm that a woman can have at once; more are refused and counted."""


def code_fingerprint() -> str:
    """The hash of every file whose change must recompile the engine (numba itself looks at one file only)."""
    source = Path(__file__).parent.parent
    rooms = ("core", "kernel", "physiology", "therapy", "engine")
    files = [file for room in rooms for file in (source / room).rglob("*.py")]
    return fingerprint(fingerprint_files(files), PRECISION, LANES, SLOTS, numba.__version__, np.__version__)


@cache
def cache_folder() -> Path:
    """Where compiled code lives between runs: the user's cache, or a new private folder if that cannot be written."""
    base = Path(os.environ.get("ANTRAL_CACHE") or Path.home() / ".cache" / "antral")
    folder = base / "compiled" / code_fingerprint()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="antral-compiled-"))


config.CACHE_DIR = str(cache_folder())
