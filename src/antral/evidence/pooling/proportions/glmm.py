"""A share pooled by the binomial-normal model: true log odds vary normally, events are binomial."""

import math
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, chdtri, logit, xlogy

from antral.analysis import clopper_pearson
from antral.core import InputError
from antral.evidence.pooling.counts import Counts, one_group
from antral.evidence.pooling.intervals import PREDICTIONS, Limits, around
from antral.evidence.pooling.partial import partial
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.random_logits import (
    FEW_STUDIES,
    WIDEST,
    Binomial,
    Maximum,
    maximum,
    profile_limits,
    spread_limits,
)
from antral.evidence.pooling.sample import Numbers, confidence

GLMM: Final = "binomial-normal GLMM on the logit, maximum likelihood (adaptive Gauss-Hermite); interval: {interval}"
LOGIT_SHARE: Final = "logit of the share"

GlmmInterval = Literal["Wald", "t", "profile"]
INTERVALS: Final = {"Wald": "Wald z", "t": "Wald t with k - 1 degrees of freedom", "profile": "profile likelihood"}
_FLAT: Final = "the likelihood is too flat for a standard error: limits are those of the profile likelihood"
_EXACT_ENDS: Final = "exact Clopper-Pearson of the pooled counts, since the likelihood has no maximum"


def proportion_glmm(
    events: ArrayLike,
    n: ArrayLike,
    *,
    interval: GlmmInterval = "Wald",
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Pooled:
    """Pool shares without adding anything to empty cells; on the logit scale (`.on("expit")` gives shares).

    Q is the likelihood-ratio statistic of "all studies have one share"; Wald's stands in the notes. The estimate is the
    share of a middle study, not the mean share.

    Source: Hamza, van Houwelingen and Stijnen 2008, J Clin Epidemiol 61:41; Stijnen, Hamza and Ozdemir 2010, Stat Med
    29:3046.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[study]`.
    interval
        Wald, t (Wald with k - 1 degrees of freedom), or profile (of the likelihood).

    Raises
    ------
    InputError
        Where counts are impossible or the interval is not known.
    """
    studies = one_group(events, n, labels)
    confidence(level)
    if interval not in INTERVALS:
        raise InputError(f"interval: {interval!r} is not known; known are {', '.join(INTERVALS)}.")
    total, women = float(studies.events.sum()), float(studies.n.sum())
    if total in (0.0, women):
        return _border(studies, level)
    k = len(studies.n)
    if k == 1:
        x, size = total, women
        log = float(Binomial(studies.events, studies.n)(logit(studies.events / studies.n)).log[0])
        top = Maximum(float(logit(x / size)), 0.0, math.sqrt(1.0 / x + 1.0 / (size - x)), log, np.zeros(0), log)
        interval = "Wald"
    else:
        top = maximum(Binomial(studies.events, studies.n), float(logit(total / women)))
    return _found(studies, top, interval, level)


def _found(studies: Counts, top: Maximum, interval: GlmmInterval, level: float) -> Pooled:
    k = len(studies.n)
    flat = not math.isfinite(top.se)
    interval = "profile" if flat else interval
    df = float(k - 1) if interval == "t" else None
    kernel = Binomial(studies.events, studies.n)
    if interval == "profile" and k > 1:
        low, high = profile_limits(kernel, top, float(chdtri(1, 1.0 - level)) / 2.0)
    else:
        low, high = around(top.mean, top.se, level, df)
    tau2 = top.spread**2 if k > 1 else math.nan
    between = spread_limits(kernel, top, float(chdtri(1, 1.0 - level)) / 2.0) if k > 1 else (math.nan, math.nan)
    ahead = around(top.mean, math.hypot(top.se, top.spread), level, df) if k > 1 else Limits(math.nan, math.nan)
    q, wald = _homogeneity(studies.events, studies.n)
    return partial(
        estimate=top.mean,
        se=top.se,
        low=low,
        high=high,
        df=df,
        level=level,
        tau2=tau2,
        tau2_low=between[0] ** 2,
        tau2_high=between[1] ** 2,
        q=q,
        q_p=float(chdtrc(k - 1, q)) if k > 1 else math.nan,
        prediction_low=ahead.low,
        prediction_high=ahead.high,
        prediction_convention=PREDICTIONS["k-1" if df else "z"] if k > 1 else "none: one study",
        method=GLMM.format(interval=INTERVALS[interval]),
        measure=LOGIT_SHARE,
        labels=studies.labels,
        notes=(*_notes(k, top, wald), *[_FLAT] * flat),
    )


def _notes(k: int, top: Maximum, wald: float) -> list[str]:
    if k == 1:
        return ["there is one study: nothing was pooled, and nothing is known of the variance between studies"]
    notes = ["Q is the likelihood-ratio statistic; Wald's is " + format(wald, ".6g")]
    if k < FEW_STUDIES:
        notes.append(
            f"{k} studies hardly say anything about tau2: it is practically unidentifiable; read its "
            "profile-likelihood interval, not the estimate"
        )
    if top.spread == 0.0:
        notes.append(
            "tau2 is estimated as 0, the border of what it can be: intervals, that for a new study above all, are too "
            "narrow where studies really differ"
        )
    if top.spread >= WIDEST:
        notes.append("the likelihood grows with tau2 without end; it was held at the largest value that is looked at")
    return notes


def _border(studies: Counts, level: float) -> Pooled:
    """No event, or events only: the likelihood grows without end; limits are those of the pooled counts."""
    total, women = float(studies.events.sum()), float(studies.n.sum())
    ends = clopper_pearson(total, women, level)
    low, high = (float(logit(float(end))) for end in ends)
    none = total == 0.0
    return partial(
        estimate=-math.inf if none else math.inf,
        low=low,
        high=high,
        level=level,
        q=0.0,
        q_p=1.0 if len(studies.n) > 1 else math.nan,
        prediction_convention="none: every study had the same extreme share",
        method=GLMM.format(interval=_EXACT_ENDS),
        measure=LOGIT_SHARE,
        labels=studies.labels,
        notes=(
            f"{'no woman' if none else 'every woman'} of {women:.0f} had the event: the estimated share is "
            f"{0 if none else 1}, tau2 cannot be estimated, and the limits are exact ones of all women as one study",
        ),
    )


def homogeneity(events: ArrayLike, n: ArrayLike) -> tuple[float, float]:
    """Likelihood-ratio and Wald statistic of one share for all studies; a study without events has no Wald weight."""
    x, size, _ = one_group(events, n)
    return _homogeneity(x, size)


def _homogeneity(events: Numbers, n: Numbers) -> tuple[float, float]:
    share = events / n
    common = events.sum() / n.sum()
    ratio = 2.0 * (
        xlogy(events, share) + xlogy(n - events, 1.0 - share) - xlogy(events, common) - xlogy(n - events, 1.0 - common)
    )
    inside = (events > 0) & (events < n)  # an infinite logit has no information
    weight, value = (n * share * (1.0 - share))[inside], logit(share[inside])
    if not inside.any():
        return max(0.0, float(ratio.sum())), 0.0
    mean = (weight * value).sum() / weight.sum()
    return max(0.0, float(ratio.sum())), float((weight * (value - mean) ** 2).sum())
