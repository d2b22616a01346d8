"""One measure of some women at one moment each, by assay or by scan."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.measurement.analyte import analyte, scan, sizing
from antral.measurement.assays import luck_of_assay, measure
from antral.measurement.ultrasound import count_follicles, luck_of_scan, measure_largest

COUNT: Final = "AFC"
DIAMETER: Final = "FOLL"

_SCANNED: Final = {COUNT: ("antral_pool", "follicles_2_10_mm"), DIAMETER: ("largest_follicle_mm",)}

_STEPS: Final = frozenset({"follicles_2_10_mm", "largest_follicle_mm"})

TrueValue = Callable[[str, bool], NDArray[np.float64]]
"""The true values of a course's field, by its name; the flag says that a value holds until the next record."""


def outputs_measured(code: str) -> tuple[str, ...]:
    """Which values of a course a measure looks at."""
    return _SCANNED[code] if code in _SCANNED else (analyte(code).course,)


def unit_measured(code: str) -> str:
    """The unit of a measure's results."""
    return scan().unit if code == COUNT else sizing().unit if code == DIAMETER else analyte(code).unit


def luck(code: str, *, seed: int, trial: ArrayLike, patient: ArrayLike, visit: ArrayLike) -> NDArray[np.float64]:
    """The chance in each result of a measure: a function of whose it is and when, whatever the true value.

    Parameters
    ----------
    trial, patient, visit
        Whose result it is: trial number (0 for screening), woman, and the visit's position.
    """
    who = {"trial": trial, "patient": patient, "visit": visit}
    if code in _SCANNED:
        return luck_of_scan(scan() if code == COUNT else sizing(), seed=seed, **who)
    return luck_of_assay(analyte(code), seed=seed, **who)


def observed(code: str, true: TrueValue, luck: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Results of one measure, and whether each lies below the detection limit.

    Parameters
    ----------
    code
        FSH, LH, …: an assay; AFC: the antral follicle count; FOLL: the diameter of the largest follicle.
    true
        Gives the true values that the measure looks at.
    luck
        Of each result, as `luck` gives it.
    """
    found = [true(name, name in _STEPS) for name in outputs_measured(code)]
    if code not in _SCANNED:
        return measure(found[0], analyte(code), luck)
    if code == COUNT:
        value = count_follicles(found[0], found[1], scan(), luck)
    else:
        value = measure_largest(found[0], sizing(), luck)
    return value, np.zeros(value.shape, np.bool_)
