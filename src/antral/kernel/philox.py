"""The random hash, compiled: the same bits as `antral.core.philox`."""

from typing import Any, Final

import numpy as np
from numba import njit

_M0: Final = np.uint64(0xD2511F53)
_M1: Final = np.uint64(0xCD9E8D57)
_W0: Final = np.uint64(0x9E3779B9)
_W1: Final = np.uint64(0xBB67AE85)
_LOW: Final = np.uint64(0xFFFFFFFF)
_SHIFT: Final = np.uint64(32)
_SCALE: Final = 2.0**-32


_inlined: Any = njit(error_model="numpy", forceinline=True)


@_inlined
def _round(x0: Any, x1: Any, x2: Any, x3: Any, k0: Any, k1: Any) -> Any:
    """One round, and the key of the next."""
    p0, p1 = x0 * _M0, x2 * _M1
    return (
        (p1 >> _SHIFT) ^ x1 ^ k0,
        p1 & _LOW,
        (p0 >> _SHIFT) ^ x3 ^ k1,
        p0 & _LOW,
        (k0 + _W0) & _LOW,
        (k1 + _W1) & _LOW,
    )


@_inlined
def _five_rounds(x0: Any, x1: Any, x2: Any, x3: Any, k0: Any, k1: Any) -> Any:
    """Written out: with a loop in it, a loop over women does not become vector instructions."""
    x0, x1, x2, x3, k0, k1 = _round(x0, x1, x2, x3, k0, k1)
    x0, x1, x2, x3, k0, k1 = _round(x0, x1, x2, x3, k0, k1)
    x0, x1, x2, x3, k0, k1 = _round(x0, x1, x2, x3, k0, k1)
    x0, x1, x2, x3, k0, k1 = _round(x0, x1, x2, x3, k0, k1)
    return _round(x0, x1, x2, x3, k0, k1)


@_inlined
def uniforms(seed: int, trial: int, patient: int, purpose: int, ordinal: int) -> tuple[float, float, float, float]:
    """Four uniform numbers in (0, 1) of (seed, trial, patient, purpose, ordinal); Philox4x32-10, float64."""
    k0, k1 = np.uint64(seed) & _LOW, np.uint64(trial) & _LOW
    x0, x1 = np.uint64(patient) & _LOW, np.uint64(purpose) & _LOW
    x2, x3 = np.uint64(ordinal) & _LOW, np.uint64(0)
    x0, x1, x2, x3, k0, k1 = _five_rounds(x0, x1, x2, x3, k0, k1)
    x0, x1, x2, x3, k0, k1 = _five_rounds(x0, x1, x2, x3, k0, k1)
    return (x0 + 0.5) * _SCALE, (x1 + 0.5) * _SCALE, (x2 + 0.5) * _SCALE, (x3 + 0.5) * _SCALE
