"""Assay results: the true value with error, down to the detection limit, rounded as the laboratory reports it."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import Purpose, normal
from antral.measurement.analyte import Analyte

ANALYTES_PER_VISIT: Final = 32
"""Ordinals of one visit: one for each analyte."""


def ordinal(visit: ArrayLike, analyte_ordinal: int) -> NDArray[np.int64]:
    """The ordinal of one measurement: its visit and its analyte."""
    return np.asarray(visit, dtype=np.int64) * ANALYTES_PER_VISIT + analyte_ordinal


def luck_of_assay(
    assay: Analyte, *, seed: int, trial: ArrayLike, patient: ArrayLike, visit: ArrayLike
) -> NDArray[np.float64]:
    """The standard normal number behind the error of each result, whatever the true value."""
    return normal(seed, trial, patient, Purpose.ASSAY, ordinal(visit, assay.ordinal))


def measure(true: ArrayLike, assay: Analyte, luck: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Measure true values as the trial's laboratory would.

    Parameters
    ----------
    true
        True values in the unit of the assay's record.
    luck
        One standard normal number for each.

    Returns
    -------
    Observed values (the limit where below detection) and whether each lies below detection; NaN stays NaN.

    Assumptions
    -----------
    Errors are log-normal and independent between visits and analytes.

    Sources
    -------
    `records/analytes`.
    """
    value = np.asarray(true, dtype=np.float64)
    sd: float | NDArray[np.float64] = assay.error_sd()
    if assay.low_range_below is not None:
        sd = np.where(value < assay.low_range_below.value, assay.error_sd(low_range=True), sd)
    observed = value * np.exp(np.asarray(luck) * sd)
    censored = observed < assay.detection_limit.value
    return np.where(censored, assay.detection_limit.value, np.round(observed, assay.decimals)), censored
