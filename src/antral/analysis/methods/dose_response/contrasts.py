"""Optimal contrasts: weights of the doses that see one shape best."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.analysis.methods.dose_response.shapes import Candidate
from antral.core import InputError

Numbers = NDArray[np.float64]


def optimal_contrasts(candidates: Sequence[Candidate], doses: ArrayLike, covariance: ArrayLike) -> Numbers:
    """Contrasts of unit length, one a candidate. `[candidate, dose]`

    c is proportional to S⁻¹ (μ − m), m the mean of μ weighted by S⁻¹, so that the doses' weights add up to 0 and the
    expected statistic is largest when the shape is true.

    Source: Bretz, Pinheiro and Branson 2005, Biometrics 61:738; Pinheiro and others 2014, Stat Med 33:1646.

    Parameters
    ----------
    covariance
        S of the estimates at the doses, up to a factor: the diagonal 1 / n for means. `[dose, dose]`
    """
    if not candidates:
        raise InputError("candidates: at least one shape was wanted.")
    precision = np.linalg.inv(np.asarray(covariance, dtype=float))
    found = []
    for candidate in candidates:
        means = candidate.means(doses)
        centred = means - (precision @ means).sum() / precision.sum()
        contrast = precision @ centred
        length = np.sqrt((contrast**2).sum())
        if not np.ptp(means) > 1e-12 * np.abs(means).max():
            raise InputError(f"{candidate.name}: constant over the doses; another guess was wanted.")
        found.append(contrast / length)
    return np.array(found)


def correlation(contrasts: Numbers, covariance: Numbers) -> Numbers:
    """Correlation of the contrasts' statistics. `[candidate, candidate]`"""
    products = contrasts @ covariance @ contrasts.T
    spread = np.sqrt(np.diag(products))
    return np.asarray(products / np.outer(spread, spread))
