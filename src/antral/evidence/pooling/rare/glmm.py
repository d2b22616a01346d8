"""Odds ratios that vary between trials, from counts: three likelihoods."""

import math
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, gammaln, xlogy

from antral.core import InputError
from antral.evidence.pooling.counts import Counts, two_groups
from antral.evidence.pooling.intervals import PREDICTIONS, around, two_sided
from antral.evidence.pooling.partial import partial
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.random_logits import (
    FEW_STUDIES,
    WIDEST,
    Conditional,
    Kernel,
    Maximum,
    SharedEvents,
    maximum,
    two_arm_maximum,
)
from antral.evidence.pooling.rare.exact import exact_odds_ratio
from antral.evidence.pooling.rare.silent import LOG_ODDS_RATIO, left_out, one_sided, speaking
from antral.evidence.pooling.sample import Numbers, confidence

ODDS_GLMM: Final = "GLMM for odds ratios, {model}, maximum likelihood (adaptive Gauss-Hermite); interval: Wald z"

Model = Literal["UM.FS", "CM.EL", "CM.AL"]
MODELS: Final = {
    "UM.FS": "two binomials with a fixed level for each trial (UM.FS)",
    "CM.EL": "non-central hypergeometric, exact conditional likelihood (CM.EL)",
    "CM.AL": "treated arm's share of all events, approximate conditional likelihood (CM.AL)",
}
"""Names as metafor has them, and what they are."""


def odds_ratio_glmm(
    events: ArrayLike,
    n: ArrayLike,
    *,
    model: Model = "UM.FS",
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Pooled:
    """A mean log odds ratio and its variance between trials, with nothing added to empty cells.

    Trials without events in either arm add nothing to any of these likelihoods. CM.AL needs few events beside the
    women. Q is the likelihood-ratio statistic of one odds ratio for all.

    Source: Stijnen, Hamza and Ozdemir 2010, Stat Med 29:3046; Jackson and colleagues 2018, Stat Med 37:1059.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, study]`, the treated first.
    model
        One of `MODELS`.
    """
    if model not in MODELS:
        raise InputError(f"model: {model!r} is not known; known are {', '.join(MODELS)}.")
    studies = two_groups(events, n, labels)
    confidence(level)
    heard = speaking(studies)
    name = ODDS_GLMM.format(model=MODELS[model])
    if not len(heard.labels) or one_sided(studies):
        return _without_maximum(studies, heard, name, level)
    top, best = _fitted(heard, model)
    k = len(heard.labels)
    q = max(0.0, 2.0 * (best - top.common_log_likelihood))
    low, high = around(top.mean, top.se, level, None)
    ahead = around(top.mean, math.hypot(top.se, top.spread), level, None)
    notes = left_out(studies)
    if k == 1:
        notes.append("there is one trial: nothing was pooled, and nothing is known of the variance between trials")
    elif k < FEW_STUDIES:
        notes.append(f"{k} trials of rare events hardly say anything about tau2: it is practically unidentifiable")
    if k > 1 and top.spread >= WIDEST:
        notes.append("the likelihood grows with tau2 without end; it was held at the largest value that is looked at")
    if k > 1 and top.spread == 0.0:
        notes.append("tau2 is estimated as 0, its border: intervals are too narrow where trials differ")
    return partial(
        estimate=top.mean,
        se=top.se,
        low=low,
        high=high,
        p=two_sided(top.mean, top.se, None),
        level=level,
        tau2=top.spread**2 if k > 1 else math.nan,
        q=q,
        q_p=float(chdtrc(k - 1, q)) if k > 1 else math.nan,
        prediction_low=ahead.low if k > 1 else math.nan,
        prediction_high=ahead.high if k > 1 else math.nan,
        prediction_convention=PREDICTIONS["z"] if k > 1 else "none: one trial",
        method=name,
        measure=LOG_ODDS_RATIO,
        labels=heard.labels,
        notes=tuple(notes),
    )


def _fitted(heard: Counts, model: Model) -> tuple[Maximum, float]:
    """The maximum, and the log likelihood where each trial has its own odds ratio."""
    x, n = heard.events, heard.n
    start = float(np.log(((x[0].sum() + 0.5) / (n[0].sum() + 1)) / ((x[1].sum() + 0.5) / (n[1].sum() + 1))))
    if model == "UM.FS":
        log = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1) + xlogy(x, x / n) + xlogy(n - x, 1 - x / n)
        return two_arm_maximum(x, n, start), float(log.sum())
    kernel: Kernel = Conditional(x, n) if model == "CM.EL" else SharedEvents(x, n)
    return maximum(kernel, start), _own(kernel, len(heard.labels))


def _own(kernel: Kernel, k: int) -> float:
    """Log likelihood with a true value for each study, by bisection of the slope."""
    low, high = np.full(k, -40.0), np.full(k, 40.0)
    for _ in range(60):
        middle: Numbers = (low + high) / 2.0
        rising = kernel(middle).slope > 0.0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    return float(kernel((low + high) / 2.0).log.sum())


def _without_maximum(studies: Counts, heard: Counts, name: str, level: float) -> Pooled:
    """One group had no event in any trial, or nothing speaks: limits are those of the common odds ratio."""
    exact = exact_odds_ratio(studies.events, studies.n, level=level, labels=studies.labels)
    note = "one group had no event (or only events) in every trial: the likelihood has no maximum"
    return partial(
        estimate=exact.estimate,
        low=exact.low,
        high=exact.high,
        p=exact.p,
        level=level,
        method=f"{name}; here: {exact.method}",
        measure=LOG_ODDS_RATIO,
        prediction_convention="none: tau2 cannot be estimated",
        labels=heard.labels,
        notes=(*exact.notes, *[note] * bool(heard.labels)),
    )
