"""P-values adjusted for the number of hypotheses: each is the smallest family-wise error at which its own is rejected.

Sources: Holm 1979, Scand J Stat 6:65; Hochberg 1988, Biometrika 75:800; Hommel 1988, Biometrika 75:383; the form of
Hommel's, Wright 1992, Biometrics 48:1005; fixed sequence, Maurer, Hothorn and Lehmacher 1995.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import InputError

BONFERRONI: Final = "Bonferroni's adjustment"
HOLM: Final = "Holm's step-down adjustment"
HOCHBERG: Final = "Hochberg's step-up adjustment (p-values independent or positively dependent)"
HOMMEL: Final = "Hommel's adjustment, closed Simes tests (p-values independent or positively dependent)"
FIXED_SEQUENCE: Final = "fixed sequence: each hypothesis at the full level, if all before it were rejected"

Numbers = NDArray[np.float64]


def checked(p_values: ArrayLike, hypotheses: int | None = None) -> Numbers:
    """P-values as numbers, `[hypothesis]` or `[hypothesis, trial]`.

    Raises
    ------
    InputError
        No hypothesis, another number of them than wanted, or a value outside 0 to 1.
    """
    p = np.asarray(p_values, dtype=float)
    if p.ndim not in (1, 2) or not len(p):
        raise InputError(f"p_values: wanted [hypothesis] or [hypothesis, trial]; got shape {p.shape}.")
    if hypotheses is not None and len(p) != hypotheses:
        raise InputError(f"p_values: wanted {hypotheses}, one for each hypothesis; got {len(p)}.")
    if ((p < 0) | (p > 1)).any():
        raise InputError(f"p_values: wanted 0 to 1, or NaN where not estimable; got {p[(p < 0) | (p > 1)][0]:g}.")
    return p


def adjust(p_values: ArrayLike, method: str = "holm") -> Numbers:
    """Adjusted p-values, of the shape given.

    A p-value that is NaN (not estimable) stays in the family, as the plan named it: it counts as 1 and stays NaN.

    Parameters
    ----------
    p_values
        `[hypothesis]` or `[hypothesis, trial]`; for `fixed_sequence` in the order of testing.
    method
        Name in `ADJUSTMENTS`.

    Raises
    ------
    InputError
        As `checked`, or a method that does not exist.
    """
    if method not in ADJUSTMENTS:
        raise InputError(f"method: wanted one of {', '.join(ADJUSTMENTS)}; got {method!r}.")
    p = checked(p_values)
    unknown = np.isnan(p)
    found = ADJUSTMENTS[method](np.where(unknown, 1.0, p).reshape(len(p), -1))
    return np.where(unknown, np.nan, found.reshape(p.shape))


def _bonferroni(p: Numbers) -> Numbers:
    return np.minimum(p * len(p), 1.0)


def _holm(p: Numbers) -> Numbers:
    order = np.argsort(p, axis=0, kind="stable")
    left = np.arange(len(p), 0, -1)[:, np.newaxis]
    found = np.maximum.accumulate(left * np.take_along_axis(p, order, axis=0), axis=0)
    return _as_before(np.minimum(found, 1.0), order)


def _hochberg(p: Numbers) -> Numbers:
    order = np.argsort(p, axis=0, kind="stable")
    left = np.arange(len(p), 0, -1)[:, np.newaxis]
    found = np.minimum.accumulate((left * np.take_along_axis(p, order, axis=0))[::-1], axis=0)[::-1]
    return _as_before(np.minimum(found, 1.0), order)


def _hommel(p: Numbers) -> Numbers:
    number = len(p)
    order = np.argsort(p, axis=0, kind="stable")
    ordered = np.take_along_axis(p, order, axis=0)
    rank = np.arange(1, number + 1)[:, np.newaxis]
    found = np.repeat((number * ordered / rank).min(axis=0, keepdims=True), number, axis=0)
    for size in range(number - 1, 1, -1):
        smaller, larger = ordered[: number - size + 1], ordered[number - size + 1 :]
        bound = (size * larger / np.arange(2, size + 1)[:, np.newaxis]).min(axis=0)
        first = np.minimum(size * smaller, bound)
        rest = np.repeat(first[-1:], size - 1, axis=0)
        found = np.maximum(found, np.concatenate([first, rest]))
    return _as_before(np.minimum(np.maximum(found, ordered), 1.0), order)


def _fixed_sequence(p: Numbers) -> Numbers:
    return np.maximum.accumulate(p, axis=0)


def _as_before(ordered: Numbers, order: NDArray[np.int64]) -> Numbers:
    """Values in the order in which the hypotheses came."""
    found = np.empty_like(ordered)
    np.put_along_axis(found, order, ordered, axis=0)
    return found


ADJUSTMENTS: Final[Mapping[str, Callable[[Numbers], Numbers]]] = MappingProxyType(
    {
        "bonferroni": _bonferroni,
        "holm": _holm,
        "hochberg": _hochberg,
        "hommel": _hommel,
        "fixed_sequence": _fixed_sequence,
    }
)
