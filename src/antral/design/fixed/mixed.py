"""Size of a trial analysed by a mixed model of repeated measures (MMRM), with women who leave.

Lu, Luo and Chen (2008, Int J Biostat 4, article 9): the treatment difference at the last visit is estimated with the
variance that the visits of women who left before still help to reduce. Known covariance, monotone missing values.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from antral.core import InputError
from antral.design.fixed.sized import Size, level_of, positive, quantile, two_arms

MMRM = "MMRM, difference at the last visit (Lu, Luo and Chen), large-sample"


def mmrm_inflation(correlation: ArrayLike, retention: Sequence[float]) -> float:
    """The variance of an arm's mean at the last visit, as a multiple of that with every woman seen.

    Parameters
    ----------
    correlation
        Of the visits. `[visit, visit]`.
    retention
        Share of women still in the trial at each visit, not rising. `[visit]`.

    Raises
    ------
    InputError
        For a matrix that is no correlation, or shares that rise or end at 0.
    """
    r, kept = np.asarray(correlation, float), np.asarray(retention, float)
    visits = len(kept)
    if r.shape != (visits, visits) or not np.allclose(r, r.T) or not np.allclose(np.diag(r), 1.0):
        raise InputError(f"a correlation of {visits} visits is wanted, symmetric with 1 on its diagonal.")
    if np.any(np.linalg.eigvalsh(r) <= 1e-12):
        raise InputError("the correlation of the visits is not positive definite.")
    if np.any(np.diff(kept) > 0.0) or kept[0] > 1.0 or kept[-1] <= 0.0:
        raise InputError(f"retention must not rise from visit to visit, and stay above 0; got {tuple(kept)}.")
    information = np.zeros((visits, visits))
    for seen, share in enumerate(-np.diff(kept, append=0.0), start=1):
        information[:seen, :seen] += share * np.linalg.inv(r[:seen, :seen])
    return float(np.linalg.inv(information)[-1, -1])


def mmrm_power(
    effect: float,
    sd: float,
    n: Sequence[float],
    *,
    correlation: ArrayLike,
    retention: Sequence[float],
    retention_control: Sequence[float] | None = None,
    alpha: float = 0.05,
    sides: int = 2,
) -> float:
    """Power for the difference at the last visit.

    Parameters
    ----------
    effect, sd
        Difference of the means, and standard deviation within an arm, at the last visit.
    n
        Women randomised to treatment, and to control.
    retention, retention_control
        As in `mmrm_inflation`; the control arm as the treated one unless told.
    """
    level, n = level_of(alpha, sides), two_arms(n)
    first = mmrm_inflation(correlation, retention)
    second = first if retention_control is None else mmrm_inflation(correlation, retention_control)
    error = positive("sd", sd) * math.sqrt(first / n[0] + second / n[1])
    return float(ndtr(abs(effect) / error - quantile(level)))


def mmrm_size(
    effect: float,
    sd: float,
    *,
    correlation: ArrayLike,
    retention: Sequence[float],
    retention_control: Sequence[float] | None = None,
    power: float = 0.8,
    ratio: float = 1.0,
    alpha: float = 0.05,
    sides: int = 2,
) -> Size:
    """Women to be randomised; `ratio` women are treated for one control."""
    level = level_of(alpha, sides, power)
    if effect == 0.0:
        raise InputError("the effect is 0: no number of women shows it.")
    first = mmrm_inflation(correlation, retention)
    second = first if retention_control is None else mmrm_inflation(correlation, retention_control)
    scale = (quantile(level) + float(ndtri(power))) * positive("sd", sd) / effect
    control = (first / positive("ratio", ratio) + second) * scale**2
    women = (math.ceil(ratio * control - 1e-9), math.ceil(control - 1e-9))
    found = mmrm_power(
        effect,
        sd,
        women,
        correlation=correlation,
        retention=retention,
        retention_control=retention_control,
        alpha=alpha,
        sides=sides,
    )
    return Size(MMRM, (ratio * control, control), women, found, notes=("with few women the test holds less",))
