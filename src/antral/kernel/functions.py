"""Elementary functions that the compiler can run on many women at once.

The library's `exp`, `log` and `pow` are scalar calls and would stop the loop over women from vectorising. These are
polynomials with the exponent of the floating-point number handled by its bits; the relative error in float32 is a few
1e-6 at most.
In float64 (the engine's own reference) the library's functions are used.
"""

import math
from typing import Any, Final

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from antral.kernel.equation import equation
from antral.kernel.precision import PRECISION, REAL

_LOG2_E: Final = REAL(1.4426950408889634)
_ZERO: Final = REAL(0.0)
_ONE: Final = REAL(1.0)
_SMALLEST: Final = REAL(-126.0)
_HALF_ROOT_TWO_BITS: Final = 0x3F3504F3


@intrinsic
def _two_to_whole(typing_context: Any, whole: Any) -> Any:
    """2 to a whole power, by writing the exponent bits (float32)."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word = ir.IntType(32)
        exponent = builder.add(builder.fptosi(args[0], word), ir.Constant(word, 127))
        return builder.bitcast(builder.shl(exponent, ir.Constant(word, 23)), ir.FloatType())

    return types.float32(types.float32), generate


@intrinsic
def _exponent(typing_context: Any, number: Any) -> Any:
    """The exponent of a float32, such that the mantissa lies between the root of 1/2 and of 2."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word = ir.IntType(32)
        bits = builder.sub(builder.bitcast(args[0], word), ir.Constant(word, _HALF_ROOT_TWO_BITS))
        return builder.sitofp(builder.ashr(bits, ir.Constant(word, 23)), ir.FloatType())

    return types.float32(types.float32), generate


@intrinsic
def _mantissa(typing_context: Any, number: Any) -> Any:
    """The mantissa that belongs to `_exponent`."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word = ir.IntType(32)
        bits = builder.bitcast(args[0], word)
        shifted = builder.sub(bits, ir.Constant(word, _HALF_ROOT_TWO_BITS))
        exponent = builder.and_(shifted, ir.Constant(word, 0xFF800000))
        return builder.bitcast(builder.sub(bits, exponent), ir.FloatType())

    return types.float32(types.float32), generate


def _exp2_float32(x: float) -> float:
    """2 to the x, x cut at -126: the whole part by the exponent bits, the rest by its series to the sixth power."""
    x = max(x, _SMALLEST)
    whole = np.floor(x + 0.5)
    f = x - whole
    p = 0.0013333558 + f * 0.00015403530
    p = 0.6931471806 + f * (0.2402265070 + f * (0.0555041087 + f * (0.0096181291 + f * p)))
    return (1.0 + f * p) * _two_to_whole(whole)


def _log2_float32(x: float) -> float:
    """Logarithm to base 2 of a normal positive number."""
    e = _exponent(x)
    m = _mantissa(x)
    t = (m - 1.0) / (m + 1.0)
    s = t * t
    series = 1.0 + s * (0.333333333 + s * (0.2 + s * (0.142857143 + s * 0.111111111)))
    return e + 2.885390082 * t * series


def _exp2_float64(x: float) -> float:
    return math.exp(x * 0.6931471805599453)


def _log2_float64(x: float) -> float:
    return math.log(x) * 1.4426950408889634 if x > 0.0 else -1074.0


_exp2: Any = equation(_exp2_float64 if PRECISION == "float64" else _exp2_float32)
_log2: Any = equation(_log2_float64 if PRECISION == "float64" else _log2_float32)
_exp2.plain_form = lambda x: 2.0**x
_log2.plain_form = lambda x: math.log2(x) if x > 0.0 else -1074.0


@equation
def power(base: float, exponent: float) -> float:
    """A non-negative base to a positive power."""
    return _exp2(exponent * _log2(base))


@equation
def decay(x: float) -> float:
    """exp(−x) for x ≥ 0."""
    return _exp2(-x * _LOG2_E)


@equation
def exponential(x: float) -> float:
    """exp(x), x cut at 87: the largest that single precision holds."""
    return _exp2(min(x, 87.0) * _LOG2_E)


@equation
def settled(x: float) -> float:
    """1 − exp(−x) for 0 ≤ x below about 0.3, by its series: no digits are lost for small x."""
    return x * (1.0 - x * (0.5 - x * (0.16666667 - x * (0.041666667 - x * 0.0083333333))))


@equation
def yes(condition: bool) -> float:
    """1 if the condition holds, else 0: flags are multiplied, because combined booleans do not vectorise."""
    return _ONE if condition else _ZERO


@equation
def cube(x: float) -> float:
    """The third power."""
    return x * x * x


@equation
def fourth(x: float) -> float:
    """The fourth power."""
    y = x * x
    return y * y


@equation
def fifth(x: float) -> float:
    """The fifth power."""
    y = x * x
    return y * y * x


@equation
def sixth(x: float) -> float:
    """The sixth power."""
    y = x * x
    return y * y * y


@equation
def tenth(x: float) -> float:
    """The tenth power."""
    y = x * x
    z = y * y
    return z * z * y


@equation
def fourteenth(x: float) -> float:
    """The fourteenth power."""
    y = x * x
    z = y * y
    return z * z * z * y


@equation
def normal_quantile(p: float) -> float:
    """Quantile of the standard normal distribution (Wichura 1988, AS 241 PPND7), to some 1e-6.

    Both of its formulas are computed, so that it runs on many women at once. Above 1e-11 and below 1 − 1e-11: uniform
    numbers lie further from 0 and 1.
    """
    q = p - 0.5
    tail = REAL(min(p, 1.0 - p))
    near = REAL(q)
    r = 0.180625 - near * near
    central = (
        near
        * (((5.9109374720e1 * r + 1.5929113202e2) * r + 5.0434271938e1) * r + 3.3871327179)
        / (((6.7187563600e1 * r + 7.8757757664e1) * r + 1.7895169469e1) * r + 1.0)
    )
    t = math.sqrt(-0.6931471806 * _log2(tail)) - 1.6
    outer = (((1.7023821103e-1 * t + 1.3067284816) * t + 2.7568153900) * t + 1.4234372777) / (
        (1.2021132975e-1 * t + 7.3700164250e-1) * t + 1.0
    )
    outer = -outer if q < 0.0 else outer
    return central if abs(q) <= 0.425 else outer
