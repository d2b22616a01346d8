"""The number type of the engine, and where its compiled code is kept."""

import os
import tempfile
from pathlib import Path
from typing import Any, Final

import numba
import numpy as np
from numba import config

from antral.core import InputError, fingerprint, fingerprint_files

PRECISION: Final = os.environ.get("ANTRAL_PRECISION", "float32")
if PRECISION not in ("float32", "float64"):
    raise InputError(f"ANTRAL_PRECISION = {PRECISION!r}: float32 or float64 was wanted.")

REAL: Any = np.float64 if PRECISION == "float64" else np.float32
"""float32; float64 turns the whole engine into its own reference (environment variable ANTRAL_PRECISION)."""


LANES: Final = int(os.environ.get("ANTRAL_LANES", "32"))
"""Women in a block; results have the same bits for any number. 1 turns the engine into a scalar loop."""

SLOTS: Final = int(os.environ.get("ANTRAL_SLOTS", "16"))
"""Follicles above 4 mm that a woman can have at once; more are refused and counted."""


def code_fingerprint() -> str:
    """The hash of every file whose change must recompile the engine (numba itself looks at one file only)."""
    source = Path(__file__).parent.parent
    files = [file for room in ("kernel", "physiology", "therapy", "engine") for file in (source / room).glob("*.py")]
    return fingerprint(fingerprint_files(files), PRECISION, LANES, SLOTS, numba.__version__, np.__version__)


def cache_folder() -> Path:
    """Where compiled code lives between runs: the user's cache, or a temporary folder if that cannot be written."""
    base = Path(os.environ.get("ANTRAL_CACHE") or Path.home() / ".cache" / "antral")
    folder = base / "compiled" / code_fingerprint()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.gettempdir()) / f"antral-compiled-{code_fingerprint()[:16]}"


config.CACHE_DIR = str(cache_folder())
