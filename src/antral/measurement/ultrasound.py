"""What a transvaginal scan shows of the ovaries."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import Purpose, uniforms
from antral.measurement.analyte import Scan, Sizing
from antral.measurement.assays import ordinal
from antral.measurement.counts import binomial, poisson

_SEEN = 31  # ordinal within a visit of "is a follicle seen?"; the count has the scan's own
_SEEN_EVERYDAY = 30  # the same by an everyday scan


def luck_of_scan(
    device: Scan | Sizing, *, seed: int, trial: ArrayLike, patient: ArrayLike, visit: ArrayLike
) -> NDArray[np.float64]:
    """The four uniform numbers behind each reading of one device. `[…, 4]`."""
    return uniforms(seed, trial, patient, Purpose.SCAN, ordinal(visit, device.ordinal))


def count_follicles(
    antral_pool: ArrayLike, follicles_2_10_mm: ArrayLike, device: Scan, luck: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Antral follicle count of both ovaries.

    Parameters
    ----------
    antral_pool
        Mean number of small antral follicles not yet selected.
    follicles_2_10_mm
        Number of selected follicles between 2 and 10 mm.

    Assumptions
    -----------
    The pool's number is Poisson; each follicle is shown independently; the reader's error is normal, rounded, and never
    makes a count negative.

    Sources
    -------
    `records/analytes/afc.yaml`.
    """
    present = poisson(luck[..., 0], antral_pool) + np.rint(np.asarray(follicles_2_10_mm)).astype(np.int64)
    shown = binomial(luck[..., 1], present, device.detection.value)
    error = _normal(luck[..., 2], luck[..., 3]) * device.reader_sd.value
    count: NDArray[np.float64] = np.maximum(0.0, np.rint(shown + error))
    return np.where(np.isnan(np.asarray(antral_pool, np.float64)), np.nan, count)


def measure_largest(largest_follicle_mm: ArrayLike, device: Sizing, luck: NDArray[np.float64]) -> NDArray[np.float64]:
    """Diameter of the largest follicle of both ovaries in whole millimetres, 0 where none is large enough to be seen.

    Assumptions
    -----------
    A follicle that is large enough is always found; the reader's error is normal. Follicles of the small antral pool
    are counted, not measured: 0 also where there are none but these.

    Sources
    -------
    `records/analytes/foll.yaml`.
    """
    true = np.asarray(largest_follicle_mm, np.float64)
    error = _normal(luck[..., 0], luck[..., 1]) * device.reader_sd.value
    shown = np.maximum(np.rint(true + error), np.rint(device.smallest_mm.value))
    seen: NDArray[np.float64] = np.where(true < device.smallest_mm.value, 0.0, shown)
    return np.where(np.isnan(true), np.nan, seen)


def _normal(u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.float64]:
    """A standard normal number from two uniform ones (Box and Muller)."""
    result: NDArray[np.float64] = np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * v)
    return result


def follicle_seen(
    antral_pool: ArrayLike,
    follicles_ge_3_mm: ArrayLike,
    device: Scan,
    *,
    seed: int,
    trial: ArrayLike,
    patient: ArrayLike,
    visit: ArrayLike,
) -> NDArray[np.bool_]:
    """Whether a scan shows at least one follicle of 3 mm or more.

    Assumptions
    -----------
    The small antral pool holds a Poisson number of such follicles. The chance that the scan shows each is the record's
    `detection_3_mm`: near 1 for a high-resolution scan, far lower in everyday practice.
    """
    u = uniforms(seed, trial, patient, Purpose.SCAN, ordinal(visit, _SEEN))
    small = poisson(u[..., 0], np.asarray(antral_pool, np.float64) * device.pool_share_3_mm.value)
    present = small + np.rint(np.asarray(follicles_ge_3_mm)).astype(np.int64)
    shown: NDArray[np.bool_] = binomial(u[..., 1], present, device.detection_3_mm.value) > 0
    return shown


def follicle_seen_everyday(
    largest_follicle_mm: ArrayLike,
    device: Sizing,
    *,
    seed: int,
    trial: ArrayLike,
    patient: ArrayLike,
    visit: ArrayLike,
) -> NDArray[np.bool_]:
    """Whether an everyday scan, not looking for small follicles, shows one.

    Assumptions
    -----------
    Only the largest follicle can be missed or seen; the chance is `1 / (1 + (half / diameter)^power)`, both numbers
    on record. Follicles of the small antral pool are not seen.

    Sources
    -------
    `records/analytes/foll.yaml`.
    """
    u = uniforms(seed, trial, patient, Purpose.SCAN, ordinal(visit, _SEEN_EVERYDAY))
    size = np.maximum(np.asarray(largest_follicle_mm, np.float64), 0.0) / device.everyday_half_mm.value
    odds = size**device.everyday_power.value
    shown: NDArray[np.bool_] = u[..., 0] * (1.0 + odds) < odds
    return shown
