"""`@equation`: a scalar function of one woman and one step, compiled, and still readable as plain Python."""

import types
from collections.abc import Callable
from typing import Any, Final, TypeVar

from numba import njit

from antral.kernel.precision import REAL

Function = TypeVar("Function", bound=Callable[..., Any])

FASTMATH: Final = frozenset({"contract", "arcp", "afn", "nsz"})
"""No reassociation and no assumption that NaN cannot occur: bits never depend on the batch, failures stay visible."""


def _in_precision(function: Function) -> types.CodeType:
    """The code of a function with its float literals in the engine's precision (a bare 0.5 would be float64)."""
    code = function.__code__
    constants = tuple(REAL(c) if type(c) is float else c for c in code.co_consts)
    result: types.CodeType = code.replace(co_consts=constants)
    return result


def equation(function: Function) -> Function:
    """Compile one scalar equation with the project's flags; `plain` gives it back uncompiled."""
    original = function.__code__
    function.__code__ = _in_precision(function)
    compiled = njit(error_model="numpy", fastmath=set(FASTMATH), forceinline=True, no_cfunc_wrapper=True)(function)
    compiled.original_code = original
    return compiled


def routine(function: Function) -> Function:
    """Compile a part of the engine's loop over women or of its rare events; it stays a function of its own."""
    function.__code__ = _in_precision(function)
    return njit(error_model="numpy", fastmath=set(FASTMATH), no_cfunc_wrapper=True)(function)


def compiled(function: Function) -> Function:
    """Compile a loop of the engine: keeps the result between runs and releases the interpreter lock."""
    function.__code__ = _in_precision(function)
    return njit(error_model="numpy", fastmath=set(FASTMATH), cache=True, nogil=True)(function)


def compiled_double(function: Function) -> Function:
    """Compile a loop of statistics in double precision, whatever the engine's; no float is retyped, no sum reordered.

    Like `compiled` it keeps the result between runs and releases the interpreter lock. What is kept lies in the folder
    of the engine's code, where the compiler also looks at the file of the function itself: a change there compiles this
    function anew and leaves the engine alone. It must therefore call no compiled function of another file.
    """
    return njit(error_model="numpy", cache=True, nogil=True)(function)


def plain(function: Function) -> Function:
    """The equation as plain Python in double precision, everything it calls included: the compiler is off."""
    return _plain(function, {})


def _plain(function: Any, made: dict[int, Any]) -> Any:
    """The plain form, with those made so far: an attribute may bear the name of the equation itself."""
    if hasattr(function, "plain_form"):
        return function.plain_form
    if function is REAL:
        return float
    if isinstance(function, REAL):
        return float(function)  # a constant of the engine
    if not hasattr(function, "original_code"):
        return function
    if id(function) not in made:
        body = function.py_func
        scope: dict[str, Any] = {"__builtins__": __builtins__}
        made[id(function)] = types.FunctionType(function.original_code, scope, body.__name__, body.__defaults__)
        for name in function.original_code.co_names:
            if name in body.__globals__:
                scope[name] = _plain(body.__globals__[name], made)
    return made[id(function)]
