"""The only place, besides the engine, that knows the compiler.

Takes scalar Python functions; gives them compiled, with the project's flags, and still callable as plain Python.

1. `@equation` marks a scalar function of one woman and one step; float literals take the engine's precision.
2. `functions` (`power`, `decay`, `yes`, …) are elementary functions that run on many women at once.
3. `uniforms` is the compiled form of the random hash of `antral.core`.
4. `@routine` marks a part of the engine's loops; `@compiled` the outermost one, whose code is kept in a folder named
   by the hash of every source file.
5. `@compiled_double` compiles a loop of statistics, in double precision; it is no part of the engine.
6. `plain(function)` gives an equation back uncompiled, in double precision; tests use it.

Importing this room imports numba: rooms that do not need it must not import it at their top.
"""

from antral.kernel.equation import compiled, compiled_double, equation, plain, routine
from antral.kernel.functions import (
    cube,
    decay,
    exponential,
    fifth,
    fourteenth,
    fourth,
    normal_quantile,
    power,
    settled,
    sixth,
    tenth,
    yes,
)
from antral.kernel.philox import uniforms
from antral.kernel.precision import LANES, PRECISION, REAL, SLOTS, cache_folder, code_fingerprint

__all__ = [
    "LANES",
    "PRECISION",
    "REAL",
    "SLOTS",
    "cache_folder",
    "code_fingerprint",
    "compiled",
    "compiled_double",
    "cube",
    "decay",
    "equation",
    "exponential",
    "fifth",
    "fourteenth",
    "fourth",
    "normal_quantile",
    "plain",
    "power",
    "routine",
    "settled",
    "sixth",
    "tenth",
    "uniforms",
    "yes",
]
