"""A pooled share on its own scale, whatever scale it was analysed on."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from antral.core import InputError
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.proportions.exact import PLAIN_SHARE
from antral.evidence.pooling.proportions.glmm import LOGIT_SHARE
from antral.evidence.pooling.proportions.transformed import ARCSINE_ROOT, DOUBLE_ARCSINE, LOGIT_CORRECTED


@dataclass(frozen=True)
class Share:
    """A pooled share between 0 and 1 with its interval, and the interval of a new study's true share."""

    share: float
    low: float
    high: float
    prediction_low: float
    prediction_high: float
    method: str
    """Full name; it belongs beside the number."""
    analysed: Pooled
    """The same on the scale of the analysis, with tau2, Q and notes."""


def on_share(pooled: Pooled, n: ArrayLike = ()) -> Share:
    """Carry a pooled share back to its own scale.

    Parameters
    ----------
    n
        Women by study, `[study]`; their harmonic mean is the way back from the double arcsine.
    """
    back = _ways(np.asarray(n, float)).get(pooled.measure)
    if back is None:
        raise InputError(f"{pooled.measure!r} is no share; a result of `proportion_...` was wanted.")

    def carried(value: float) -> float:
        return math.nan if math.isnan(value) else back(value)

    return Share(
        carried(pooled.estimate),
        carried(pooled.low),
        carried(pooled.high),
        carried(pooled.prediction_low),
        carried(pooled.prediction_high),
        pooled.method,
        pooled,
    )


def _ways(n: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> dict[str, Callable[[float], float]]:
    def double_arcsine(value: float) -> float:
        if not n.size:
            raise InputError("n: the way back from the double arcsine needs the women of each study.")
        return _from_double_arcsine(value, float(1.0 / np.mean(1.0 / n)))

    return {
        PLAIN_SHARE: float,
        LOGIT_SHARE: lambda value: float(expit(value)),
        LOGIT_CORRECTED: lambda value: float(expit(value)),
        ARCSINE_ROOT: lambda value: math.sin(min(max(value, 0.0), math.pi / 2.0)) ** 2,
        DOUBLE_ARCSINE: double_arcsine,
    }


def _from_double_arcsine(value: float, n: float) -> float:
    """Miller 1978, Am Stat 32:138; values beyond those of no event and of events only are 0 and 1."""
    least = math.asin(math.sqrt(1.0 / (n + 1.0))) / 2.0
    if value <= least:
        return 0.0
    if value >= math.pi / 2.0 - least:
        return 1.0
    sine = math.sin(2.0 * value)
    inner = 1.0 - (sine + (sine - 1.0 / sine) / n) ** 2
    return 0.5 * (1.0 - math.copysign(1.0, math.cos(2.0 * value)) * math.sqrt(max(0.0, inner)))
