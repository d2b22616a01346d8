"""One effect common to all studies: inverse variance."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from antral.evidence.pooling.intervals import around, two_sided
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.sample import Numbers, confidence, sample

COMMON_EFFECT: Final = "common effect, inverse variance; interval: Wald z"
ASSUMES_ONE: Final = "one effect common to all studies is assumed; where they differ, the interval is too narrow"


def common_effect(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    level: float = 0.95,
    measure: str = "",
    labels: Sequence[object] | None = None,
) -> Pooled:
    """Pool studies under one common effect, weighted by inverse variances.

    Parameters
    ----------
    yi, vi
        Effect of each study and its sampling variance, `[study]`.
    """
    studies = sample(yi, vi, labels)
    weights = 1.0 / studies.vi
    estimate = float(weights @ studies.yi / weights.sum())
    q = float(weights @ (studies.yi - estimate) ** 2)
    se = math.sqrt(1 / float(weights.sum()))
    return under_one(estimate, se, weights, q, studies.labels, COMMON_EFFECT, measure, level)


def under_one(
    estimate: float,
    se: float,
    weights: Numbers,
    q: float,
    labels: Sequence[str],
    method: str,
    measure: str,
    level: float,
    notes: tuple[str, ...] = (),
    q_df: int | None = None,
) -> Pooled:
    """The result of a method that assumes one common effect; `weights` in any unit."""
    low, high = around(estimate, se, confidence(level), None)
    df = max(len(labels) - 1, 0) if q_df is None else q_df
    total = float(weights.sum())
    return Pooled(
        estimate=estimate,
        se=se,
        low=low,
        high=high,
        p=two_sided(estimate, se, None),
        df=None,
        level=level,
        tau2=0.0,
        tau2_low=math.nan,
        tau2_high=math.nan,
        i2=_i2(q, df),
        h2=q / df if df else math.nan,
        q=q,
        q_df=df,
        q_p=float(chdtrc(df, q)) if df else math.nan,
        prediction_low=math.nan,
        prediction_high=math.nan,
        prediction_convention="none: one common effect is assumed",
        method=method,
        measure=measure,
        k=len(labels),
        weights=tuple(np.asarray(weights / total).tolist()) if total > 0 else (math.nan,) * len(labels),
        labels=tuple(labels),
        notes=(*notes, ASSUMES_ONE),
    )


def _i2(q: float, df: int) -> float:
    """Percent; none of one study."""
    if df == 0:
        return math.nan
    return max(0.0, 100 * (q - df) / q) if q > 0 else 0.0
