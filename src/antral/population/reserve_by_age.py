"""How many resting follicles a woman has left at an age, from her number at birth."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.physiology import reserve

_HALVINGS: Final = 60  # of an interval on the logarithm: far below the last digit of a float
_EMPTY: Final = -20.0  # logarithm of a number of follicles that is none


def years_between(first: ArrayLike, last: ArrayLike, p: reserve.ReserveParameters) -> NDArray[np.float64]:
    """Years in which the reserve falls from one number to a smaller one: Faddy and Gosden's law, integrated.

    With rate a, crowding c and half number h, dN/dt = −N (a + c/(h + N)); partial fractions give the integral in closed
    form, with b = a h + c.
    """
    start, end = np.asarray(first, np.float64), np.asarray(last, np.float64)
    a, h = p.base_rate, p.crowding_half
    b = a * h + p.crowding_rate
    years: NDArray[np.float64] = (h / b) * np.log(start / end) + ((1.0 - a * h / b) / a) * np.log(
        (a * start + b) / (a * end + b)
    )
    return years / p.flux_multiplier


def follicles_after(number: ArrayLike, years: ArrayLike, p: reserve.ReserveParameters) -> NDArray[np.float64]:
    """Resting follicles that are left of a number after some years. `[patient]`.

    A loss that is k times as fast does in a year what the law does in k years: pass `years` times the multiplier.
    """
    first, passed = np.broadcast_arrays(np.asarray(number, np.float64), np.asarray(years, np.float64))
    high = np.log(first)
    low = np.full(first.shape, _EMPTY)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        too_young = years_between(first, np.exp(middle), p) < passed
        high, low = np.where(too_young, middle, high), np.where(too_young, low, middle)
    left: NDArray[np.float64] = np.exp(0.5 * (low + high))
    return left


def follicles_at_age(at_birth: ArrayLike, age_years: ArrayLike, p: reserve.ReserveParameters) -> NDArray[np.float64]:
    """Resting follicles at an age, without disease. `[patient]`."""
    return follicles_after(at_birth, age_years, p)
