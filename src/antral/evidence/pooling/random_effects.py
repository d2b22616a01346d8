"""Random-effects pooling of any effect with a known sampling variance."""

import math
from collections.abc import Sequence
from typing import Final

from numpy.typing import ArrayLike
from scipy.special import chdtrc

from antral.core import InputError
from antral.evidence.pooling.between import ESTIMATORS, between, spread, typical
from antral.evidence.pooling.intervals import (
    INTERVALS,
    PREDICTIONS,
    Interval,
    Limits,
    Prediction,
    around,
    check_interval,
    predicted,
    q_profile,
    too_alike,
    two_sided,
)
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.sample import Sample, confidence, sample
from antral.evidence.pooling.weighted import fit, intercept

RANDOM_EFFECTS: Final = "random effects, tau2 by {tau2}; interval: {interval}"
SAME: Final = 1e-20
"""A weighted variance of effects this small is that of effects which are equal."""


def method_name(method: str, interval: str) -> str:
    """The full name of a random-effects pooling."""
    return RANDOM_EFFECTS.format(tau2=ESTIMATORS[method][1], interval=INTERVALS[interval])


def random_effects(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    method: str = "REML",
    interval: Interval = "HKSJ",
    prediction: Prediction = "k-1",
    tau2: float | None = None,
    level: float = 0.95,
    measure: str = "",
    labels: Sequence[object] | None = None,
) -> Pooled:
    """Pool studies whose true effects differ.

    Sources: DerSimonian and Laird 1986; Hartung and Knapp 2001, Stat Med 20:3875; Sidik and Jonkman 2002,
    Stat Med 21:3153; Viechtbauer 2005, 2007.

    Parameters
    ----------
    yi, vi
        Effect of each study and its sampling variance, `[study]`.
    method
        Estimator of tau2, one of `ESTIMATORS`.
    interval
        HKSJ: t with k - 1 degrees of freedom and the weighted variance of the effects. HKSJ_adhoc: the same, its
        variance never below Wald's. Wald: normal.
    prediction
        Distribution of the prediction interval: t with k-1 or k-2 degrees of freedom, or z.
    tau2
        A variance between studies found elsewhere, such as in all groups together; `method` is then not used.

    Raises
    ------
    InputError
        Where a number is missing, a variance is not positive, tau2 is negative, or a name is not known.
    """
    studies = sample(yi, vi, labels)
    confidence(level)
    check_interval(interval)
    k = len(studies.yi)
    given = tau2 is not None
    tau2 = between(studies.yi, studies.vi, intercept(k), method) if tau2 is None else _checked(tau2)
    if k == 1 and not given:
        return _alone(studies, method, level, measure)
    weights = 1.0 / (studies.vi + tau2)
    found = fit(studies.yi, weights, intercept(k))
    estimate, wald = float(found.coefficients[0]), math.sqrt(float(found.covariance[0, 0]))
    se, df, used, notes = _error("Wald" if k == 1 else interval, wald, found.residual / max(k - 1, 1), k)
    low, high = around(estimate, se, level, df)
    fixed = fit(studies.yi, 1.0 / studies.vi, intercept(k))
    sampling = typical(fixed, k, 1) if k > 1 else math.nan
    i2, h2 = spread(sampling, tau2)
    profile = q_profile(studies.yi, studies.vi, intercept(k), level)
    ahead = predicted(estimate, se, tau2, k, level, prediction)
    if too_alike(studies.yi, studies.vi, intercept(k), level):
        notes.append("the studies agree better than chance allows: the interval of tau2 is empty and stands as zero")
    return Pooled(
        estimate=estimate,
        se=se,
        low=low,
        high=high,
        p=two_sided(estimate, se, df),
        df=df,
        level=level,
        tau2=tau2,
        tau2_low=profile.low,
        tau2_high=profile.high,
        i2=i2,
        h2=h2,
        q=fixed.residual,
        q_df=k - 1,
        q_p=float(chdtrc(k - 1, fixed.residual)) if k > 1 else math.nan,
        prediction_low=ahead.low,
        prediction_high=ahead.high,
        prediction_convention=PREDICTIONS[prediction],
        method=f"random effects, tau2 given; interval: {INTERVALS[used]}" if given else method_name(method, used),
        measure=measure,
        k=k,
        weights=tuple((weights / weights.sum()).tolist()),
        labels=studies.labels,
        notes=tuple(notes + _few(k)),
        sampling_variance=sampling,
    )


def _checked(tau2: float) -> float:
    """A variance between studies that was given."""
    if not (math.isfinite(tau2) and tau2 >= 0):
        raise InputError(f"tau2: a number that is not negative was wanted, such as 0.1; it is {tau2:g}.")
    return float(tau2)


def _error(interval: Interval, wald: float, scale: float, k: int) -> tuple[float, float | None, Interval, list[str]]:
    """Standard error, degrees of freedom, the interval that was really used, and what to say of it."""
    if interval == "Wald":
        return wald, None, "Wald", []
    if scale < SAME and interval == "HKSJ":
        note = "the effects are equal, so that the Hartung-Knapp interval would have no width: Wald's stands instead"
        return wald, None, "Wald", [note]
    if interval == "HKSJ_adhoc":
        return wald * math.sqrt(max(scale, 1.0)), float(k - 1), interval, []
    narrower = "the Hartung-Knapp standard error is smaller than Wald's; interval='HKSJ_adhoc' would not allow it"
    return wald * math.sqrt(scale), float(k - 1), interval, [narrower] if scale < 1 else []


def _few(k: int) -> list[str]:
    """What so few studies cannot say."""
    if k > 4:
        return []
    return [f"{k} studies hardly say anything about tau2: read its interval, not the estimate"]


def _alone(studies: Sample, method: str, level: float, measure: str) -> Pooled:
    """One study: its own effect."""
    estimate, se = float(studies.yi[0]), math.sqrt(float(studies.vi[0]))
    low, high = around(estimate, se, level, None)
    none = Limits(math.nan, math.nan)
    return Pooled(
        estimate=estimate,
        se=se,
        low=low,
        high=high,
        p=two_sided(estimate, se, None),
        df=None,
        level=level,
        tau2=math.nan,
        tau2_low=none.low,
        tau2_high=none.high,
        i2=math.nan,
        h2=math.nan,
        q=0.0,
        q_df=0,
        q_p=math.nan,
        prediction_low=none.low,
        prediction_high=none.high,
        prediction_convention="none: one study",
        method="one study, not pooled; interval: Wald z",
        measure=measure,
        k=1,
        weights=(1.0,),
        labels=studies.labels,
        notes=("there is one study: nothing was pooled, and nothing is known of the variance between studies",),
    )
