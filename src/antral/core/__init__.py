"""What every room needs and nothing more: errors, units, provenance, chance, whole files.

Takes numbers, text and paths; gives values in internal units, fingerprints, reproducible draws and whole files.

1. `errors` are raised with messages that say what was wanted, what came, where and what to do.
2. `units` turn what a user writes into the internal unit, at the edge; `calendar` counts months and ages.
3. `chance` is a function of (seed, trial, patient, purpose, ordinal); a new purpose is a line in `Purpose`.
4. `provenance` tags numbers and names results by the hash of what made them.
5. `aside` writes files and folders that are whole or not there, however a process ends; `sealed` sees their damage;
   `kept` computes once what takes long.
6. `share_out` does a task for many items; whoever has processes passes a `ShareOut` of its own.

`core` imports no other room.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from antral.core.aside import file_aside, folder_aside, sweep, what_to_do, write_aside
from antral.core.calendar import (
    date_of,
    day_number,
    months_before,
    months_before_each,
    years_between,
    years_between_each,
)
from antral.core.errors import AntralError, DataError, InputError, ProtocolError, RecordError, RunError
from antral.core.kept import cache_folder, kept
from antral.core.provenance import Tag, fingerprint, fingerprint_files, package_fingerprint, rooms_fingerprint
from antral.core.sealed import MANIFEST, seal, sealed
from antral.core.share_out import ShareOut, in_order, in_place
from antral.core.text_table import text_table
from antral.core.ucum import Scale, scale_of
from antral.core.units import DAYS_PER_MONTH, DAYS_PER_YEAR, FACTORS, convert, parse

if TYPE_CHECKING:
    from antral.core.chance import (
        DIAGNOSIS_TRIAL,
        POPULATION_TRIAL,
        Purpose,
        exponential,
        normal,
        philox,
        uniform,
        uniforms,
    )

__all__ = [
    "DAYS_PER_MONTH",
    "DAYS_PER_YEAR",
    "DIAGNOSIS_TRIAL",
    "FACTORS",
    "MANIFEST",
    "POPULATION_TRIAL",
    "AntralError",
    "DataError",
    "InputError",
    "ProtocolError",
    "Purpose",
    "RecordError",
    "RunError",
    "Scale",
    "ShareOut",
    "Tag",
    "cache_folder",
    "convert",
    "date_of",
    "day_number",
    "exponential",
    "file_aside",
    "fingerprint",
    "fingerprint_files",
    "folder_aside",
    "in_order",
    "in_place",
    "kept",
    "months_before",
    "months_before_each",
    "normal",
    "package_fingerprint",
    "parse",
    "philox",
    "rooms_fingerprint",
    "scale_of",
    "seal",
    "sealed",
    "sweep",
    "text_table",
    "uniform",
    "uniforms",
    "what_to_do",
    "write_aside",
    "years_between",
    "years_between_each",
]


def __getattr__(name: str) -> Any:
    """What `chance` offers, loaded when first used: its arrays would slow the start of the command line."""
    if name in __all__:
        return getattr(import_module("antral.core.chance"), name)
    raise AttributeError(f"antral.core has no {name!r}; it has: {', '.join(__all__)}")
