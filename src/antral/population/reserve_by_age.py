"""How many resting follicles a woman has left at an age, from her number at birth."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.physiology import reserve

_HALVINGS: Final = 60  # of an interval on the logarithm: far below the last digit of a float


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


def follicles_at_age(at_birth: ArrayLike, age_years: ArrayLike, p: reserve.ReserveParameters) -> NDArray[np.float64]:
    """Resting follicles at an age, without disease. `[patient]`."""
    birth, age = np.broadcast_arrays(np.asarray(at_birth, np.float64), np.asarray(age_years, np.float64))
    high = np.log(birth)
    low = np.full(birth.shape, -20.0)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        too_young = years_between(birth, np.exp(middle), p) < age
        high, low = np.where(too_young, middle, high), np.where(too_young, low, middle)
    number: NDArray[np.float64] = np.exp(0.5 * (low + high))
    return number
